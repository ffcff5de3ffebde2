import type { Sql } from '../../kernel/db/db.ts';
import type { AskerIdentity } from '../../kernel/gate/asker.ts';
import * as conversations from './conversation/store.ts';
import * as store from './store.ts';

/** The person's own conversation. */
export async function ownConversation(sql: Sql, asker: AskerIdentity, conversationId: string) {
  const conversation = await conversations.findConversation(sql, conversationId);
  if (asker.kind !== 'person' || conversation?.personId !== asker.personId) return undefined;
  return { personId: asker.personId, conversation };
}

/** Any conversation: for the administration, whose role the gate has checked. */
export async function anyConversation(sql: Sql, conversationId: string) {
  const conversation = await conversations.findConversation(sql, conversationId);
  return conversation && { personId: conversation.personId, conversation };
}

/** A demand made to the person themself. */
export async function ownDemand(sql: Sql, asker: AskerIdentity, demandId: string) {
  const demand = await store.findDemand(sql, demandId);
  if (asker.kind !== 'person' || demand?.personId !== asker.personId) return undefined;
  return { personId: asker.personId, demand };
}

/** A proof with its demand: for reviewers and for the worker. */
export async function proofWithDemand(sql: Sql, proof: store.ProofRow | undefined) {
  const demand = proof && (await store.findDemand(sql, proof.demandId));
  return proof && demand && { personId: proof.personId, proof, demand };
}
