import assert from 'node:assert/strict';
import type { ActOrder } from '../faults/killed-in-act.program.ts';
import { builtProgram, startProgram } from './process.ts';

/** Does so much of an act in a process of its own, and no more: the system kills it there. */
export async function killedIn(env: ActOrder['env'], order: Omit<ActOrder, 'env'>): Promise<void> {
  const program = builtProgram('test/faults/killed-in-act.program.ts');
  const { signal, stderr } = await startProgram(program, [JSON.stringify({ env, ...order })]).ended;
  assert.equal(signal, 'SIGKILL', `${order.at}: ${stderr}`);
}
