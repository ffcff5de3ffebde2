import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import type { Gate } from '../../../kernel/gate/gate.ts';
import type { JobEnd, JobHandler } from '../../../kernel/jobs.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import * as store from '../store.ts';
import { ERASURES } from './erasures.ts';

/**
 * The second entry of an erasure: every key that wrapped what was erased is gone, with its file and what wrapped it, so
 * that no older copy of the data opens any of it, except such data, if any, as a law or a court had obliged us to keep
 * apart. It continues the chain of somebody of whom nothing else is left.
 */
export const completeErasure = defineAct({
  name: 'completeErasure',
  section: 'protection',
  askers: ['worker'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [],
  words: {
    ru: 'записывает, что стёртого не открывает уже ни одна старая копия, кроме данных, которые велел хранить отдельно закон или суд, если такие есть',
    en: 'records that no old copy opens what was erased any more, except such data, if any, as a law or a court ordered to keep apart',
    uk: 'записує, що стертого не відкриває вже жодна стара копія, крім даних, які велів зберігати окремо закон або суд, якщо такі є',
  },
  method: 'POST',
  path: '/completed-erasures',
  internal: true,
  input: z.strictObject({ personId: z.uuid() }),
  recording: 'each',
  changesFacts: true,
  afterErasure: true,
  reach: async (tx, _asker, { personId }) =>
    (await store.readErasure(tx, personId, ERASURES)) === 'final' ? { personId } : undefined,
  run: async () => undefined,
});

/** How often it is looked whether the keys are gone, seconds. */
const LOOK_SECONDS = 6 * 3600;

export function completeErasureJob(gate: Gate): JobHandler {
  return async ({ reference }): Promise<JobEnd> => {
    if (reference === null) return { failed: 'no-reference' };
    const state = await store.readErasure(gate.parts.db, reference, ERASURES);
    if (state === undefined) return 'done';
    if (state === 'waiting') return { againInSeconds: LOOK_SECONDS };
    try {
      await gate.pass(completeErasure, { kind: 'worker' }, { personId: reference });
    } catch (error) {
      // Another worker was first, or a key came back: the next look tells.
      if (!(error instanceof Refusal) || error.code !== 'not_found') throw error;
      return { againInSeconds: LOOK_SECONDS };
    }
    return 'done';
  };
}
