import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import { Badge } from '../../../ui/badge.tsx';
import { DetailsList } from '../../../ui/details-list.tsx';
import { Field } from '../../../ui/field.tsx';
import { Form, Submit } from '../../../ui/form.tsx';
import type { Frame } from '../../../ui/frame.ts';
import { Instant } from '../../../ui/instant.tsx';
import { Layout } from '../../../ui/layout.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { PageHead } from '../../../ui/page-head.tsx';
import { Table } from '../../../ui/table.tsx';
import { type FieldValue, Value } from '../../../ui/value.tsx';
import { wordsOf } from '../../../ui/words/words.ts';
import { Recoveries, type RecoveriesProps } from './recoveries.tsx';

type FieldType = Parameters<typeof Value>[0]['type'];

export interface PersonCardPageProps {
  readonly language: Language;
  readonly frame: Frame;
  readonly card: string;
  /** In words; null where the person named none. */
  readonly country: string | null;
  readonly countryHow: 'declared' | 'verified' | null;
  readonly personLanguage: string;
  readonly paused: boolean;
  readonly fields: readonly {
    readonly id: string;
    readonly label: string;
    readonly since: Date | null;
    readonly verified: boolean;
  }[];
  readonly unmasked: { readonly label: string; readonly type: FieldType; readonly value: FieldValue } | null;
  readonly recoveries: RecoveriesProps['recoveries'];
  readonly answer: null | 'no-reason' | 'empty' | 'recovery-unknown' | 'recovery-same';
}

/** A person as the staff see them: which data there is, masked, and one value at a time for a reason. */
export function PersonCardPage(props: PersonCardPageProps) {
  const { language, frame, unmasked, answer, fields } = props;
  const page = wordsOf(language).console.card;
  return (
    <Layout language={language} frame={frame} title={page.title}>
      <PageHead title={page.title} lead={page.lead} />
      {answer === null ? null : (
        <Notice kind="bad" answer={true}>
          <p>{sayAnswer(language, answer)}</p>
        </Notice>
      )}
      {unmasked === null ? null : (
        <Notice kind="careful" title={`${page.unmasked}: ${unmasked.label}`} answer={true}>
          <p>
            <Value language={language} type={unmasked.type} value={unmasked.value} />
          </p>
        </Notice>
      )}
      <About {...props} />
      <Table
        caption={page.title}
        captionUnseen={true}
        head={[page.field, page.value, page.held]}
        rows={fields.map(({ label, since, verified }) => [
          label,
          <>
            {since === null ? page.none : page.masked} {verified ? <Badge tone="good" text={page.verified} /> : null}
          </>,
          since === null ? '' : <Instant at={since} language={language} />,
        ])}
      />
      <Unmask {...props} />
      <Recoveries {...props} />
    </Layout>
  );
}

function sayAnswer(language: Language, answer: NonNullable<PersonCardPageProps['answer']>): string {
  const page = wordsOf(language).console.card;
  if (answer === 'recovery-unknown') return page.recoveryUnknown;
  if (answer === 'recovery-same') return page.recoverySame;
  return answer === 'empty' ? page.empty : page.noReason;
}

function About({ language, country, countryHow, personLanguage, paused }: PersonCardPageProps) {
  const page = wordsOf(language).console.card;
  const how = countryHow === null ? '' : ` (${page.countryHow[countryHow]})`;
  return (
    <>
      {paused ? (
        <Notice kind="careful">
          <p>{page.paused}</p>
        </Notice>
      ) : null}
      <DetailsList
        details={[
          [page.country, country === null ? page.noCountry : `${country}${how}`],
          [page.language, personLanguage],
        ]}
      />
    </>
  );
}

function Unmask({ language, frame, card, fields }: PersonCardPageProps) {
  const page = wordsOf(language).console.card;
  const held = fields.filter(({ since }) => since !== null);
  if (held.length === 0) return null;
  return (
    <section aria-labelledby="unmask">
      <h2 id="unmask">{page.unmask}</h2>
      <Form action={addresses.unmask(card)} csrf={frame.csrf} class="panel">
        <Field
          {...{ language, name: 'field', type: 'choice', label: page.whichField, required: true }}
          autocomplete="off"
          choices={held.map(({ id, label }) => ({ id, label }))}
        />
        <Field
          {...{ language, name: 'reason', type: 'text', label: page.reason, hint: page.reasonHint, required: true }}
          autocomplete="off"
          maxlength={500}
        />
        <Submit kind="grave">{page.submit}</Submit>
      </Form>
    </section>
  );
}
