import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import { DeclaredField, type DeclaredInput } from '../../../ui/declared-field.tsx';
import { Field } from '../../../ui/field.tsx';
import { fieldId } from '../../../ui/field-id.ts';
import { Form, Submit } from '../../../ui/form.tsx';
import { Link } from '../../../ui/link.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { ProblemSummary, type Problems } from '../../../ui/problems.tsx';
import { wordsOf } from '../../../ui/words/words.ts';

/** Why a form came back as it was, with nothing kept. */
export type FormAgain = 'changed' | 'again' | 'old' | 'tooOften' | 'work';

export interface FormBodyProps {
  readonly language: Language;
  readonly csrf: string;
  readonly form: {
    readonly id: string;
    readonly title: string;
    readonly lead: string;
    readonly fields: readonly DeclaredInput[];
    /** Whether a text may be written with it. */
    readonly message: boolean;
  };
  /** Shows on which page, and under which version, this was written. */
  readonly nonce: string;
  readonly policyVersion: number;
  readonly again: FormAgain | null;
  readonly values: Readonly<Record<string, string>>;
  readonly problems: Problems;
  /** It stands in a page of another site: what leaves the form opens beside it. */
  readonly framed: boolean;
  /** What the script has to do before the form is sent once more; null: nothing. */
  readonly work: { readonly task: string; readonly bits: number } | null;
  /** The address of the script that does it. */
  readonly script: string;
}

/** The inputs of a declared form: the policy is linked before the button, in the reader's language. */
export function FormBody(props: FormBodyProps) {
  const { language, csrf, form, nonce, policyVersion, again, values, problems, framed, work, script } = props;
  const words = wordsOf(language);
  const page = words.agreement;
  const labels = Object.fromEntries(form.fields.map(({ id, label }) => [`fields.${id}`, label]));
  const action = framed ? `${addresses.formFrame(form.id)}?lang=${language}` : addresses.form(form.id);
  const toDo: Record<`data-${string}`, string> =
    work === null ? {} : { 'data-work': String(work.bits), 'data-working': words.security.signIn.working };
  const policy = addresses.version(policyVersion);
  return (
    <>
      {again === null ? null : (
        <Notice kind={again === 'tooOften' ? 'bad' : 'careful'} answer={true}>
          <p>{words.inbox.form[again]}</p>
        </Notice>
      )}
      <ProblemSummary
        language={language}
        problems={problems}
        labels={{ ...labels, message: page.form.message, website: words.inbox.form.hidden }}
      />
      <Form action={action} csrf={csrf} class="panel" files={form.fields.some(({ type }) => type === 'file')} {...toDo}>
        <Work work={work} script={script} />
        <input type="hidden" name="nonce" value={nonce} />
        {form.fields.map((field) => (
          <DeclaredField language={language} field={field} values={values} problems={problems} />
        ))}
        {form.message ? (
          <Field
            language={language}
            name="message"
            type="long-text"
            label={page.form.message}
            required={false}
            value={values.message}
            problem={problems.message}
            autocomplete="off"
          />
        ) : null}
        <Unseen label={words.inbox.form.hidden} />
        <p class="agreeing">
          {page.register.agreeBefore}
          {framed ? (
            <a href={policy} target="_blank" rel="noopener">
              {page.register.agreeLink(policyVersion)}
              <span class="unseen"> ({words.inbox.form.newWindow})</span>
            </a>
          ) : (
            <Link href={policy}>{page.register.agreeLink(policyVersion)}</Link>
          )}
          .
        </p>
        <Submit>{page.form.submit}</Submit>
      </Form>
    </>
  );
}

/** Where the script puts what it found; without it one waits a minute and sends the same. */
function Work({ work, script }: Pick<FormBodyProps, 'work' | 'script'>) {
  if (work === null) return null;
  return (
    <>
      <input type="hidden" name="task" value={work.task} />
      <input type="hidden" name="solution" value="" />
      <p role="status" class="hint"></p>
      <script type="module" src={script}></script>
    </>
  );
}

/** A field that no person comes to, by eye, keyboard or screen reader; machines fill in all there is. */
function Unseen({ label }: { readonly label: string }) {
  const id = fieldId('website');
  return (
    <div class="trap" aria-hidden="true">
      <label for={id}>{label}</label>
      <input type="text" id={id} name="website" tabindex={-1} autocomplete="off" value="" />
    </div>
  );
}
