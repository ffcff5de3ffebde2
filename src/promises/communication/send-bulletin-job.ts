import type { Gate } from '../../kernel/gate/gate.ts';
import type { JobEnd, JobHandler } from '../../kernel/jobs.ts';
import { BATCH_PERSONS_MAX } from '../../kernel/limits.ts';
import type { Mail } from '../../kernel/mail.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { COPIES_AT_ONCE, JOB_MILLISECONDS_MAX } from './limits.ts';
import { messageOf } from './message-of.ts';
import { recordBulletinOutcome } from './record-bulletin-outcome.ts';
import { sendBulletin } from './send-bulletin.ts';
import * as store from './store.ts';

const worker = { kind: 'worker' } as const;
/** How long copies wait before a relay that does not answer, or that nobody set up, is looked for again. */
const RELAY_AWAY_SECONDS = 30;

/**
 * The worker's way of a bulletin, a batch a time: what a crash left open becomes unknown first; then each person passes
 * the gate by themselves, the message goes, the outcome is recorded. Without a relay the copies wait where they are:
 * references, so that a stop or an erasure reaches them too.
 */
export function sendBulletinJob(gate: Gate, mail: Mail | null): JobHandler {
  return async ({ reference: bulletin }): Promise<JobEnd> => {
    if (bulletin === null) return { failed: 'no-reference' };
    const { db, clock, log } = gate.parts;
    const row = await store.findBulletin(db, bulletin);
    if (row === undefined || row.confirmedAt === null || row.endedAt !== null) return 'done';
    for (const { personId, attempt } of await store.abandonedCopies(db, bulletin)) {
      await record(gate, { bulletin, person: personId, attempt, outcome: 'unknown' });
    }
    if (mail === null || !(await mail.answers())) return { againInSeconds: RELAY_AWAY_SECONDS };
    const persons = [...(await store.openCopies(db, bulletin, BATCH_PERSONS_MAX))];
    const until = clock.now().getTime() + JOB_MILLISECONDS_MAX;
    const lane = async () => {
      for (let person = persons.shift(); person !== undefined; person = persons.shift()) {
        await sendOne(gate, mail, bulletin, person);
        if (clock.now().getTime() >= until) return;
      }
    };
    await Promise.all(Array.from({ length: COPIES_AT_ONCE }, lane));
    const seconds = await store.secondsToNextCopy(db, bulletin);
    if (seconds !== undefined) return { againInSeconds: seconds };
    log.info('bulletin-sent', { bulletin });
    return 'done';
  };
}

async function sendOne(gate: Gate, mail: Mail, bulletin: string, person: string): Promise<void> {
  const { relay } = mail;
  try {
    const { output } = await gate.pass(sendBulletin, worker, { bulletin, person, relay: { ...relay } });
    // INVARIANT: the entry is committed before a byte leaves.
    const outcome = await mail.send(messageOf(output, gate.parts.clock.now()));
    await record(gate, { bulletin, person, attempt: output.attempt, outcome });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    // Refused by the policy: it is in the person's history. Erased meanwhile: there is nobody to ask for.
    if (error.code !== 'forbidden_by_policy' && error.code !== 'not_found') throw error;
    await store.withholdCopy(gate.parts.db, person, bulletin);
  }
}

interface OutcomeOf {
  readonly bulletin: string;
  readonly person: string;
  readonly attempt: number;
  readonly outcome: store.CopyOutcome;
}

async function record(gate: Gate, outcome: OutcomeOf): Promise<void> {
  try {
    await gate.pass(recordBulletinOutcome, worker, outcome);
  } catch (error) {
    // Erased while the message was on its way, or another worker was first: there is nothing to record.
    if (!(error instanceof Refusal) || !['not_found', 'conflict'].includes(error.code)) throw error;
  }
}
