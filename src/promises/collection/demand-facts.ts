import assert from 'node:assert/strict';
import type { Sql } from '../../kernel/db/db.ts';
import { DEMAND_PROOFS_MAX } from '../../kernel/limits.ts';
import type { Way } from './closed-lists.ts';
import * as store from './store.ts';

/** What holds of a demand at an instant. Read in the moment: the row that reach saw may be older. */
export async function factsOfDemand(sql: Sql, at: Date, demandId: string) {
  const demand = await store.findDemand(sql, demandId);
  assert(demand !== undefined, 'a demand is never deleted while its person is here');
  const proofs = await store.proofsOf(sql, [demand]);
  return {
    demand,
    proofs,
    demandOpen: demand.withdrawnAt === null && !proofs.some(({ decision }) => decision === 'approved'),
    beforeDeadline: at < demand.deadline,
    triesLeft: proofs.filter(({ setAside }) => !setAside).length < DEMAND_PROOFS_MAX,
  };
}

/** The facts on which a person may answer a demand in one of the two ways. */
export async function factsOfAnswering(sql: Sql, at: Date, demandId: string, way: Way) {
  const { demand, demandOpen, beforeDeadline, triesLeft } = await factsOfDemand(sql, at, demandId);
  return { demandOpen, beforeDeadline, triesLeft, wayAllowed: demand.ways.includes(way) };
}
