import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Form, Submit } from '../../../ui/form.tsx';
import type { Frame } from '../../../ui/frame.ts';
import { Instant } from '../../../ui/instant.tsx';
import { Layout } from '../../../ui/layout.tsx';
import { Link } from '../../../ui/link.tsx';
import { PageHead } from '../../../ui/page-head.tsx';
import { Table } from '../../../ui/table.tsx';
import { wordsOf } from '../../../ui/words/words.ts';
import type { DemandReason } from '../closed-lists.ts';
import type { DemandState } from '../demand-state.ts';
import { DEMAND_TONES } from '../pages/demand-panel.tsx';

export interface DemandsPageProps {
  readonly language: Language;
  readonly frame: Frame;
  /** Images that wait for a decision, the longest waiting first. */
  readonly proofs: readonly { readonly id: string; readonly madeAt: Date; readonly forAnother: boolean }[];
  /** Letters to be printed and objections to be answered, the longest waiting first. */
  readonly letters: readonly { readonly id: string; readonly madeAt: Date }[];
  readonly objections: readonly { readonly id: string; readonly madeAt: Date }[];
  /** Standing demands, the nearest deadline first. */
  readonly demands: readonly {
    readonly id: string;
    /** Labels of the fields. */
    readonly fields: readonly string[];
    readonly reason: DemandReason;
    readonly deadline: Date;
    readonly state: DemandState;
    /** Whether the reader demanded it. */
    readonly own: boolean;
    /** Whether a rule of the policy demanded it. */
    readonly byRule: boolean;
  }[];
}

/** The reviewers' page: what is to be checked, and what is still expected of people. */
export function DemandsPage({ language, frame, proofs, letters, objections, demands }: DemandsPageProps) {
  const { console: words, proofs: said } = wordsOf(language).collection;
  return (
    <Layout language={language} frame={frame} title={words.demandsTitle}>
      <PageHead title={words.demandsTitle} lead={words.demandsLead} />
      <h2>{words.proofsTitle}</h2>
      {proofs.length === 0 ? (
        <p>{words.proofsEmpty}</p>
      ) : (
        <Table
          caption={words.proofsTitle}
          captionUnseen={true}
          head={[words.sent, words.review]}
          rows={proofs.map(({ id, madeAt, forAnother }) => [
            <Instant at={madeAt} language={language} />,
            forAnother ? (
              <span class="hint">{words.forAnother}</span>
            ) : (
              <Link href={addresses.review(id)}>{words.review}</Link>
            ),
          ])}
        />
      )}
      {letters.length === 0 ? null : (
        <>
          <h2>{words.lettersTitle}</h2>
          <Table
            caption={words.lettersTitle}
            captionUnseen={true}
            head={[words.letterAsked, words.letter]}
            rows={letters.map(({ id, madeAt }) => [
              <Instant at={madeAt} language={language} />,
              <Form action={addresses.makeLetter(id)} csrf={frame.csrf}>
                <Submit kind="quiet">{words.letter}</Submit>
              </Form>,
            ])}
          />
        </>
      )}
      {objections.length === 0 ? null : (
        <>
          <h2>{words.objectionsTitle}</h2>
          <Table
            caption={words.objectionsTitle}
            captionUnseen={true}
            head={[words.objectionMade, words.readObjection]}
            rows={objections.map(({ id, madeAt }) => [
              <Instant at={madeAt} language={language} />,
              <Link href={addresses.objection(id)}>{words.readObjection}</Link>,
            ])}
          />
        </>
      )}
      <h2>{words.openTitle}</h2>
      {demands.length === 0 ? (
        <p>{words.openEmpty}</p>
      ) : (
        <Table
          caption={words.openTitle}
          captionUnseen={true}
          head={[words.fields, said.reason, said.deadline, said.state, words.withdraw]}
          rows={demands.map(({ id, fields, reason, deadline, state, own, byRule }) => [
            fields.join(', '),
            said.reasons[reason],
            <Instant at={deadline} language={language} precision="day" />,
            <>
              <Badge tone={DEMAND_TONES[state]} text={said.states[state]} />
              {own ? <span class="hint"> {words.own}</span> : null}
              {byRule ? <span class="hint"> {words.byRule}</span> : null}
            </>,
            <Form action={addresses.withdrawDemand(id)} csrf={frame.csrf}>
              <Submit kind="quiet">{words.withdraw}</Submit>
            </Form>,
          ])}
        />
      )}
      <p class="actions">
        <Link href={addresses.startDemand} class="button main">
          {words.start}
        </Link>
        <Link href={addresses.desk} class="button quiet">
          {words.deskTitle}
        </Link>
        <Link href={addresses.deskPlaces} class="button quiet">
          {words.places}
        </Link>
      </p>
    </Layout>
  );
}
