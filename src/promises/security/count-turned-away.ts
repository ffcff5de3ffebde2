import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import type { Gate } from '../../kernel/gate/gate.ts';
import { REFUSALS } from '../../kernel/refusal.ts';

/**
 * What was turned away at the door and touched nobody's chain, counted: one entry of the site for a minute in which
 * there was any. It holds codes and numbers, and nothing of who asked or for what.
 */
export const countTurnedAway = defineAct({
  name: 'countTurnedAway',
  section: 'security',
  askers: ['worker'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [],
  words: {
    ru: 'считает обращения, отклонённые у входа',
    en: 'counts requests that were turned away at the door',
    uk: 'рахує звернення, відхилені на вході',
  },
  method: 'POST',
  path: '/turned-away',
  internal: true,
  input: z.strictObject({
    counted: z.partialRecord(z.enum(Object.keys(REFUSALS) as [keyof typeof REFUSALS]), z.number().int().min(1)),
  }),
  recording: 'each',
  changesFacts: false,
  reach: async (_tx, _asker, { counted }) => ({ personId: null, counted }),
  run: async () => ({}),
});

/** Tells what was counted, if there was anything; what cannot be told now is told the next time. */
export async function tellTurnedAway(gate: Gate): Promise<void> {
  const { turnedAway } = gate.parts;
  const counted = turnedAway.take();
  if (Object.keys(counted).length === 0) return;
  try {
    await gate.pass(countTurnedAway, { kind: 'worker' }, { counted });
  } catch (error) {
    turnedAway.putBack(counted);
    throw error;
  }
}
