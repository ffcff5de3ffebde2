import type { Gate } from '../../../kernel/gate/gate.ts';
import { BATCH_PERSONS_MAX } from '../../../kernel/limits.ts';
import type { MailOutcome } from '../../../kernel/mail/offer-message.ts';
import { recordBulletinOutcomes } from './record-bulletin-outcomes.ts';

export interface CopyOutcomeOf {
  readonly person: string;
  readonly attempt: number;
  readonly outcome: MailOutcome;
}

/**
 * Records outcomes as they come, all that came while the last ones were being written in one act. The promise of `add`
 * is kept once its outcome is committed.
 */
export interface OutcomeRecorder {
  add(outcome: CopyOutcomeOf): Promise<void>;
}

export function openOutcomeRecorder(gate: Gate, bulletin: string): OutcomeRecorder {
  let waiting: CopyOutcomeOf[] = [];
  let next: Promise<void> | undefined;
  let writing: Promise<void> = Promise.resolve();
  const write = async () => {
    await writing.catch(() => {});
    const outcomes = waiting;
    waiting = [];
    next = undefined;
    writing = recordAll(gate, bulletin, outcomes);
    await writing;
  };
  return {
    add(outcome) {
      waiting.push(outcome);
      next ??= write();
      return next;
    },
  };
}

export async function recordAll(gate: Gate, bulletin: string, all: readonly CopyOutcomeOf[]): Promise<void> {
  for (let from = 0; from < all.length; from += BATCH_PERSONS_MAX) {
    const outcomes = all.slice(from, from + BATCH_PERSONS_MAX);
    await gate.pass(recordBulletinOutcomes, { kind: 'worker' }, { bulletin, outcomes });
  }
}
