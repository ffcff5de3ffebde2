import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import { Field } from '../../../ui/field.tsx';
import { Form, Submit } from '../../../ui/form.tsx';
import type { Frame } from '../../../ui/frame.ts';
import { Instant } from '../../../ui/instant.tsx';
import { Layout } from '../../../ui/layout.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { PageHead } from '../../../ui/page-head.tsx';
import { Table } from '../../../ui/table.tsx';
import { wordsOf } from '../../../ui/words/words.ts';
import type { DemandReason } from '../closed-lists.ts';
import { DecisionForms } from './decision-forms.tsx';
import { type SeenValue, SeenValues } from './seen-values.tsx';

export interface DeskPageProps {
  readonly language: Language;
  readonly frame: Frame;
  readonly answer:
    | null
    | { readonly kind: 'decided' | 'unknown' }
    | { readonly kind: 'refused'; readonly reasons: readonly string[] };
  /** Who is expected: when and where. */
  readonly appointments: readonly { readonly at: Date; readonly place: string }[];
  /** What a code that was just said opened. */
  readonly visit: null | {
    readonly code: string;
    readonly reason: DemandReason;
    readonly values: readonly SeenValue[];
    readonly seen: string;
  };
}

/** The desk, made for a phone: a code, the demanded fields, the decision. */
export function DeskPage({ language, frame, answer, appointments, visit }: DeskPageProps) {
  const { console: words, proofs } = wordsOf(language).collection;
  return (
    <Layout language={language} frame={frame} title={words.deskTitle} width="narrow">
      <PageHead title={words.deskTitle} lead={words.deskLead} />
      <Answer language={language} answer={answer} />
      {visit === null ? (
        <Form action={addresses.desk} csrf={frame.csrf} class="panel">
          <Field
            language={language}
            name="code"
            type="text"
            label={words.code}
            required={true}
            autocomplete="off"
            maxlength={40}
          />
          <Submit>{words.look}</Submit>
        </Form>
      ) : null}
      {visit === null && appointments.length > 0 ? (
        <Table
          caption={words.appointmentsTitle}
          head={[words.when, words.where]}
          rows={appointments.map(({ at, place }) => [<Instant at={at} language={language} />, place])}
        />
      ) : null}
      {visit === null ? null : (
        <>
          <div class="panel">
            <p>{proofs.reasons[visit.reason]}</p>
            <SeenValues language={language} values={visit.values} />
          </div>
          <DecisionForms
            language={language}
            csrf={frame.csrf}
            action={addresses.decideAtDesk}
            along={{ code: visit.code, seen: visit.seen }}
          />
        </>
      )}
    </Layout>
  );
}

function Answer({ language, answer }: Pick<DeskPageProps, 'language' | 'answer'>) {
  const words = wordsOf(language).collection.console;
  if (answer === null) return null;
  return (
    <Notice kind={answer.kind === 'decided' ? 'good' : 'bad'} answer={true}>
      {answer.kind === 'refused' ? (
        <>
          <p>{words.refused}</p>
          <ul>
            {answer.reasons.map((reason) => (
              <li>{reason}</li>
            ))}
          </ul>
        </>
      ) : (
        <p>{answer.kind === 'decided' ? words.decided : words.unknownCode}</p>
      )}
    </Notice>
  );
}
