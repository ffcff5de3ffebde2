import assert from 'node:assert/strict';
import type { Twin } from '../../kernel/probe.ts';
import { demandProof } from './demand-proof.ts';

/**
 * A person of whom a proof is demanded, who demanded it, and another who checks it.
 * @param field The one that is demanded; without it the first that was left
 * @param verifiers 1: who demands is alone
 */
export async function openDesk(twin: Twin, ways: readonly string[], field?: string, verifiers: 1 | 2 = 2) {
  const person = await twin.person();
  const demanded = field ?? Object.keys(person.left)[0];
  assert(demanded !== undefined, 'a policy declares a field');
  const requester = await twin.staff('verifier');
  const reviewer = verifiers === 1 ? requester : await twin.staff('verifier');
  const asked = {
    ...{ fields: [demanded], reason: 'data-contradicts', ways, days: 30, heldBack: 'nothing' },
    person: { account: person.accountName },
  };
  const { output } = await twin.gate.pass(demandProof, requester.asker, asked);
  return { person, field: demanded, requester, reviewer, demand: output.id, asked };
}
