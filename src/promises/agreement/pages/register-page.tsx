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
  /** The address of the script that passkeys need. */
  readonly script: string;
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
            <p class="agreeing">
              {page.agreeBefore}
              <Link href={addresses.version(frame.policyVersion)}>{page.agreeLink(frame.policyVersion)}</Link>.
            </p>
            <PasskeyPart {...props} />
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

/** The first way: nothing to think up and nothing to remember. Shown by the script where the browser has passkeys. */
function PasskeyPart({ language, problems, script }: RegisterPageProps) {
  const { agreement, security } = wordsOf(language);
  const page = agreement.register;
  const data = {
    'data-passkey-part': 'yes',
    'data-passkey': 'create',
    'data-options': addresses.passkeyRegistration,
    'data-failed': security.passkeyFailed,
    'data-known': security.passkeyKnown,
  };
  return (
    <>
      <input type="hidden" name="answer" value="" />
      <div hidden={true} {...data}>
        <p>{page.passkeyLead}</p>
        <p>
          <button type="button" id="passkey" class="button main">
            {page.passkeySubmit}
          </button>
        </p>
        <p role="status" class="hint">
          {problems.passkey === undefined ? '' : security.passkeyFailed}
        </p>
        <p>{page.orPassword}</p>
      </div>
      <script type="module" src={script}></script>
    </>
  );
}

function labelsOf(language: Language, fields: readonly DeclaredInput[]): Record<string, string> {
  const words = wordsOf(language).forms;
  const labels: Record<string, string> = {
    password: words.password,
    passkey: wordsOf(language).agreement.register.passkeyName,
  };
  for (const field of fields) {
    labels[inputName(field.id)] = field.label;
    for (const part of field.type === 'address' ? ADDRESS_PARTS : []) {
      labels[`${inputName(field.id)}.${part}`] = words.address[part];
    }
  }
  return labels;
}
