import type { Language } from '../../../kernel/words.ts';
import { type Step, Timeline } from '../../../ui/timeline.tsx';
import { wordsOf } from '../../../ui/words/words.ts';
import type { Decision, DocumentKind, ProofReason, Way } from '../closed-lists.ts';

export interface ShownProof {
  readonly way: Way;
  readonly madeAt: Date;
  readonly givenUpAt: Date | null;
  readonly decision: Decision | null;
  readonly reason: ProofReason | null;
  readonly document: DocumentKind | null;
  readonly decidedAt: Date | null;
  readonly forgottenAt: Date | null;
  readonly reviewer: 'another' | 'sole' | null;
}

interface ProofHistoryProps {
  readonly language: Language;
  readonly proofs: readonly ShownProof[];
}

/** What the person gave, what was decided and why, and when the document was destroyed. */
export function ProofHistory({ language, proofs }: ProofHistoryProps) {
  const words = wordsOf(language).collection.proofs;
  const sole = proofs.some(({ reviewer }) => reviewer === 'sole');
  return (
    <>
      <h3>{words.historyTitle}</h3>
      <Timeline
        language={language}
        label={words.historyTitle}
        steps={proofs.flatMap((proof) => stepsOf(proof, language))}
      />
      {sole ? <p class="hint">{words.sole}</p> : null}
    </>
  );
}

function stepsOf(proof: ShownProof, language: Language): readonly Step[] {
  const words = wordsOf(language).collection.proofs;
  const { way, madeAt, givenUpAt, decision, reason, document, decidedAt, forgottenAt } = proof;
  const steps: Step[] = [{ title: words.made[way], at: madeAt, tone: 'plain' }];
  if (decision !== null) {
    const why = reason === null ? (document === null ? '' : words.documents[document]) : words.proofReasons[reason];
    const tone = decision === 'approved' ? 'good' : decision === 'again' ? 'careful' : 'bad';
    steps.push({ title: `${words.decisions[decision]}: ${why}`, at: decidedAt, tone });
  } else if (givenUpAt !== null) steps.push({ title: words.givenUp, at: givenUpAt, tone: 'plain' });
  if (forgottenAt !== null) steps.push({ title: words.destroyed, at: forgottenAt, tone: 'plain' });
  return steps;
}
