import type { Sql, Tx } from '../../../kernel/db/db.ts';
import type { StaffRole } from '../../../kernel/gate/store.ts';
import type { Random } from '../../../kernel/ids.ts';

/** Makes a link of the host; one that was not claimed yet ends with it. Invitations stay. */
export async function insertOwnerLink(tx: Tx, linkHash: Buffer, hours: number): Promise<Date> {
  await tx.run('delete from owner_link where claimed_at is null and invitation_id is null');
  return await insertLink(tx, { linkHash, hours, role: 'owner', invitationId: null });
}

export interface NewLink {
  readonly linkHash: Buffer;
  readonly hours: number;
  readonly role: StaffRole;
  readonly invitationId: string | null;
}

export async function insertLink(tx: Tx, { linkHash, hours, role, invitationId }: NewLink): Promise<Date> {
  const row = await tx.row<{ expiresAt: Date }>(
    `insert into owner_link (link_hash, expires_at, role, invitation_id)
     values ($1, clock_timestamp() + make_interval(hours => $2), $3, $4) returning expires_at as "expiresAt"`,
    [linkHash, hours, role, invitationId],
  );
  return row?.expiresAt ?? new Date(0);
}

export async function isLinkHashAlive(sql: Sql, linkHash: Buffer): Promise<boolean> {
  const row = await sql.row(
    `select 1 as one from owner_link
     where link_hash = $1 and claimed_at is null and expires_at > clock_timestamp()`,
    [linkHash],
  );
  return row !== undefined;
}

/** @returns what the link gives; undefined where it was claimed, replaced or too old */
export async function claimLink(
  tx: Tx,
  linkHash: Buffer,
): Promise<{ readonly role: StaffRole; readonly invitationId: string | null } | undefined> {
  return await tx.row(
    `update owner_link set claimed_at = clock_timestamp()
     where link_hash = $1 and claimed_at is null and expires_at > clock_timestamp()
     returning role, invitation_id as "invitationId"`,
    [linkHash],
  );
}

export interface InvitationRow {
  readonly invitationId: string;
  readonly role: StaffRole;
  readonly expiresAt: Date;
}

/** The invitations that somebody could still take. */
export async function readInvitations(sql: Sql): Promise<readonly InvitationRow[]> {
  return await sql.rows<InvitationRow>(
    `select invitation_id as "invitationId", role, expires_at as "expiresAt" from owner_link
     where invitation_id is not null and claimed_at is null and expires_at > clock_timestamp()
     order by expires_at limit 500`,
  );
}

/** @returns false where nothing of it was left to take */
export async function deleteInvitation(tx: Tx, invitationId: string): Promise<boolean> {
  return (await tx.run('delete from owner_link where invitation_id = $1 and claimed_at is null', [invitationId])) === 1;
}

/** A member of the staff rests, with every role at once, or acts again. @returns how many roles it changed */
export async function suspendStaff(tx: Tx, personId: string, rests: boolean): Promise<number> {
  return await tx.run(
    `update staff set suspended_at = case when $2 then clock_timestamp() end
     where person_id = $1 and ended_at is null and (suspended_at is null) = $2`,
    [personId, rests],
  );
}

/** How many people could act in one of these roles just now. */
export async function countStaff(sql: Sql, roles: readonly StaffRole[]): Promise<number> {
  const row = await sql.row<{ people: number }>(
    `select count(distinct person_id)::int as people from staff
     where role = any($1) and ended_at is null and suspended_at is null`,
    [roles],
  );
  return row?.people ?? 0;
}

/** @returns false where the person has the role already */
export async function insertStaff(tx: Tx, personId: string, role: StaffRole): Promise<boolean> {
  const made = await tx.run(
    'insert into staff (person_id, role) values ($1, $2) on conflict (person_id, role) where ended_at is null do nothing',
    [personId, role],
  );
  return made === 1;
}

/** @returns false where the person does not have the role */
export async function endStaff(tx: Tx, personId: string, role: StaffRole): Promise<boolean> {
  const ended = await tx.run(
    'update staff set ended_at = clock_timestamp() where person_id = $1 and role = $2 and ended_at is null',
    [personId, role],
  );
  return ended === 1;
}

export async function countOwners(sql: Sql): Promise<number> {
  const row = await sql.row<{ owners: number }>(
    `select count(*)::int as owners from staff where role = 'owner' and ended_at is null and suspended_at is null`,
  );
  return row?.owners ?? 0;
}

export interface StaffRow {
  readonly personId: string;
  readonly role: StaffRole;
  readonly since: Date;
  readonly suspendedAt: Date | null;
}

export async function readStaff(sql: Sql): Promise<readonly StaffRow[]> {
  return await sql.rows<StaffRow>(
    `select person_id as "personId", role, since, suspended_at as "suspendedAt" from staff where ended_at is null
     order by since, person_id, role limit 500`,
  );
}

/** The roles of one person, for their own page: whether a session may use them is the gate's question. */
export async function readRoles(sql: Sql, personId: string): Promise<readonly StaffRole[]> {
  const rows = await sql.rows<{ role: StaffRole }>(
    'select role from staff where person_id = $1 and ended_at is null order by since, role',
    [personId],
  );
  return rows.map(({ role }) => role);
}

/** What the console names these persons by; made where one has no card yet. */
export async function cardsOf(
  tx: Tx,
  random: Random,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  await tx.run(
    `insert into person_card (card_id, person_id) select * from unnest($1::uuid[], $2::uuid[])
     on conflict (person_id) do nothing`,
    [personIds.map(() => random.uuid()), personIds],
  );
  const rows = await tx.rows<{ personId: string; cardId: string }>(
    'select person_id as "personId", card_id as "cardId" from person_card where person_id = any($1)',
    [personIds],
  );
  return new Map(rows.map(({ personId, cardId }) => [personId, cardId]));
}

export async function personOfCard(sql: Sql, cardId: string): Promise<string | undefined> {
  const row = await sql.row<{ personId: string }>(
    'select person_id as "personId" from person_card where card_id = $1',
    [cardId],
  );
  return row?.personId;
}

export interface UnmaskingRow {
  readonly unmaskingId: string;
  readonly n: number;
  readonly field: string;
  readonly role: StaffRole;
  readonly reasonRecord: string;
  readonly at: Date;
}

export async function insertUnmasking(tx: Tx, personId: string, row: UnmaskingRow): Promise<void> {
  const { unmaskingId, n, field, role, reasonRecord, at } = row;
  await tx.run(
    `insert into unmasking (person_id, unmasking_id, n, field, role, reason_record, at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [personId, unmaskingId, n, field, role, reasonRecord, at],
  );
}

/** The unmaskings of a person's values, newest first. */
export async function readUnmaskings(sql: Sql, personId: string): Promise<readonly UnmaskingRow[]> {
  return await sql.rows<UnmaskingRow>(
    `select unmasking_id as "unmaskingId", n, field, role, reason_record as "reasonRecord", at
     from unmasking where person_id = $1 order by n desc limit 100`,
    [personId],
  );
}

export interface EntryOfFields {
  readonly n: number;
  readonly at: Date;
  readonly kind: string;
  readonly body: string;
}

/** A page of a person's entries that name a field, newest first, below `before`. */
export async function readEntriesOfFields(
  sql: Sql,
  personId: string,
  before: number | null,
  limit: number,
): Promise<readonly EntryOfFields[]> {
  return await sql.rows<EntryOfFields>(
    `select n, at, kind, body from entry
     where person_id = $1 and ($2::bigint is null or n < $2) and body is not null
       and jsonb_array_length(body::jsonb -> 'fields') > 0
     order by n desc limit $3`,
    [personId, before, limit],
  );
}

/** The card and the unmaskings of a person; roles were ended before. */
export async function eraseCard(tx: Tx, personId: string): Promise<void> {
  await tx.run(
    `with unmaskings as (delete from unmasking where person_id = $1),
       roles as (delete from staff where person_id = $1)
     delete from person_card where person_id = $1`,
    [personId],
  );
}
