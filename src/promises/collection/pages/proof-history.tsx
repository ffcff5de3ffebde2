import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import { Field } from '../../../ui/field.tsx';
import { Form, Submit } from '../../../ui/form.tsx';
import type { Frame } from '../../../ui/frame.ts';
import { type Step, Timeline } from '../../../ui/timeline.tsx';
import { wordsOf } from '../../../ui/words/words.ts';
import type { Decision, DocumentKind, ObjectionOutcome, ProofReason, Way } from '../closed-lists.ts';
import type { Proofing } from '../proofing-words.ts';

export interface ShownProof {
  readonly id: string;
  readonly way: Way;
  readonly madeAt: Date;
  readonly givenUpAt: Date | null;
  readonly decision: Decision | null;
  readonly reason: ProofReason | null;
  readonly document: DocumentKind | null;
  readonly decidedAt: Date | null;
  readonly forgottenAt: Date | null;
  readonly reviewer: 'another' | 'sole' | null;
  readonly slipUntil: Date | null;
  readonly slipEnteredAt: Date | null;
  readonly appointment: { readonly at: Date; readonly name: string; readonly address: string } | null;
  readonly objectedAt: Date | null;
  readonly objection: ObjectionOutcome | null;
  readonly strength: Proofing['strength'];
  readonly pathway: Proofing['pathway'];
  readonly attendance: Proofing['attendance'];
}

interface ProofHistoryProps {
  readonly language: Language;
  readonly frame: Frame;
  readonly proofs: readonly ShownProof[];
}

/** What the person gave, what was decided and why, and when the document was destroyed. */
export function ProofHistory({ language, frame, proofs }: ProofHistoryProps) {
  const words = wordsOf(language).collection.proofs;
  const last = proofs.findLast(({ decision }) => decision !== null);
  const sole = proofs.some(({ reviewer }) => reviewer === 'sole');
  return (
    <>
      <h3>{words.historyTitle}</h3>
      <Timeline
        language={language}
        label={words.historyTitle}
        steps={proofs.flatMap((proof) => stepsOf(proof, language))}
      />
      {last !== undefined && last.decision !== 'approved' && last.objectedAt === null ? (
        <Objecting language={language} frame={frame} proof={last.id} />
      ) : null}
      {sole ? <p class="hint">{words.sole}</p> : null}
    </>
  );
}

function Objecting({ language, frame, proof }: Omit<ProofHistoryProps, 'proofs'> & { readonly proof: string }) {
  const words = wordsOf(language).collection.proofs;
  return (
    <details>
      <summary>{words.objectTitle}</summary>
      <p class="hint">{words.objectLead}</p>
      <Form action={addresses.objectToDecision(proof)} csrf={frame.csrf}>
        <Field
          {...{ language, label: words.objectText }}
          name={`text.${proof}`}
          type="long-text"
          required={true}
          autocomplete="off"
          maxlength={4000}
        />
        <Submit kind="quiet">{words.object}</Submit>
      </Form>
    </details>
  );
}

function stepsOf(proof: ShownProof, language: Language): readonly Step[] {
  const words = wordsOf(language).collection.proofs;
  const { way, madeAt, givenUpAt, decision, reason, document, decidedAt, forgottenAt } = proof;
  const steps: Step[] = [{ title: words.made[way], at: madeAt, tone: 'plain' }];
  const { appointment, slipUntil, slipEnteredAt, objectedAt, objection, strength, pathway, attendance } = proof;
  if (appointment !== null)
    steps.push({
      title: `${words.appointment}: ${appointment.name}, ${appointment.address}`,
      at: appointment.at,
      tone: 'careful',
    });
  if (decision !== null) {
    const why = reason === null ? (document === null ? '' : words.documents[document]) : words.proofReasons[reason];
    const tone = decision === 'approved' ? 'good' : decision === 'again' ? 'careful' : 'bad';
    steps.push({ title: `${words.decisions[decision]}: ${why}`, at: decidedAt, tone });
    if (decision === 'approved') {
      const said = [
        strength === null ? null : words.strength[strength],
        words.pathway[pathway],
        words.attendance[attendance],
      ];
      steps.push({
        title: `${words.claims}${said.filter((one) => one !== null).join('; ')}`,
        at: decidedAt,
        tone: 'plain',
      });
    }
  } else if (givenUpAt !== null) steps.push({ title: words.givenUp, at: givenUpAt, tone: 'plain' });
  if (forgottenAt !== null) steps.push({ title: words.destroyed, at: forgottenAt, tone: 'plain' });
  if (slipEnteredAt !== null) steps.push({ title: words.slipDone, at: slipEnteredAt, tone: 'good' });
  else if (slipUntil !== null) steps.push({ title: words.slipWaits, at: slipUntil, tone: 'careful' });
  if (objectedAt !== null) {
    const title = objection === null ? words.objected : words.outcomes[objection];
    steps.push({ title, at: objectedAt, tone: objection === null || objection === 'kept' ? 'plain' : 'good' });
  }
  return steps;
}
