import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import type { Gate } from '../../../kernel/gate/gate.ts';
import { versionInForce } from '../../../kernel/gate/parts.ts';
import type { JobEnd, JobHandler } from '../../../kernel/jobs.ts';
import { BATCH_PERSONS_MAX } from '../../../kernel/limits.ts';
import type { Declarations } from '../../../kernel/policy/declarations.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import * as store from '../store.ts';
import { forgetFields } from './forget-fields.ts';

export const RETENTION_JOB = 'retention';

/**
 * What a person left is forgotten when the policy's own time for it is over, and their chain says so. How long each field
 * is kept is declared; that it is kept no longer needs nobody's permission, so the floor gives it.
 */
export const forgetExpired = defineAct({
  name: 'forgetExpired',
  section: 'protection',
  askers: ['worker'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [],
  words: {
    ru: 'стирает то, срок хранения чего истёк',
    en: 'erases what has been kept for as long as was stated',
    uk: 'стирає те, строк зберігання чого минув',
  },
  method: 'POST',
  path: '/expiries',
  internal: true,
  input: z.strictObject({ personId: z.uuid() }),
  recording: 'each',
  changesFacts: true,
  // By the declarations of the version in force; within the moment they are read again.
  async prepare(parts) {
    return retentionOf((await versionInForce(parts)).declarations);
  },
  async reach(tx, _asker, { personId }, retention) {
    const expired = await store.readExpired(tx, personId, retention);
    return expired.length === 0 ? undefined : { personId };
  },
  async run({ tx, parts, reached: { personId }, version }) {
    const { fields } = version.declarations;
    const expired = await store.readExpired(tx, personId, retentionOf(version.declarations));
    const held = expired.flatMap(({ field: name, recordId }) => {
      const field = fields.find(({ id }) => id === name);
      return field === undefined ? [] : [{ field, recordId }];
    });
    if (held.length === 0) throw new Refusal('conflict', 'the policy keeps it longer now');
    await forgetFields({ tx, parts }, personId, held);
    return { forgotten: held.map(({ field }) => field.id) };
  },
});

const retentionOf = ({ fields }: Declarations): readonly store.Retention[] =>
  fields.flatMap(({ id, retentionDays }) => (retentionDays === null ? [] : [{ field: id, days: retentionDays }]));

/** Between two looks when nothing is due, seconds. */
const LOOK_SECONDS = 3600;

/** Forgets by the calendar, a batch of people at a time, each with an entry of their own. */
export function retentionJob(gate: Gate): JobHandler {
  const { db, log } = gate.parts;
  return async (): Promise<JobEnd> => {
    const retention = retentionOf((await versionInForce(gate.parts)).declarations);
    if (retention.length === 0) return { againInSeconds: LOOK_SECONDS };
    const persons = await store.findExpired(db, retention, BATCH_PERSONS_MAX);
    for (const personId of persons) {
      await gate.pass(forgetExpired, { kind: 'worker' }, { personId }).catch((error: unknown) => {
        // Erased or left anew meanwhile.
        if (!(error instanceof Refusal) || !['not_found', 'conflict'].includes(error.code)) throw error;
      });
    }
    if (persons.length > 0) log.info('retention', { persons: persons.length });
    return { againInSeconds: persons.length < BATCH_PERSONS_MAX ? LOOK_SECONDS : 0 };
  };
}
