import type { Sql, Tx } from '../../kernel/db/db.ts';
import { personPart } from '../../kernel/db/parts-of-person.ts';
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
  /** Null where a rule of the policy demanded it. */
  readonly demandedBy: string | null;
  readonly rule: DemandRule | null;
  readonly demandedAt: Date;
  readonly deadline: Date;
  readonly withdrawnAt: Date | null;
}

/** The declared rule that demanded a proof, as it was then. */
export interface DemandRule {
  readonly id: string;
  /** The version of the policy in which it stood. */
  readonly version: number;
  readonly amount: number;
  readonly currency: string;
}

export const DEMAND = `select demand.person_id as "personId", demand_id as "demandId", fields, demand.reason, ways,
  held_back as "heldBack", demanded_by as "demandedBy", case when rule is null then null else jsonb_build_object(
    'id', rule, 'version', rule_version, 'amount', from_amount, 'currency', from_currency) end as rule, demanded_at as "demandedAt", deadline,
  withdrawn_at as "withdrawnAt" from demand`;

export async function insertDemand(
  tx: Tx,
  row: Omit<DemandRow, 'demandedAt' | 'deadline' | 'withdrawnAt'> & { readonly days: number },
): Promise<void> {
  await tx.run(
    `insert into demand (person_id, demand_id, fields, reason, ways, held_back, demanded_by, deadline,
       rule, rule_version, from_amount, from_currency)
     values ($1, $2, $3, $4, $5, $6, $7, clock_timestamp() + make_interval(days => $8), $9, $10, $11, $12)`,
    [
      row.personId,
      row.demandId,
      row.fields,
      row.reason,
      row.ways,
      row.heldBack,
      row.demandedBy,
      row.days,
      row.rule?.id ?? null,
      row.rule?.version ?? null,
      row.rule?.amount ?? null,
      row.rule?.currency ?? null,
    ],
  );
}

export async function findDemand(sql: Sql, demandId: string): Promise<DemandRow | undefined> {
  return await sql.row<DemandRow>(`${DEMAND} where demand_id = $1`, [demandId]);
}

/** Demands that nobody answered with an accepted proof and nobody withdrew, the nearest deadline first. */
export async function demandsOpen(sql: Sql, limit: number): Promise<readonly DemandRow[]> {
  return await sql.rows<DemandRow>(`${DEMAND} where ${OPEN} order by deadline, demand_id limit $1`, [limit]);
}

const OPEN = 'withdrawn_at is null and proven_at is null';

/** An accepted proof ends its demand. */
export async function noteProven(tx: Tx, { personId, demandId }: Pick<DemandRow, 'personId' | 'demandId'>) {
  await tx.run('update demand set proven_at = clock_timestamp() where person_id = $1 and demand_id = $2', [
    personId,
    demandId,
  ]);
}

/** What only the person can answer: open demands in time that no proof stands before. */
export const demandsWaiting = personPart<readonly Pick<DemandRow, 'demandId' | 'fields'>[]>(
  `select coalesce(json_agg(waiting), '[]') from (
     select demand_id as "demandId", fields from demand
     where person_id = asked.person_id and deadline > clock_timestamp() and ${OPEN} and not exists (
       select from proof where proof.person_id = demand.person_id and proof.demand_id = demand.demand_id
         and decided_at is null and given_up_at is null)
     order by deadline limit 20
   ) waiting`,
);

/** The open demands of a person that name one of the fields. */
export async function demandsNaming(
  sql: Sql,
  personId: string,
  fields: readonly string[],
): Promise<readonly DemandRow[]> {
  return await sql.rows<DemandRow>(`${DEMAND} where person_id = $1 and fields && $2 and ${OPEN}`, [personId, fields]);
}

/** Whether an open demand of staff holds something back. */
export async function holdsBack(sql: Sql, personId: string, what: 'transfers'): Promise<boolean> {
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
  readonly mrzRecordId: string | null;
  readonly assignedTo: string | null;
  readonly forgottenAt: Date | null;
  readonly codeUntil: Date | null;
  readonly givenUpAt: Date | null;
  readonly decision: Decision | null;
  readonly reason: ProofReason | null;
  readonly document: DocumentKind | null;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
  readonly reviewer: 'another' | 'sole' | null;
  readonly slipUntil: Date | null;
  readonly slipEnteredAt: Date | null;
  /** An objection to the decision was answered by setting it aside. */
  readonly setAside: boolean;
}

export const PROOF = `select person_id as "personId", proof_id as "proofId", demand_id as "demandId", way, made_at as "madeAt",
  record_id as "recordId", mrz_record_id as "mrzRecordId", assigned_to as "assignedTo", forgotten_at as "forgottenAt", code_until as "codeUntil", given_up_at as "givenUpAt",
  decision, reason, document, decided_by as "decidedBy", decided_at as "decidedAt", reviewer,
  slip_until as "slipUntil", slip_entered_at as "slipEnteredAt", exists (
    select from objection where objection.person_id = proof.person_id and objection.proof_id = proof.proof_id
      and outcome = 'set-aside') as "setAside" from proof`;

export async function insertProof(
  tx: Tx,
  row: {
    readonly personId: string;
    readonly proofId: string;
    readonly demandId: string;
    readonly way: Way;
    readonly evidence?: { readonly recordId: string; readonly mrzRecordId: string | null };
    readonly assignedTo?: string | null;
    readonly code?: { readonly hash: Buffer; readonly until: Date };
  },
): Promise<void> {
  await tx.run(
    `insert into proof (person_id, proof_id, demand_id, way, record_id, mrz_record_id, assigned_to, code_hash, code_until)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      row.personId,
      row.proofId,
      row.demandId,
      row.way,
      row.evidence?.recordId ?? null,
      row.evidence?.mrzRecordId ?? null,
      row.assignedTo ?? null,
      row.code?.hash ?? null,
      row.code?.until ?? null,
    ],
  );
}

export async function findProof(sql: Sql, proofId: string): Promise<ProofRow | undefined> {
  return await sql.row<ProofRow>(`${PROOF} where proof_id = $1`, [proofId]);
}

export async function findProofBySlip(sql: Sql, slipHash: Buffer): Promise<ProofRow | undefined> {
  return await sql.row<ProofRow>(`${PROOF} where slip_hash = $1`, [slipHash]);
}

export async function setCodeUntil(tx: Tx, personId: string, proofId: string, until: Date): Promise<void> {
  await tx.run('update proof set code_until = $3 where person_id = $1 and proof_id = $2', [personId, proofId, until]);
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

/** Documents that wait for a decision, or letters that wait to be printed, the longest waiting first. */
export async function proofsWaiting(sql: Sql, way: 'online' | 'post', limit: number): Promise<readonly ProofRow[]> {
  return await sql.rows<ProofRow>(
    `${PROOF} where way = $1 and code_hash is null and decided_at is null and given_up_at is null
     order by made_at, proof_id limit $2`,
    [way, limit],
  );
}

/** Documents, letters and objections. */
export async function countProofsWaiting(sql: Sql): Promise<number> {
  const row = await sql.row<{ count: number }>(
    `select (select count(*) from proof where code_hash is null and decided_at is null and given_up_at is null)
       + (select count(*) from objection where decided_at is null) as count`,
  );
  return row?.count ?? 0;
}

/** The proofs that stand before the reviewers give way; the records of their images are answered. */
export async function giveUpStanding(
  tx: Tx,
  personId: string,
  demandIds: readonly string[],
): Promise<readonly string[]> {
  const rows = await tx.rows<{ recordId: string | null; mrzRecordId: string | null }>(
    `with standing as (
       select proof_id, record_id, mrz_record_id from proof
       where person_id = $1 and demand_id = any($2::uuid[]) and decided_at is null and given_up_at is null)
     update proof set given_up_at = clock_timestamp(), record_id = null, mrz_record_id = null,
       forgotten_at = case when proof.record_id is null then null else clock_timestamp() end
     from standing where proof.person_id = $1 and proof.proof_id = standing.proof_id
     returning standing.record_id as "recordId", standing.mrz_record_id as "mrzRecordId"`,
    [personId, demandIds],
  );
  return rows.flatMap(({ recordId, mrzRecordId }) => [recordId, mrzRecordId].filter((one) => one !== null));
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
       decided_at = clock_timestamp(), record_id = null, mrz_record_id = null,
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

/** Who may check proofs: those with the role of verifier, and where there are none, the owners. */
export async function readVerifiers(sql: Sql): Promise<readonly string[]> {
  const rows = await sql.rows<{ personId: string; role: string }>(
    `select person_id as "personId", role from staff
     where ended_at is null and role in ('verifier', 'owner') order by person_id`,
  );
  const verifiers = rows.filter(({ role }) => role === 'verifier');
  return (verifiers.length > 0 ? verifiers : rows).map(({ personId }) => personId);
}

export async function countVerifiers(sql: Sql): Promise<number> {
  return (await readVerifiers(sql)).length;
}

/** Everything this promise keeps of a person; the sealed texts and images go with the person's keys. */
export async function eraseCollection(tx: Tx, personId: string): Promise<void> {
  await eraseInbox(tx, personId);
  await eraseReminder(tx, personId);
  await tx.run('delete from conversation where person_id = $1', [personId]);
  await tx.run('delete from objection where person_id = $1', [personId]);
  await tx.run('delete from appointment where person_id = $1', [personId]);
  await tx.run('delete from proof where person_id = $1', [personId]);
  await tx.run('delete from demand where person_id = $1', [personId]);
}
