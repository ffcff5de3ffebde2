import { decimalAmount } from '../../../kernel/amounts.ts';
import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import { Badge, type Tone } from '../../../ui/badge.tsx';
import { CoverPart } from '../../../ui/cover-part.tsx';
import { DetailsList } from '../../../ui/details-list.tsx';
import { Form, Submit } from '../../../ui/form.tsx';
import type { Frame } from '../../../ui/frame.ts';
import { Instant } from '../../../ui/instant.tsx';
import { Link } from '../../../ui/link.tsx';
import { sayAmount } from '../../../ui/numbers.ts';
import { FileField, FileLines, UploadForm } from '../../../ui/upload.tsx';
import { wordsOf } from '../../../ui/words/words.ts';
import type { DemandReason, HeldBack, Way } from '../closed-lists.ts';
import type { DemandState } from '../demand-state.ts';
import type { DemandRule } from '../store.ts';
import { ComeInPerson, type DeskOffer } from './come-in-person.tsx';
import { ProofHistory, type ShownProof } from './proof-history.tsx';
import { Agreeing } from './writing.tsx';

export interface ShownDemand {
  readonly id: string;
  readonly state: DemandState;
  /** Labels of the fields. */
  readonly fields: readonly string[];
  readonly reason: DemandReason;
  readonly ways: readonly Way[];
  readonly heldBack: HeldBack;
  /** The declared rule that demanded it; null where staff did. */
  readonly rule: DemandRule | null;
  readonly demandedAt: Date;
  readonly deadline: Date;
  /** Oldest first. */
  readonly proofs: readonly ShownProof[];
}

interface DemandPanelProps {
  readonly language: Language;
  readonly frame: Frame;
  readonly demand: ShownDemand;
  readonly desk: DeskOffer;
  readonly scanned: boolean;
}

export const DEMAND_TONES: Readonly<Record<DemandState, Tone>> = {
  waiting: 'careful',
  checking: 'plain',
  'code-taken': 'plain',
  letter: 'plain',
  proven: 'good',
  refused: 'bad',
  overdue: 'bad',
  withdrawn: 'plain',
};

/** One demand with everything it names, and the ways to answer it while it can be answered. */
export function DemandPanel(props: DemandPanelProps) {
  const { language, frame, demand } = props;
  const words = wordsOf(language).collection.proofs;
  const { id, state, fields, reason, ways, heldBack, rule, demandedAt, deadline, proofs } = demand;
  const answerable = ['waiting', 'checking', 'code-taken', 'letter', 'refused'].includes(state);
  return (
    <li class="panel" id={`demand-${id}`}>
      <h2>{words.demandTitle(fields.join(', '))}</h2>
      <p>
        <Badge tone={DEMAND_TONES[state]} text={words.states[state]} />
      </p>
      <DetailsList
        details={[
          [words.reason, words.reasons[reason]],
          [words.demanded, <Instant at={demandedAt} language={language} precision="day" />],
          [words.deadline, <Instant at={deadline} language={language} precision="day" />],
          [words.ways, ways.map((way) => words.wayNames[way]).join('; ')],
          [words.heldBack, rule === null ? words.heldBackWords[heldBack] : words.heldBackFrom(sayFrom(rule, language))],
          rule === null
            ? null
            : [words.byRule, <Link href={`${addresses.policy}#collection`}>{words.ruleWords(rule.version)}</Link>],
        ]}
      />
      {state === 'overdue' ? <p class="hint">{rule === null ? words.overdueLead : words.overdueRule}</p> : null}
      {answerable ? <Answering {...props} /> : null}
      {proofs.length === 0 ? null : <ProofHistory {...{ language, frame, proofs }} />}
    </li>
  );
}

function sayFrom({ amount, currency }: DemandRule, language: Language): string {
  return sayAmount(decimalAmount(amount, currency), currency, language);
}

function Answering({ language, frame, demand, desk, scanned }: DemandPanelProps) {
  const words = wordsOf(language).collection.proofs;
  const { id, ways, state } = demand;
  return (
    <>
      {ways.includes('online') ? (
        <details open={state === 'waiting'}>
          <summary>{words.onlineTitle}</summary>
          <UploadForm action={addresses.sendProof(id)} csrf={frame.csrf} cover={true}>
            <FileField
              name="image"
              of={id}
              label={words.file}
              hint={[
                state === 'checking' ? words.again : '',
                words.onlineLead,
                scanned ? words.scanned : words.notScanned,
              ]
                .join(' ')
                .trim()}
              accept="image/jpeg,image/png,image/webp,application/pdf"
            />
            <CoverPart language={language} of={id} />
            <FileLines name="mrz" of={id} label={words.mrz} hint={words.mrzHint} rows={3} />
            <Agreeing language={language} frame={frame} sentence={words.agree} />
            <Submit>{words.sendFile}</Submit>
          </UploadForm>
        </details>
      ) : null}
      {ways.includes('offline') ? <ComeInPerson {...{ language, frame, desk }} demand={id} /> : null}
      {ways.includes('post') ? (
        <details>
          <summary>{words.postTitle}</summary>
          <p class="hint">{words.postLead}</p>
          <Form action={addresses.askForLetter(id)} csrf={frame.csrf}>
            <Submit kind="quiet">{words.askLetter}</Submit>
          </Form>
        </details>
      ) : null}
    </>
  );
}
