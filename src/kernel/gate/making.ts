import assert from 'node:assert/strict';
import type { Sql } from '../db/db.ts';
import type { Reads } from '../db/reading.ts';
import { type ToWrite, toWrite, writeAll } from '../db/writing.ts';
import { sealNewPerson } from '../vault/keyring.ts';
import { newKeyrings } from '../vault/made/store.ts';
import type { Act, AnyAct, Made, PersonRow, Reach, UnwrittenMoment } from './act.ts';
import type { AskerIdentity } from './asker.ts';
import type { ChainMoment, GateMoment } from './moment.ts';
import { Conflict } from './request.ts';
import { newPersons } from './store.ts';

type Shared = 'reach' | 'factsNow' | 'makes' | 'fields' | 'onlyOpens' | 'writes' | 'idempotent' | 'again';

/**
 * An act that may make a person, or always does. It finds whom it reaches and its facts through readings, and what it
 * writes of somebody new is rows alone: so all who are made at the same time share a few statements and one commit. Where it
 * reaches somebody who is here, it passes in a transaction of its own, by `run`.
 */
export interface Making<Input, Reached extends Reach, Prepared, Output>
  extends Omit<Act<Input, Reached, Prepared, Output>, Shared> {
  readonly opens: 'nothing';
  readonly recording: 'each';
  reach(reads: Reads, asker: AskerIdentity, input: Input, prepared: Prepared): Promise<Reached | undefined>;
  factsNow?(moment: UnwrittenMoment<Input, Reached, Prepared>): Promise<Readonly<Record<string, boolean | string>>>;
  makes(moment: UnwrittenMoment<Input, Reached, Prepared>): Made<Output>;
}

/** Like `defineAct`, for an act that makes a person. */
export function defineMaking<Input, Reached extends Reach, Prepared, Output>(
  making: Making<Input, Reached, Prepared, Output>,
): Act<Input, Reached, Prepared, Output> {
  return making;
}

/** The `run` of an act that makes a person each time. */
export async function onlyMakes(): Promise<never> {
  assert.fail('whom this act reaches is made by it');
}

/** The moment of somebody who is made in it: a chain with a random name, and nothing before. */
export function momentOfNew(moment: GateMoment): ChainMoment & { readonly person: PersonRow } {
  const { personId, newPerson } = moment.reached;
  assert(personId !== null && newPerson !== undefined && moment.chain === undefined, 'who is made is not here yet');
  const countryHow = newPerson.country === null ? null : 'declared';
  const chain = moment.parts.random.bytes(16).toString('base64');
  return { ...moment, chain, person: { personId, ...newPerson, countryHow, restricted: false } };
}

/** Every row of somebody new but the entry. */
export function rowsOfNew(moment: ReturnType<typeof momentOfNew>, { values, rows }: Made<unknown>): readonly ToWrite[] {
  const { personId } = moment.person;
  const keyring = { personId, ...sealNewPerson(moment.parts, personId, values) };
  return [rowOfNew(moment), toWrite(newKeyrings, keyring), ...rows];
}

/** What everything else of them stands on. */
export function rowOfNew({ person, chain }: ReturnType<typeof momentOfNew>): ToWrite {
  const { personId, country, language } = person;
  return toWrite(newPersons, { personId, chain: Buffer.from(chain, 'base64'), country, language });
}

/** @throws what a row that was left out means */
export async function writeRows(sql: Sql, rows: readonly ToWrite[]): Promise<void> {
  const written = await writeAll(sql, rows);
  rows.forEach(({ writing }, index) => {
    if (written[index] === undefined) throw writing.leftOut?.() ?? new Conflict();
  });
}

/** Whether this passage makes somebody by rows alone. */
export function makesBy(act: AnyAct, { newPerson }: Reach): act is AnyAct & Required<Pick<AnyAct, 'makes'>> {
  return act.makes !== undefined && newPerson !== undefined;
}
