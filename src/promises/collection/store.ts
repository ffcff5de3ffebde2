import type { Sql, Tx } from '../../kernel/db/db.ts';
import type { Decision, DemandReason, DocumentKind, HeldBack, ProofReason, Way } from './closed-lists.ts';
import { eraseInbox, eraseReminder } from './inbox/store.ts';

/** Leaving data in a message or a proof is leaving data: it is noted with the version in force, like a form. */
export async function insertSubmission(
  tx: Tx,
  row: { personId: string; submissionId: string; form: string; field: string; version: number; language: string },
): Promise<void> {
  await tx.run(
    `insert into submission (person_id, submission_id, form, fields, version, language)
     values ($1, $2, $3, array[$4], $5, $6)`,
    [row.personId, row.submissionId, row.form, row.field, row.version, row.language],
  );
}

// Demands and proofs.

export interface DemandRow {
  readonly personId: string;
  readonly demandId: string;
  readonly fields: readonly string[];
  readonly reason: DemandReason;
  readonly ways: readonly Way[];
  readonly heldBack: HeldBack;
  readonly demandedBy: string;
  readonly demandedAt: Date;
  readonly deadline: Date;
  readonly withdrawnAt: Date | null;
}

const DEMAND = `select demand.person_id as "personId", demand_id as "demandId", fields, demand.reason, ways,
  held_back as "heldBack", demanded_by as "demandedBy", demanded_at as "demandedAt", deadline,
  withdrawn_at as "withdrawnAt" from demand`;

export async function insertDemand(
  tx: Tx,
  row: Omit<DemandRow, 'demandedAt' | 'deadline' | 'withdrawnAt'> & { readonly days: number },
): Promise<void> {
  await tx.run(
    `insert into demand (person_id, demand_id, fields, reason, ways, held_back, demanded_by, deadline)
     values ($1, $2, $3, $4, $5, $6, $7, clock_timestamp() + make_interval(days => $8))`,
    [row.personId, row.demandId, row.fields, row.reason, row.ways, row.heldBack, row.demandedBy, row.days],
  );
}

export async function findDemand(sql: Sql, demandId: string): Promise<DemandRow | undefined> {
  return await sql.row<DemandRow>(`${DEMAND} where demand_id = $1`, [demandId]);
}

/** Newest first. */
export async function demandsOfPerson(sql: Sql, personId: string, limit: number): Promise<readonly DemandRow[]> {
  return await sql.rows<DemandRow>(`${DEMAND} where person_id = $1 order by demanded_at desc, demand_id limit $2`, [
    personId,
    limit,
  ]);
}

/** Demands that nobody answered with an accepted proof and nobody withdrew, the nearest deadline first. */
export async function demandsOpen(sql: Sql, limit: number): Promise<readonly DemandRow[]> {
  return await sql.rows<DemandRow>(`${DEMAND} where ${OPEN} order by deadline, demand_id limit $1`, [limit]);
}

const OPEN = `withdrawn_at is null and not exists (
  select from proof where proof.person_id = demand.person_id and proof.demand_id = demand.demand_id
    and decision = 'approved')`;

/** What only the person can answer: open demands in time that no proof stands before. */
export async function demandsWaiting(
  sql: Sql,
  personId: string,
): Promise<readonly Pick<DemandRow, 'demandId' | 'fields'>[]> {
  return await sql.rows(
    `select demand_id as "demandId", fields from demand
     where person_id = $1 and deadline > clock_timestamp() and ${OPEN} and not exists (
       select from proof where proof.person_id = demand.person_id and proof.demand_id = demand.demand_id
         and decided_at is null and given_up_at is null)
     order by deadline limit 20`,
    [personId],
  );
}

/** The open demands of a person that name one of the fields. */
export async function demandsNaming(
  sql: Sql,
  personId: string,
  fields: readonly string[],
): Promise<readonly DemandRow[]> {
  return await sql.rows<DemandRow>(`${DEMAND} where person_id = $1 and fields && $2 and ${OPEN}`, [personId, fields]);
}

/** Whether an open demand holds something back. */
export async function holdsBack(sql: Sql, personId: string, what: Exclude<HeldBack, 'nothing'>): Promise<boolean> {
  const row = await sql.row(`select 1 as one from demand where person_id = $1 and held_back = $2 and ${OPEN} limit 1`, [
    personId,
    what,
  ]);
  return row !== undefined;
}

/** @returns how many stood until now */
export async function withdrawDemands(tx: Tx, personId: string, demandIds: readonly string[]): Promise<number> {
  return await tx.run(
    `update demand set withdrawn_at = clock_timestamp()
     where person_id = $1 and demand_id = any($2::uuid[]) and withdrawn_at is null`,
    [personId, demandIds],
  );
}

export interface ProofRow {
  readonly personId: string;
  readonly proofId: string;
  readonly demandId: string;
  readonly way: Way;
  readonly madeAt: Date;
  readonly recordId: string | null;
  readonly forgottenAt: Date | null;
  readonly codeUntil: Date | null;
  readonly givenUpAt: Date | null;
  readonly decision: Decision | null;
  readonly reason: ProofReason | null;
  readonly document: DocumentKind | null;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
  readonly reviewer: 'another' | 'sole' | null;
}

const PROOF = `select person_id as "personId", proof_id as "proofId", demand_id as "demandId", way, made_at as "madeAt",
  record_id as "recordId", forgotten_at as "forgottenAt", code_until as "codeUntil", given_up_at as "givenUpAt",
  decision, reason, document, decided_by as "decidedBy", decided_at as "decidedAt", reviewer from proof`;

export async function insertProof(
  tx: Tx,
  row: {
    readonly personId: string;
    readonly proofId: string;
    readonly demandId: string;
    readonly recordId: string | null;
    readonly code: { readonly hash: Buffer; readonly until: Date } | null;
  },
): Promise<void> {
  await tx.run(
    `insert into proof (person_id, proof_id, demand_id, way, record_id, code_hash, code_until)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      row.personId,
      row.proofId,
      row.demandId,
      row.code === null ? 'online' : 'offline',
      row.recordId,
      row.code?.hash ?? null,
      row.code?.until ?? null,
    ],
  );
}

export async function findProof(sql: Sql, proofId: string): Promise<ProofRow | undefined> {
  return await sql.row<ProofRow>(`${PROOF} where proof_id = $1`, [proofId]);
}

export async function findProofByCode(sql: Sql, codeHash: Buffer): Promise<ProofRow | undefined> {
  return await sql.row<ProofRow>(`${PROOF} where code_hash = $1`, [codeHash]);
}

/** Every proof given to these demands, oldest first. */
export async function proofsOf(
  sql: Sql,
  demands: readonly Pick<DemandRow, 'personId' | 'demandId'>[],
): Promise<readonly ProofRow[]> {
  return await sql.rows<ProofRow>(
    `${PROOF} where (person_id, demand_id) in (select * from unnest($1::uuid[], $2::uuid[]))
     order by made_at, proof_id`,
    [demands.map(({ personId }) => personId), demands.map(({ demandId }) => demandId)],
  );
}

/** Images that wait for a decision, the longest waiting first. */
export async function proofsWaiting(sql: Sql, limit: number): Promise<readonly ProofRow[]> {
  return await sql.rows<ProofRow>(
    `${PROOF} where way = 'online' and decided_at is null and given_up_at is null order by made_at, proof_id limit $1`,
    [limit],
  );
}

export async function countProofsWaiting(sql: Sql): Promise<number> {
  const row = await sql.row<{ count: number }>(
    `select count(*) as count from proof where way = 'online' and decided_at is null and given_up_at is null`,
  );
  return row?.count ?? 0;
}

/** The proofs that stand before the reviewers give way; the records of their images are answered. */
export async function giveUpStanding(
  tx: Tx,
  personId: string,
  demandIds: readonly string[],
): Promise<readonly string[]> {
  const rows = await tx.rows<{ recordId: string | null }>(
    `with standing as (
       select proof_id, record_id from proof
       where person_id = $1 and demand_id = any($2::uuid[]) and decided_at is null and given_up_at is null)
     update proof set given_up_at = clock_timestamp(), record_id = null,
       forgotten_at = case when proof.record_id is null then null else clock_timestamp() end
     from standing where proof.person_id = $1 and proof.proof_id = standing.proof_id
     returning standing.record_id as "recordId"`,
    [personId, demandIds],
  );
  return rows.flatMap(({ recordId }) => (recordId === null ? [] : [recordId]));
}

export async function decideProof(
  tx: Tx,
  row: {
    readonly personId: string;
    readonly proofId: string;
    readonly decision: Decision;
    readonly reason: ProofReason | null;
    readonly document: DocumentKind | null;
    readonly decidedBy: string;
    readonly reviewer: 'another' | 'sole';
  },
): Promise<boolean> {
  const touched = await tx.run(
    `update proof set decision = $3, reason = $4, document = $5, decided_by = $6, reviewer = $7,
       decided_at = clock_timestamp(), record_id = null,
       forgotten_at = case when record_id is null then null else clock_timestamp() end
     where person_id = $1 and proof_id = $2 and decided_at is null and given_up_at is null`,
    [row.personId, row.proofId, row.decision, row.reason, row.document, row.decidedBy, row.reviewer],
  );
  return touched === 1;
}

/** The fields as they are now, so that what was seen can be told from what is there later. */
export interface CurrentValue {
  readonly field: string;
  readonly recordId: string;
  readonly version: number;
}

export async function readCurrentValues(
  sql: Sql,
  personId: string,
  fields: readonly string[],
): Promise<readonly CurrentValue[]> {
  return await sql.rows<CurrentValue>(
    `select field, record_id as "recordId", version from value
     where person_id = $1 and role = 'value' and field = any($2) order by field`,
    [personId, fields],
  );
}

/** The mark stands until the value becomes another one: storing a value drops it. */
export async function markVerified(tx: Tx, personId: string, fields: readonly string[], how: Way): Promise<void> {
  await tx.run(
    `update value set verified_at = clock_timestamp(), verified_how = $3
     where person_id = $1 and role = 'value' and field = any($2)`,
    [personId, fields, how],
  );
}

/** A proven country of activity counts for more than one that was only declared. */
export async function markCountryVerified(tx: Tx, personId: string): Promise<void> {
  await tx.run(`update person set country_how = 'verified' where person_id = $1 and country is not null`, [personId]);
}

/** How many persons may check proofs: those with the role of verifier, and where there are none, the owners. */
export async function countVerifiers(sql: Sql): Promise<number> {
  const row = await sql.row<{ verifiers: number; owners: number }>(
    `select count(distinct person_id) filter (where role = 'verifier') as verifiers,
       count(distinct person_id) filter (where role = 'owner') as owners
     from staff where ended_at is null`,
  );
  return row === undefined ? 0 : row.verifiers > 0 ? row.verifiers : row.owners;
}

/** Everything this promise keeps of a person; the sealed texts and images go with the person's keys. */
export async function eraseCollection(tx: Tx, personId: string): Promise<void> {
  await eraseInbox(tx, personId);
  await eraseReminder(tx, personId);
  await tx.run('delete from conversation where person_id = $1', [personId]);
  await tx.run('delete from proof where person_id = $1', [personId]);
  await tx.run('delete from demand where person_id = $1', [personId]);
}
