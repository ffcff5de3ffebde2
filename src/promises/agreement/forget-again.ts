import type { Gate } from '../../kernel/gate/gate.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { type Due, readDue } from '../../kernel/safekeeping/store.ts';
import { repeatErasure } from './repeat-erasure.ts';
import { repeatForgetting } from './repeat-forgetting.ts';

/**
 * Forgets again what an older database brought back. Runs at every start, before anything is served; almost always there
 * is nothing to do. An interrupted run goes on at the next start.
 * @returns how many persons were erased again, and of how many others values were forgotten again
 */
export async function forgetAgain(gate: Gate): Promise<{ readonly erased: number; readonly forgotten: number }> {
  const done = { erased: 0, forgotten: 0 };
  for (let due = await readDue(gate.parts.db); due.length > 0; due = await readDue(gate.parts.db)) {
    for (const one of due) {
      if (one.recordIds === null) done.erased += 1;
      else done.forgotten += 1;
      await forgetOne(gate, one);
    }
  }
  return done;
}

const host = { kind: 'host', by: 'restore' } as const;

async function forgetOne(gate: Gate, { personId, recordIds }: Due): Promise<void> {
  try {
    if (recordIds === null) await gate.pass(repeatErasure, host, { personId });
    else await gate.pass(repeatForgetting, host, { personId, recordIds });
  } catch (error) {
    // Another process that starts at the same time was first.
    if (!(error instanceof Refusal) || error.code !== 'not_found') throw error;
  }
}
