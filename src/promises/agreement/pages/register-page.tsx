import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import { DeclaredField, type DeclaredInput, inputName } from '../../../ui/declared-field.tsx';
import { Field } from '../../../ui/field.tsx';
import { Form, Submit } from '../../../ui/form.tsx';
import type { Frame } from '../../../ui/frame.ts';
import { Layout } from '../../../ui/layout.tsx';
import { Link } from '../../../ui/link.tsx';
import { PageHead } from '../../../ui/page-head.tsx';
import { ADDRESS_PARTS } from '../../../ui/postal-address.tsx';
import { ProblemSummary, type Problems } from '../../../ui/problems.tsx';
import { wordsOf } from '../../../ui/words/words.ts';

export interface RegisterPageProps {
  readonly language: Language;
  readonly frame: Frame;
  readonly fields: readonly DeclaredInput[];
  readonly passwordMinimum: number;
  /** By the name of the input; filled only when a form that was just sent comes back. Never holds a password. */
  readonly values: Readonly<Record<string, string>>;
  readonly problems: Problems;
}

/** Leaving data for the first time. The policy is linked before the button, with the number that will be stored. */
export function RegisterPage(props: RegisterPageProps) {
  const { language, frame, fields, passwordMinimum, values, problems } = props;
  const words = wordsOf(language);
  const page = words.agreement.register;
  return (
    <Layout language={language} frame={frame} title={page.title}>
      <PageHead title={page.title} lead={page.lead} />
      <div class="beside">
        <div>
          <ProblemSummary language={language} problems={problems} labels={labelsOf(language, fields)} />
          <Form action={addresses.register} csrf={frame.csrf} class="panel">
            <h2>{page.yourData}</h2>
            {fields.map((field) => (
              <DeclaredField language={language} field={field} values={values} problems={problems} />
            ))}
            <h2>{page.yourKey}</h2>
            <p>{page.passwordLead}</p>
            <Field
              language={language}
              name="password"
              type="password"
              label={words.forms.password}
              hint={words.forms.passwordHint(passwordMinimum)}
              required={true}
              autocomplete="new-password"
              minlength={passwordMinimum}
              maxlength={256}
              problem={problems.password}
            />
            <p class="agreeing">
              {page.agreeBefore}
              <Link href={addresses.version(frame.policyVersion)}>{page.agreeLink(frame.policyVersion)}</Link>.
            </p>
            <Submit>{page.submit}</Submit>
          </Form>
        </div>
        <aside class="aside" aria-labelledby="next">
          <h2 id="next">{page.asideTitle}</h2>
          <ul class="facts">
            {page.aside.map((line) => (
              <li>{line}</li>
            ))}
          </ul>
          <p>
            {page.haveAccount} <Link href={addresses.signIn}>{words.frame.signIn}</Link>
          </p>
        </aside>
      </div>
    </Layout>
  );
}

function labelsOf(language: Language, fields: readonly DeclaredInput[]): Record<string, string> {
  const words = wordsOf(language).forms;
  const labels: Record<string, string> = { password: words.password };
  for (const field of fields) {
    labels[inputName(field.id)] = field.label;
    for (const part of field.type === 'address' ? ADDRESS_PARTS : []) {
      labels[`${inputName(field.id)}.${part}`] = words.address[part];
    }
  }
  return labels;
}
