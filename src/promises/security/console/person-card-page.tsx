import type { Section } from '../../../kernel/policy/names.ts';
import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import { Badge, DecisionBadge } from '../../../ui/badge.tsx';
import { DetailsList } from '../../../ui/details-list.tsx';
import { Field } from '../../../ui/field.tsx';
import { Form, Submit } from '../../../ui/form.tsx';
import type { Frame } from '../../../ui/frame.ts';
import { Instant } from '../../../ui/instant.tsx';
import { Layout } from '../../../ui/layout.tsx';
import { Link } from '../../../ui/link.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { PageHead } from '../../../ui/page-head.tsx';
import { SectionLink } from '../../../ui/policy-mark.tsx';
import { sayKind } from '../../../ui/say-kind.ts';
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
  /** Whether the reader's role may end the person's sessions. */
  readonly endsSessions: boolean;
  /** The entries that named a field, newest first: who asked for what, who got it, why and when. */
  readonly uses: readonly FieldUse[];
  /** Where the next page of them begins; null on the last. */
  readonly older: number | null;
  readonly answer: null | 'no-reason' | 'empty' | 'recovery-unknown' | 'recovery-same';
}

export interface FieldUse {
  readonly n: number;
  readonly at: Date;
  /** The act's name. */
  readonly kind: string;
  /** Who asked, in words; null where the person did. */
  readonly who: string | null;
  /** Labels of the fields. */
  readonly fields: readonly string[];
  /** Who got to see them, in words; null where nobody but the asker did. */
  readonly recipient: string | null;
  readonly purpose: string | null;
  readonly allowed: boolean;
  readonly section: Section;
  readonly version: number;
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
      <Uses {...props} />
      <Unmask {...props} />
      {props.endsSessions ? <Sessions {...props} /> : null}
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

function Uses({ language, card, uses, older }: PersonCardPageProps) {
  const words = wordsOf(language);
  const page = words.console.card.uses;
  return (
    <section aria-labelledby="uses">
      <h2 id="uses">{page.title}</h2>
      {uses.length === 0 ? (
        <p>{page.none}</p>
      ) : (
        <Table
          caption={page.title}
          captionUnseen={true}
          head={[page.act, page.fields, page.who, page.recipient, page.why, page.when]}
          rows={uses.map((use) => [
            <span class="lines">
              <span>{sayKind(use.kind, language)}</span>
              {use.allowed ? null : <DecisionBadge language={language} allowed={false} />}
            </span>,
            use.fields.join(', '),
            use.who ?? page.person,
            use.allowed ? (use.recipient ?? use.who ?? page.person) : page.nobody,
            <span class="lines">
              {use.purpose === null ? null : <span>{use.purpose}</span>}
              <SectionLink language={language} version={use.version} section={use.section} />
            </span>,
            <Instant at={use.at} language={language} />,
          ])}
        />
      )}
      {older === null ? null : (
        <p class="turning">
          <Link href={addresses.personCardBefore(card, older)}>{words.agreement.history.older}</Link>
        </p>
      )}
    </section>
  );
}

function Sessions({ language, frame, card }: PersonCardPageProps) {
  const page = wordsOf(language).console.card;
  return (
    <section aria-labelledby="sessions">
      <h2 id="sessions">{page.sessions}</h2>
      <p>{page.sessionsLead}</p>
      <Form action={addresses.endSessionsOf(card)} csrf={frame.csrf}>
        <Submit kind="grave">{page.endSessions}</Submit>
      </Form>
    </section>
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
