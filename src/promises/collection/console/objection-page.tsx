import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import { DetailsList } from '../../../ui/details-list.tsx';
import { Form, Submit } from '../../../ui/form.tsx';
import type { Frame } from '../../../ui/frame.ts';
import { Instant } from '../../../ui/instant.tsx';
import { Layout } from '../../../ui/layout.tsx';
import { PageHead } from '../../../ui/page-head.tsx';
import { wordsOf } from '../../../ui/words/words.ts';
import type { Decision, DemandReason, ObjectionOutcome, ProofReason } from '../closed-lists.ts';

export interface ObjectionPageProps {
  readonly language: Language;
  readonly frame: Frame;
  readonly objection: {
    readonly id: string;
    readonly madeAt: Date;
    readonly text: string;
    /** Labels of the demanded fields. */
    readonly fields: readonly string[];
    readonly demandReason: DemandReason;
    readonly decision: Decision | null;
    readonly reason: ProofReason | null;
  };
}

/** What the person objects, beside the decision; and the three answers. */
export function ObjectionPage({ language, frame, objection }: ObjectionPageProps) {
  const { console: words, proofs } = wordsOf(language).collection;
  const { id, madeAt, text, fields, demandReason, decision, reason } = objection;
  const decided = decision === null ? '' : proofs.decisions[decision];
  const answers: readonly [ObjectionOutcome, string, 'main' | 'quiet'][] = [
    ['set-aside', words.setAside, 'main'],
    ['kept', words.keep, 'quiet'],
    ['withdrawn', words.withdrawDemand, 'quiet'],
  ];
  return (
    <Layout language={language} frame={frame} title={words.objectionTitle} width="narrow">
      <PageHead title={words.objectionTitle} lead={words.objectionLead} />
      <div class="panel">
        <DetailsList
          details={[
            [words.fields, fields.join(', ')],
            [proofs.reason, proofs.reasons[demandReason]],
            [words.decidedBefore, reason === null ? decided : `${decided}: ${proofs.proofReasons[reason]}`],
            [words.objectionMade, <Instant at={madeAt} language={language} />],
          ]}
        />
        <p class="message-text">{text}</p>
      </div>
      <div class="panel">
        {answers.map(([outcome, label, kind]) => (
          <Form action={addresses.objection(id)} csrf={frame.csrf}>
            <input type="hidden" name="outcome" value={outcome} />
            <Submit kind={kind}>{label}</Submit>
          </Form>
        ))}
      </div>
    </Layout>
  );
}
