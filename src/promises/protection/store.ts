import type { Sql, Tx } from '../../kernel/db/db.ts';
import { eraseSealed } from '../../kernel/ledger/sealed/store.ts';
import type { Places } from './batches/batch.ts';
import type { Answer } from './facts.ts';
import { LEGAL_PERSONS_MAX, PROCESS_NOTICE_DAYS } from './limits.ts';
import type { Manifest, ManifestOfBatches } from './manifest.ts';

export { endedBans, isSite, openedLegalEntries, openedOf, setGag } from './bans/store.ts';
export { disclosuresCounted, disclosuresOf } from './disclosures/store.ts';
export { countOfficers, officersSince, officerWaited } from './officers/store.ts';
export { allToldBefore, markTold, personsOfDealings, untoldPositions } from './process/store.ts';

export interface LegalRequestRow {
  readonly legalRequestId: string;
  readonly ground: string;
  readonly authorityKey: string;
  readonly receivedAt: Date;
  readonly expiresAt: Date;
  /** Until when nobody may be told; null: there is no such ban. */
  readonly gagUntil: Date | null;
  /** An emergency shortens an officer's waiting, and nothing else. */
  readonly urgent: boolean;
  readonly objectedAt: Date | null;
  /** Whether that ban holds now. */
  readonly gagged: boolean;
  readonly authenticatedAt: Date | null;
  readonly scopedAt: Date | null;
  readonly askedFields: readonly string[] | null;
  readonly fields: readonly string[] | null;
  readonly leftFrom: Date | null;
  readonly leftUntil: Date | null;
  readonly foundAt: Date | null;
  readonly foundBy: string | null;
  /** Whether who found it necessary is an officer now. */
  readonly finderStands: boolean;
  readonly approvedAt: Date | null;
  readonly approvedBy: string | null;
  readonly approverStands: boolean;
  readonly producedAt: Date | null;
  readonly manifest: Manifest | ManifestOfBatches | null;
  readonly digest: Buffer | null;
  readonly takenAt: Date | null;
  readonly deliveredAt: Date | null;
  readonly answeredAt: Date | null;
  readonly answer: Answer | null;
}

const EVERYBODY: Places = { from: 1, until: LEGAL_PERSONS_MAX };

const REQUEST = `select legal_request_id as "legalRequestId", ground, authority_key as "authorityKey",
    received_at as "receivedAt", expires_at as "expiresAt", gag_until as "gagUntil",
    urgent, objected_at as "objectedAt", coalesce(gag_until > clock_timestamp(), false) as gagged, authenticated_at as "authenticatedAt",
    scoped_at as "scopedAt", asked_fields as "askedFields", fields, left_from as "leftFrom", left_until as "leftUntil",
    found_at as "foundAt", found_by as "foundBy", approved_at as "approvedAt", approved_by as "approvedBy",
    exists (select from staff where staff.person_id = found_by and role = 'legal-officer' and ended_at is null
        and suspended_at is null)
      as "finderStands",
    exists (select from staff where staff.person_id = approved_by and role = 'legal-officer' and ended_at is null
        and suspended_at is null)
      as "approverStands",
    produced_at as "producedAt", manifest, digest, taken_at as "takenAt", delivered_at as "deliveredAt",
    answered_at as "answeredAt", answer
  from legal_request`;

export async function findLegalRequest(sql: Sql, legalRequestId: string): Promise<LegalRequestRow | undefined> {
  return await sql.row<LegalRequestRow>(`${REQUEST} where legal_request_id = $1`, [legalRequestId]);
}

/** The same, and nobody changes it before this transaction ends. */
export async function holdLegalRequest(tx: Tx, legalRequestId: string): Promise<LegalRequestRow | undefined> {
  return await tx.row<LegalRequestRow>(`${REQUEST} where legal_request_id = $1 for share of legal_request`, [
    legalRequestId,
  ]);
}

/** Newest first. */
export async function listLegalRequests(
  sql: Sql,
  { before, limit }: { readonly before: Date | null; readonly limit: number },
): Promise<readonly LegalRequestRow[]> {
  return await sql.rows<LegalRequestRow>(
    `${REQUEST} where $1::timestamptz is null or received_at < $1 order by received_at desc, legal_request_id limit $2`,
    [before, limit],
  );
}

export async function insertLegalRequest(
  tx: Tx,
  row: Pick<LegalRequestRow, 'legalRequestId' | 'ground' | 'authorityKey' | 'expiresAt' | 'gagUntil' | 'urgent'> & {
    readonly by: string;
  },
): Promise<void> {
  await tx.run(
    `insert into legal_request (legal_request_id, ground, authority_key, expires_at, received_by, gag_until, urgent)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [row.legalRequestId, row.ground, row.authorityKey, row.expiresAt, row.by, row.gagUntil, row.urgent],
  );
}

/** @returns false when it was authenticated before */
export async function markAuthenticated(tx: Tx, legalRequestId: string, by: string): Promise<boolean> {
  const marked = await tx.run(
    `update legal_request set authenticated_at = clock_timestamp(), authenticated_by = $2
     where legal_request_id = $1 and authenticated_at is null`,
    [legalRequestId, by],
  );
  return marked === 1;
}

export interface Scope {
  readonly legalRequestId: string;
  readonly by: string;
  readonly askedFields: readonly string[];
  readonly fields: readonly string[];
  readonly leftFrom: Date | null;
  readonly leftUntil: Date | null;
  /** By position; null where the name leads to nobody. */
  readonly persons: readonly (string | null)[];
  /** Likewise the dealing that a process is about; null in every other kind. */
  readonly dealings: readonly (string | null)[];
}

/** Until it is found necessary, or something was kept apart by it, a scope may be set again. @returns false after that */
export async function setScope(tx: Tx, scope: Scope): Promise<boolean> {
  const { legalRequestId, by, askedFields, fields, leftFrom, leftUntil, persons, dealings } = scope;
  const set = await tx.run(
    `update legal_request set scoped_at = clock_timestamp(), scoped_by = $2, asked_fields = $3, fields = $4,
       left_from = $5, left_until = $6
     where legal_request_id = $1 and found_at is null
       and not exists (select from hold where hold.legal_request_id = $1 and hold.ended_at is null)`,
    [legalRequestId, by, askedFields, fields, leftFrom, leftUntil],
  );
  if (set === 0) return false;
  await tx.run('delete from legal_request_person where legal_request_id = $1', [legalRequestId]);
  await tx.run(
    `insert into legal_request_person (legal_request_id, position, person_id, dealing_id)
     select $1, position, person_id, dealing_id
     from unnest($2::uuid[], $3::uuid[]) with ordinality as given (person_id, dealing_id, position)`,
    [legalRequestId, persons, dealings],
  );
  return true;
}

/** @returns false when it was found necessary or answered before */
export async function markObjected(tx: Tx, legalRequestId: string, by: string): Promise<boolean> {
  const marked = await tx.run(
    `update legal_request set objected_at = clock_timestamp(), objected_by = $2
     where legal_request_id = $1 and found_at is null and answered_at is null`,
    [legalRequestId, by],
  );
  return marked === 1;
}

/** Whose tags these are, in whatever index. */
export async function personsByTags(
  sql: Sql,
  tags: readonly { readonly index: string; readonly tag: Buffer }[],
): Promise<readonly { index: string; tag: Buffer; personId: string }[]> {
  return await sql.rows(
    `select index_name as index, tag, person_id as "personId" from tag
     where (tag, index_name) in (select * from unnest($1::bytea[], $2::text[]))`,
    [tags.map(({ tag }) => tag), tags.map(({ index }) => index)],
  );
}

export interface ScopePerson {
  readonly position: number;
  /** Null where the name leads to nobody, or the person has gone. */
  readonly personId: string | null;
  readonly country: string | null;
}

export async function personsInScope(
  sql: Sql,
  legalRequestId: string,
  { from, until }: Places = EVERYBODY,
): Promise<readonly ScopePerson[]> {
  return await sql.rows<ScopePerson>(
    `select position, person.person_id as "personId", person.country
     from legal_request_person left join person using (person_id)
     where legal_request_id = $1 and position between $2 and $3 order by position`,
    [legalRequestId, from, until],
  );
}

/** The place of somebody who has gone, where what is kept apart can still answer. */
export async function gonePosition(
  sql: Sql,
  legalRequestId: string,
  position: number,
): Promise<{ produced: boolean } | undefined> {
  return await sql.row(
    `select produced_at is not null as produced from legal_request_person
     where legal_request_id = $1 and position = $2 and person_id is null`,
    [legalRequestId, position],
  );
}

export async function personAt(
  sql: Sql,
  legalRequestId: string,
  position: number,
): Promise<{ personId: string; produced: boolean; told: boolean; ownDealing: boolean } | undefined> {
  return await sql.row(
    `select person_id as "personId", produced_at is not null as produced,
       coalesce(told_at <= clock_timestamp() - make_interval(days => $3), false) as told,
       exists (select from dealing where dealing.dealing_id = legal_request_person.dealing_id
         and dealing.person_id = legal_request_person.person_id) as "ownDealing"
     from legal_request_person join person using (person_id)
     where legal_request_id = $1 and position = $2`,
    [legalRequestId, position, PROCESS_NOTICE_DAYS],
  );
}

/** Which of the fields are there, and from when: nothing is opened to know it. */
export async function heldFields(
  sql: Sql,
  { leftFrom, leftUntil }: Pick<LegalRequestRow, 'leftFrom' | 'leftUntil'>,
  persons: readonly string[],
  fields: readonly string[],
): Promise<readonly { personId: string; field: string; recordId: string; leftAt: Date }[]> {
  return await sql.rows(
    `select person_id as "personId", field, record_id as "recordId", created_at as "leftAt" from value
     where person_id = any($1::uuid[]) and role = 'value' and field = any($2)
       and ($3::timestamptz is null or created_at >= $3) and ($4::timestamptz is null or created_at <= $4)`,
    [persons, fields, leftFrom, leftUntil],
  );
}

/** What persons have sealed under a key of their own: it lies here, and nothing here opens it. */
export async function sealedByPersons(
  sql: Sql,
  persons: readonly string[],
  fields: readonly string[],
): Promise<readonly { personId: string; field: string }[]> {
  return await sql.rows(
    `select value.person_id as "personId", value.field from held_value_key
     join value using (person_id, record_id)
     where value.person_id = any($1::uuid[]) and value.role = 'value' and value.field = any($2)
       and value.version = held_value_key.version`,
    [persons, fields],
  );
}

/** @returns false when it was found necessary before */
export async function markFound(tx: Tx, legalRequestId: string, by: string): Promise<boolean> {
  const marked = await tx.run(
    `update legal_request set found_at = clock_timestamp(), found_by = $2
     where legal_request_id = $1 and found_at is null`,
    [legalRequestId, by],
  );
  return marked === 1;
}

/** @returns false when it was approved before; the database refuses the finder as the second */
export async function markApproved(tx: Tx, legalRequestId: string, by: string): Promise<boolean> {
  const marked = await tx.run(
    `update legal_request set approved_at = clock_timestamp(), approved_by = $2
     where legal_request_id = $1 and approved_at is null`,
    [legalRequestId, by],
  );
  return marked === 1;
}

export interface Production {
  readonly legalRequestId: string;
  readonly position: number;
  readonly fields: readonly string[];
  readonly part: { readonly digest: Buffer; readonly bytes: number } | null;
}

export async function markOnePersonProduced(tx: Tx, row: Production): Promise<void> {
  await tx.run(
    `update legal_request_person
     set produced_at = clock_timestamp(), produced_fields = $3, digest = $4, bytes = $5
     where legal_request_id = $1 and position = $2`,
    [row.legalRequestId, row.position, row.fields, row.part?.digest ?? null, row.part?.bytes ?? null],
  );
}

export interface ProductionRow {
  readonly position: number;
  readonly fields: readonly string[];
  readonly digest: Buffer | null;
  readonly bytes: number | null;
}

/** What was produced, also of persons who have gone since. */
export async function productionsOf(
  sql: Sql,
  legalRequestId: string,
  { from, until }: Places = EVERYBODY,
): Promise<readonly ProductionRow[]> {
  return await sql.rows<ProductionRow>(
    `select position, produced_fields as fields, digest, bytes from legal_request_person
     where legal_request_id = $1 and position between $2 and $3 and produced_at is not null order by position`,
    [legalRequestId, from, until],
  );
}

/** @param answer Null where there was nothing to give. @returns false when it was completed before */
export async function markProduced(
  tx: Tx,
  legalRequestId: string,
  answer: { readonly manifest: Manifest | ManifestOfBatches; readonly digest: Buffer } | null,
): Promise<boolean> {
  const marked = await tx.run(
    `update legal_request set produced_at = clock_timestamp(), manifest = $2::jsonb, digest = $3
     where legal_request_id = $1 and produced_at is null`,
    [legalRequestId, answer && JSON.stringify(answer.manifest), answer?.digest ?? null],
  );
  return marked === 1;
}

export async function markTaken(tx: Tx, legalRequestId: string, by: string): Promise<void> {
  await tx.run(
    `update legal_request set taken_at = coalesce(taken_at, clock_timestamp()), taken_by = coalesce(taken_by, $2)
     where legal_request_id = $1`,
    [legalRequestId, by],
  );
}

/** @returns false when it was delivered before */
export async function markDelivered(tx: Tx, legalRequestId: string, by: string): Promise<boolean> {
  const marked = await tx.run(
    `update legal_request set delivered_at = clock_timestamp(), delivered_by = $2
     where legal_request_id = $1 and delivered_at is null`,
    [legalRequestId, by],
  );
  return marked === 1;
}

/** @returns false when it was answered before */
export async function markAnswered(tx: Tx, legalRequestId: string, answer: Answer, by: string): Promise<boolean> {
  const marked = await tx.run(
    `update legal_request set answered_at = clock_timestamp(), answered_by = $3, answer = $2
     where legal_request_id = $1 and answered_at is null`,
    [legalRequestId, answer, by],
  );
  return marked === 1;
}

/**
 * Nothing leads from a legal request to a person any more. What was encrypted to an authority before stays its own: we
 * could not read it, and an order reached it while the person was here.
 */
export async function eraseProtection(tx: Tx, personId: string): Promise<void> {
  await tx.run('update legal_request_person set person_id = null where person_id = $1', [personId]);
  await eraseSealed(tx, personId);
}

/** Requests that wait for an officer. */
export async function countOpen(sql: Sql): Promise<number> {
  const row = await sql.row<{ n: number }>(
    `select count(*) as n from legal_request
     where answered_at is null and delivered_at is null and expires_at > clock_timestamp()`,
  );
  return row?.n ?? 0;
}

/** Bodies of the site's entries about legal requests, oldest first: what the public report is made from. */
export async function legalEntries(
  sql: Sql,
  siteId: string,
  after: number,
): Promise<readonly { n: number; body: string }[]> {
  return await sql.rows(
    `select n, body from entry
     where person_id = $1 and n > $2 and body is not null
       and kind in ('receiveLegalRequest', 'deliverLegalRequest', 'answerLegalRequest')
     order by n`,
    [siteId, after],
  );
}
