import type { Gate } from '../../../kernel/gate/gate.ts';
import { versionInForce } from '../../../kernel/gate/parts.ts';
import type { JobEnd, JobHandler } from '../../../kernel/jobs.ts';
import { BATCH_PERSONS_MAX } from '../../../kernel/limits.ts';
import type { Mail } from '../../../kernel/mail/open-mail.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { addressField } from '../address-field.ts';
import { COPIES_AT_ONCE, JOB_MILLISECONDS_MAX } from '../limits.ts';
import { findBulletin } from '../store.ts';
import { messageOf } from './message-of.ts';
import { type CopyOutcomeOf, openOutcomeRecorder, recordAll } from './outcome-recorder.ts';
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
    const { db, log } = gate.parts;
    const row = await findBulletin(db, bulletin);
    if (row === undefined || row.confirmedAt === null || row.endedAt !== null) return 'done';
    const abandoned = await store.abandonedCopies(db, bulletin);
    await recordAll(
      gate,
      bulletin,
      abandoned.map((one) => ({ ...one, outcome: 'unknown' })),
    );
    if (mail === null || !(await mail.answers())) return { againInSeconds: RELAY_AWAY_SECONDS };
    await sendBatch(gate, mail, bulletin);
    const seconds = await store.secondsToNextCopy(db, bulletin);
    if (seconds !== undefined) return { againInSeconds: seconds };
    log.info('bulletin-sent', { bulletin });
    return 'done';
  };
}

async function sendBatch(gate: Gate, mail: Mail, bulletin: string): Promise<void> {
  const { db, clock } = gate.parts;
  const { declarations } = await versionInForce(gate.parts);
  const field = addressField(declarations)?.id ?? 'email';
  const persons = [...(await store.openCopies(db, bulletin, BATCH_PERSONS_MAX))];
  const recorder = openOutcomeRecorder(gate, bulletin);
  const until = clock.now().getTime() + JOB_MILLISECONDS_MAX;
  const lane = async () => {
    let recorded = Promise.resolve();
    for (let person = persons.shift(); person !== undefined; person = persons.shift()) {
      const outcome = await sendOne(gate, mail, { bulletin, person, field });
      await recorded;
      if (outcome !== undefined) recorded = recorder.add(outcome);
      if (clock.now().getTime() >= until) break;
    }
    await recorded;
  };
  await Promise.all(Array.from({ length: COPIES_AT_ONCE }, lane));
}

interface Copy {
  readonly bulletin: string;
  readonly person: string;
  readonly field: string;
}

/** @returns undefined where the policy refused the copy, or its person was erased meanwhile */
async function sendOne(gate: Gate, mail: Mail, copy: Copy): Promise<CopyOutcomeOf | undefined> {
  try {
    const { output } = await gate.pass(sendBulletin, worker, { ...copy, relay: { ...mail.relay } });
    // INVARIANT: the entry is committed before a byte leaves.
    const outcome = await mail.send(messageOf(output, gate.parts.clock.now()));
    return { person: copy.person, attempt: output.attempt, outcome };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    // A refusal is in the person's history, and asking again would only be refused again.
    if (error.code !== 'forbidden_by_policy' && error.code !== 'not_found') throw error;
    await store.withholdCopy(gate.parts.db, copy.person, copy.bulletin);
    return undefined;
  }
}
