import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import { DeclaredField, type DeclaredInput } from '../../../ui/declared-field.tsx';
import { Field } from '../../../ui/field.tsx';
import { Form, Submit } from '../../../ui/form.tsx';
import type { Frame } from '../../../ui/frame.ts';
import { Layout } from '../../../ui/layout.tsx';
import { Link } from '../../../ui/link.tsx';
import { PageHead } from '../../../ui/page-head.tsx';
import { ProblemSummary, type Problems } from '../../../ui/problems.tsx';
import { wordsOf } from '../../../ui/words/words.ts';

export interface FormPageProps {
  readonly language: Language;
  readonly frame: Frame;
  readonly form: {
    readonly id: string;
    readonly title: string;
    readonly lead: string;
    readonly fields: readonly DeclaredInput[];
    /** Whether a text may be written with it. */
    readonly message: boolean;
  };
  readonly values: Readonly<Record<string, string>>;
  readonly problems: Problems;
}

/** A declared form: the policy is linked before the button, in the reader's language. */
export function FormPage({ language, frame, form, values, problems }: FormPageProps) {
  const words = wordsOf(language).agreement;
  const labels = Object.fromEntries(form.fields.map(({ id, label }) => [`fields.${id}`, label]));
  return (
    <Layout language={language} frame={frame} title={form.title} width="narrow">
      <PageHead title={form.title} lead={form.lead} />
      <ProblemSummary language={language} problems={problems} labels={{ ...labels, message: words.form.message }} />
      <Form action={addresses.form(form.id)} csrf={frame.csrf} class="panel">
        {form.fields.map((field) => (
          <DeclaredField language={language} field={field} values={values} problems={problems} />
        ))}
        {form.message ? (
          <Field
            language={language}
            name="message"
            type="long-text"
            label={words.form.message}
            required={false}
            value={values.message}
            problem={problems.message}
            autocomplete="off"
          />
        ) : null}
        <p class="agreeing">
          {words.register.agreeBefore}
          <Link href={addresses.version(frame.policyVersion)}>{words.register.agreeLink(frame.policyVersion)}</Link>.
        </p>
        <Submit>{words.form.submit}</Submit>
      </Form>
      {frame.signedIn ? null : <p class="hint">{words.form.optionalAccount}</p>}
    </Layout>
  );
}
