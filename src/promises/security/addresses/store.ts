import type { Sql, Tx } from '../../../kernel/db/db.ts';

export interface AddressToProve {
  readonly personId: string;
  readonly sessionId: string;
  readonly field: string;
  readonly recordId: string;
}

/** One code a session: asking again takes the place of what was asked before. */
export async function putAddressCode(tx: Tx, row: AddressToProve, minutes: number): Promise<void> {
  await tx.run('delete from address_code where expires_at < clock_timestamp()');
  await tx.run(
    `insert into address_code (person_id, session_id, field, record_id, expires_at)
     values ($1, $2, $3, $4, clock_timestamp() + make_interval(mins => $5))
     on conflict (person_id, session_id) do update set field = excluded.field, record_id = excluded.record_id,
       tag = null, code_hash = null, expires_at = excluded.expires_at`,
    [row.personId, row.sessionId, row.field, row.recordId, minutes],
  );
}

export async function findAddressCode(
  sql: Sql,
  personId: string,
  sessionId: string,
): Promise<(AddressToProve & { readonly tag: Buffer | null; readonly codeHash: Buffer | null }) | undefined> {
  return await sql.row(
    `select person_id as "personId", session_id as "sessionId", field, record_id as "recordId", tag,
       code_hash as "codeHash"
     from address_code where person_id = $1 and session_id = $2 and expires_at > clock_timestamp()`,
    [personId, sessionId],
  );
}

export async function writeAddressCode(
  tx: Tx,
  { personId, sessionId }: AddressToProve,
  tag: Buffer,
  codeHash: Buffer,
): Promise<void> {
  await tx.run('update address_code set tag = $3, code_hash = $4 where person_id = $1 and session_id = $2', [
    personId,
    sessionId,
    tag,
    codeHash,
  ]);
}

export async function endAddressCodes(tx: Tx, personId: string): Promise<void> {
  await tx.run('delete from address_code where person_id = $1', [personId]);
}

export interface ProvedAddressRow {
  readonly personId: string;
  readonly field: string;
  readonly recordId: string;
  readonly provedAt: Date;
}

const PROVED = `select person_id as "personId", field, record_id as "recordId", proved_at as "provedAt"
  from proved_address`;

export async function findProved(sql: Sql, tags: readonly Buffer[]): Promise<ProvedAddressRow | undefined> {
  return await sql.row<ProvedAddressRow>(`${PROVED} where tag = any($1) limit 1`, [tags]);
}

export async function readProved(sql: Sql, personId: string): Promise<readonly ProvedAddressRow[]> {
  return await sql.rows<ProvedAddressRow>(`${PROVED} where person_id = $1 order by field`, [personId]);
}

/** @returns who had proved the address before, where that was somebody else */
export async function putProved(
  tx: Tx,
  { personId, field, recordId }: AddressToProve,
  tag: Buffer,
): Promise<string | undefined> {
  const before = await tx.row<{ personId: string }>(
    'delete from proved_address where tag = $1 returning person_id as "personId"',
    [tag],
  );
  await tx.run(
    `insert into proved_address (person_id, field, tag, record_id) values ($1, $2, $3, $4)
     on conflict (person_id, field) do update set tag = excluded.tag, record_id = excluded.record_id,
       proved_at = clock_timestamp()`,
    [personId, field, tag, recordId],
  );
  return before?.personId === personId ? undefined : before?.personId;
}

/** @returns false where it was not proved */
export async function deleteProved(tx: Tx, personId: string, field: string): Promise<boolean> {
  return (await tx.run('delete from proved_address where person_id = $1 and field = $2', [personId, field])) === 1;
}

/** How many letters with codes went to this address in the last day. */
export async function countLetters(sql: Sql, tag: Buffer): Promise<number> {
  const row = await sql.row<{ letters: number }>(
    `select count(*)::int as letters from code_letter where tag = $1 and at > clock_timestamp() - interval '1 day'`,
    [tag],
  );
  return row?.letters ?? 0;
}

export async function noteLetter(tx: Tx, tag: Buffer): Promise<void> {
  await tx.run(`delete from code_letter where at < clock_timestamp() - interval '1 day'`);
  await tx.run('insert into code_letter (tag) values ($1)', [tag]);
}

/** Somebody who can read a mailbox, or says so. The row is the same whether or not anybody is known by it. */
export async function insertMailboxRequest(
  tx: Tx,
  { requestHash, requestId }: { readonly requestHash: Buffer; readonly requestId: string },
  tags: readonly Buffer[],
  minutes: number,
): Promise<void> {
  await tx.run('delete from mailbox_request where expires_at < clock_timestamp()');
  await tx.run(
    `insert into mailbox_request (request_hash, request_id, tags, expires_at)
     values ($1, $2, $3, clock_timestamp() + make_interval(mins => $4))`,
    [requestHash, requestId, tags, minutes],
  );
}

/** Whose proved address it asks about. */
export async function findMailboxRequest(
  sql: Sql,
  requestId: string,
): Promise<(ProvedAddressRow & { readonly requestHash: Buffer }) | undefined> {
  return await sql.row(
    `select proved.person_id as "personId", proved.field, proved.record_id as "recordId",
       proved.proved_at as "provedAt", asked.request_hash as "requestHash"
     from mailbox_request asked join proved_address proved on proved.tag = any(asked.tags)
     where asked.request_id = $1 and asked.expires_at > clock_timestamp() and asked.code_hash is null limit 1`,
    [requestId],
  );
}

export async function writeMailboxCode(tx: Tx, requestHash: Buffer, personId: string, codeHash: Buffer): Promise<void> {
  await tx.run('update mailbox_request set person_id = $2, code_hash = $3 where request_hash = $1', [
    requestHash,
    personId,
    codeHash,
  ]);
}

export async function personOfMailboxCode(
  sql: Sql,
  requestHash: Buffer,
  codeHash: Buffer,
): Promise<string | undefined> {
  const row = await sql.row<{ personId: string }>(
    `select person_id as "personId" from mailbox_request
     where request_hash = $1 and code_hash = $2 and expires_at > clock_timestamp()`,
    [requestHash, codeHash],
  );
  return row?.personId;
}

/** @returns false where it was used or taken back meanwhile */
export async function takeMailboxCode(tx: Tx, requestHash: Buffer, codeHash: Buffer): Promise<boolean> {
  return (
    (await tx.run('delete from mailbox_request where request_hash = $1 and code_hash = $2', [
      requestHash,
      codeHash,
    ])) === 1
  );
}

export async function endMailboxRequests(tx: Tx, personId: string): Promise<void> {
  await tx.run('delete from mailbox_request where person_id = $1', [personId]);
}

export async function eraseAddresses(tx: Tx, personId: string): Promise<void> {
  await tx.run(
    `with codes as (delete from address_code where person_id = $1),
       requests as (delete from mailbox_request where person_id = $1)
     delete from proved_address where person_id = $1`,
    [personId],
  );
}
