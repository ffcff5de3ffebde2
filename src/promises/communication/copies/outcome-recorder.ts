import { setTimeout as pause } from 'node:timers/promises';
import { DatabaseUnavailable } from '../../../kernel/db/database-unavailable.ts';
import type { Gate } from '../../../kernel/gate/gate.ts';
import { BATCH_PERSONS_MAX } from '../../../kernel/limits.ts';
import type { MailOutcome } from '../../../kernel/mail/offer-message.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { COPIES_TOGETHER } from '../limits.ts';
import { recordBulletinOutcomes } from './record-bulletin-outcomes.ts';

export interface CopyOutcomeOf {
  readonly person: string;
  readonly attempt: number;
  /** `unsent`: taken, but its turn to leave never came. */
  readonly outcome: MailOutcome | 'unsent';
}

/**
 * Where connections that are free meet: what became of their copies is recorded in one act, and they go on together, so that
 * their next copies share what they read and write, and the commit with what became of the last.
 */
export interface Meeting {
  come(outcome: CopyOutcomeOf): Promise<Met>;
}
export interface Met {
  /** Kept once the outcome is committed. */
  readonly recorded: Promise<void>;
}

/** A fast relay answers within this; with a slow one it is nothing beside its answer. */
const WAITING_MILLISECONDS = 4;
/** Together shorter than the lease of a job allows, behind a slow message. */
const TRIES_MAX = 40;
const TRY_AGAIN_MILLISECONDS = 500;

export function openMeeting(gate: Gate, bulletin: string): Meeting {
  let outcomes: CopyOutcomeOf[] = [];
  let here: ((met: Met) => void)[] = [];
  let timer: NodeJS.Timeout | undefined;
  const begin = () => {
    clearTimeout(timer);
    const [all, met] = [outcomes, here];
    [outcomes, here, timer] = [[], [], undefined];
    const recorded = recordSurely(gate, bulletin, all);
    // Whoever met awaits it too; until then it is nobody's.
    recorded.catch(() => {});
    for (const go of met) go({ recorded });
  };
  return {
    come: (outcome) =>
      new Promise((go) => {
        outcomes.push(outcome);
        here.push(go);
        if (here.length >= COPIES_TOGETHER) begin();
        else timer ??= setTimeout(begin, WAITING_MILLISECONDS);
      }),
  };
}

/**
 * A database that is away, or busy, takes nothing of what the relay answered: that is known here, and would be unknown for ever. It is
 * offered again for as long as a restart takes; offered twice it changes nothing.
 */
async function recordSurely(gate: Gate, bulletin: string, all: readonly CopyOutcomeOf[]): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await recordAll(gate, bulletin, all);
      return;
    } catch (error) {
      const passes = error instanceof DatabaseUnavailable || (error instanceof Refusal && error.code === 'busy');
      if (!passes || tries === TRIES_MAX) throw error;
      await pause(TRY_AGAIN_MILLISECONDS);
    }
  }
}

export async function recordAll(gate: Gate, bulletin: string, all: readonly CopyOutcomeOf[]): Promise<void> {
  for (let from = 0; from < all.length; from += BATCH_PERSONS_MAX) {
    const outcomes = all.slice(from, from + BATCH_PERSONS_MAX);
    await gate.pass(recordBulletinOutcomes, { kind: 'worker' }, { bulletin, outcomes });
  }
}
