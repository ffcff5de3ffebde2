import type { Field } from '../../../kernel/policy/declarations.ts';
import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import { DetailsList } from '../../../ui/details-list.tsx';
import { Form, Submit } from '../../../ui/form.tsx';
import type { Frame } from '../../../ui/frame.ts';
import { Instant } from '../../../ui/instant.tsx';
import { Layout } from '../../../ui/layout.tsx';
import { Link } from '../../../ui/link.tsx';
import { PageHead } from '../../../ui/page-head.tsx';
import { type FieldValue, Value } from '../../../ui/value.tsx';
import { wordsOf } from '../../../ui/words/words.ts';

export interface OpenedSubmissionPageProps {
  readonly language: Language;
  readonly frame: Frame;
  readonly submission: {
    readonly id: string;
    readonly form: string;
    readonly leftAt: Date;
    readonly writtenIn: string;
    readonly message: string | null;
    /** Labels of what is left, but declared masked for the reader's role. */
    readonly masked: readonly string[];
    readonly fields: readonly {
      readonly id: string;
      readonly label: string;
      readonly type: Field['type'];
      readonly value: FieldValue;
    }[];
  };
}

/** What one person left in one form, opened to be answered. */
export function OpenedSubmissionPage({ language, frame, submission }: OpenedSubmissionPageProps) {
  const words = wordsOf(language).inbox;
  const { id, form, leftAt, writtenIn, message, masked, fields } = submission;
  return (
    <Layout language={language} frame={frame} title={words.openedTitle(form)} width="narrow">
      <PageHead title={words.openedTitle(form)} lead={words.openedLead} />
      {fields.length === 0 && masked.length === 0 && message === null ? <p>{words.noValues}</p> : null}
      <DetailsList
        details={[
          ...fields.map(
            ({ label, type, value }) => [label, <Value language={language} type={type} value={value} />] as const,
          ),
          ...masked.map((label) => [label, words.masked] as const),
          [words.left, <Instant at={leftAt} language={language} />],
          [words.language, writtenIn],
        ]}
      />
      {fields
        .filter(({ value }) => typeof value !== 'string' && 'kind' in value)
        .map((field) => (
          <Form action={addresses.submissionFile(id, field.id)} csrf={frame.csrf}>
            <Submit kind="quiet">{`${words.files.take}: ${field.label}`}</Submit>
          </Form>
        ))}
      {message === null ? null : (
        <section aria-labelledby="written">
          <h2 id="written">{words.message}</h2>
          <p class="message-text">{message}</p>
        </section>
      )}
      <Form action={addresses.endSubmission(id)} csrf={frame.csrf}>
        <Submit>{words.done}</Submit>
      </Form>
      <p>
        <Link href={addresses.inboxState('taken')}>{words.title}</Link>
      </p>
    </Layout>
  );
}
