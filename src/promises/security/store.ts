import type { Sql, Tx } from '../../kernel/db/db.ts';
import type { IdentifierKind } from './identifiers.ts';

/** The salt of each tag that anybody signs in by. */
export async function readSalts(sql: Sql, tags: readonly Buffer[]): Promise<readonly { tag: Buffer; salt: Buffer }[]> {
  return await sql.rows('select tag, salt from sign_in_salt where tag = any($1)', [tags]);
}

export async function readVerifiers(
  sql: Sql,
  tags: readonly Buffer[],
): Promise<readonly { personId: string; verifier: Buffer }[]> {
  return await sql.rows('select person_id as "personId", verifier from sign_in where tag = any($1)', [tags]);
}

/** The verifier of one person, to prove presence. */
export async function readOwnVerifiers(
  sql: Sql,
  personId: string,
): Promise<readonly { tag: Buffer; salt: Buffer; verifier: Buffer }[]> {
  return await sql.rows(
    `select sign_in.tag, sign_in_salt.salt, sign_in.verifier
     from sign_in join sign_in_salt using (tag)
     where sign_in.person_id = $1
     order by sign_in.kind limit 1`,
    [personId],
  );
}

/** Writes the salt of a tag unless it has one, and answers with the one that stands. */
export async function keepSalts(
  tx: Tx,
  salts: readonly { tag: Buffer; salt: Buffer }[],
): Promise<readonly { tag: Buffer; salt: Buffer }[]> {
  await tx.run(
    `insert into sign_in_salt (tag, salt)
     select * from unnest($1::bytea[], $2::bytea[]) on conflict (tag) do nothing`,
    [salts.map(({ tag }) => tag), salts.map(({ salt }) => salt)],
  );
  return await readSalts(
    tx,
    salts.map(({ tag }) => tag),
  );
}

export interface SignInRow {
  readonly tag: Buffer;
  readonly kind: IdentifierKind;
  readonly verifier: Buffer;
}

export async function insertSignIns(tx: Tx, personId: string, rows: readonly SignInRow[]): Promise<void> {
  await tx.run(
    `insert into sign_in (tag, person_id, kind, verifier)
     select tag, $1, kind, verifier from unnest($2::bytea[], $3::text[], $4::bytea[]) as row (tag, kind, verifier)
     on conflict (tag, person_id) do update set verifier = excluded.verifier`,
    [personId, rows.map(({ tag }) => tag), rows.map(({ kind }) => kind), rows.map(({ verifier }) => verifier)],
  );
}

/** The old address no longer signs in; a salt that nobody uses any more goes with it. */
export async function removeSignIns(tx: Tx, personId: string, kind: IdentifierKind): Promise<void> {
  await tx.run(
    `with gone as (delete from sign_in where person_id = $1 and kind = $2 returning tag)
     delete from sign_in_salt where tag in (select tag from gone)
       and not exists (select from sign_in where sign_in.tag = sign_in_salt.tag and sign_in.person_id <> $1)`,
    [personId, kind],
  );
}

/** Held while a pair of address and password is looked for and made, so that two at once make one. */
export async function lockTags(tx: Tx, tags: readonly Buffer[]): Promise<void> {
  await tx.rows(
    `select pg_advisory_xact_lock(key) from (
       select hashtextextended(encode(tag, 'hex'), 1) as key from unnest($1::bytea[]) as tag order by 1) keys`,
    [tags],
  );
}

export async function insertSession(
  tx: Tx,
  session: { tokenHash: Buffer; personId: string; hours: number },
): Promise<void> {
  await tx.run(
    `insert into session (token_hash, person_id, expires_at)
     values ($1, $2, clock_timestamp() + make_interval(hours => $3))`,
    [session.tokenHash, session.personId, session.hours],
  );
}

export async function endSession(tx: Tx, tokenHash: Buffer): Promise<void> {
  await tx.run('update session set ended_at = clock_timestamp() where token_hash = $1 and ended_at is null', [
    tokenHash,
  ]);
}

export interface SessionRow {
  readonly personId: string;
  readonly authenticatedAt: Date;
}

export async function findSession(sql: Sql, tokenHash: Buffer, idleHours: number): Promise<SessionRow | undefined> {
  return await sql.row<SessionRow>(
    `select person_id as "personId", authenticated_at as "authenticatedAt" from session
     where token_hash = $1 and ended_at is null and expires_at > clock_timestamp()
       and seen_at > clock_timestamp() - make_interval(hours => $2)`,
    [tokenHash, idleHours],
  );
}

/** Written at most once in five minutes: a look at a page is not worth a commit each. */
export async function markSeen(sql: Sql, tokenHash: Buffer): Promise<void> {
  await sql.run(
    `update session set seen_at = clock_timestamp()
     where token_hash = $1 and seen_at < clock_timestamp() - interval '5 minutes'`,
    [tokenHash],
  );
}

export interface CredentialRow {
  readonly credentialId: string;
  readonly kind: 'service' | 'provider';
  readonly name: string;
}

export async function findCredential(sql: Sql, secretHash: Buffer): Promise<CredentialRow | undefined> {
  return await sql.row<CredentialRow>(
    `select credential_id as "credentialId", kind, name from credential where secret_hash = $1 and ended_at is null`,
    [secretHash],
  );
}

export async function insertCredential(tx: Tx, row: CredentialRow & { secretHash: Buffer }): Promise<void> {
  await tx.run(`insert into credential (credential_id, kind, name, secret_hash) values ($1, $2, $3, $4)`, [
    row.credentialId,
    row.kind,
    row.name,
    row.secretHash,
  ]);
}

export async function endCredentials(tx: Tx, kind: string, name: string): Promise<number> {
  return await tx.run(
    'update credential set ended_at = clock_timestamp() where kind = $1 and name = $2 and ended_at is null',
    [kind, name],
  );
}

export async function listCredentials(
  sql: Sql,
): Promise<readonly (CredentialRow & { createdAt: Date; endedAt: Date | null })[]> {
  return await sql.rows(
    `select credential_id as "credentialId", kind, name, created_at as "createdAt", ended_at as "endedAt"
     from credential order by kind, name, created_at`,
  );
}

/** Everything this promise keeps of a person; a salt that nobody uses any more goes too. */
export async function eraseSecurity(tx: Tx, personId: string): Promise<void> {
  await tx.run(
    `with gone as (delete from sign_in where person_id = $1 returning tag)
     delete from sign_in_salt where tag in (select tag from gone)
       and not exists (select from sign_in where sign_in.tag = sign_in_salt.tag and sign_in.person_id <> $1)`,
    [personId],
  );
  await tx.run('delete from session where person_id = $1', [personId]);
}

/** When the next try by this key is allowed; undefined: now. */
export async function throttledUntil(sql: Sql, keyHash: Buffer): Promise<number | undefined> {
  const row = await sql.row<{ seconds: number }>(
    `select ceil(extract(epoch from until - clock_timestamp()))::int as seconds from throttle
     where key_hash = $1 and until > clock_timestamp()`,
    [keyHash],
  );
  return row?.seconds;
}

/** Counts a failed try: five are free, then each doubles the pause, up to a quarter of an hour; an hour of rest forgets. */
export async function countFailure(sql: Sql, keyHash: Buffer): Promise<void> {
  await sql.run(
    `insert into throttle as kept (key_hash, failures, until) values ($1, 1, clock_timestamp())
     on conflict (key_hash) do update set
       failures = case when kept.at < clock_timestamp() - interval '1 hour' then 1 else kept.failures + 1 end,
       at = clock_timestamp(),
       until = clock_timestamp() + case
         when kept.at < clock_timestamp() - interval '1 hour' or kept.failures < 5 then interval '0'
         else least(interval '1 second' * power(2, least(kept.failures - 5, 12)), interval '15 minutes') end`,
    [keyHash],
  );
}

export async function forgetFailures(sql: Sql, keyHash: Buffer): Promise<void> {
  await sql.run('delete from throttle where key_hash = $1', [keyHash]);
}

/** An account has a way to sign in; a person who only left a form has none. */
export async function hasSignIn(sql: Sql, personId: string): Promise<boolean> {
  const row = await sql.row('select 1 as one from sign_in where person_id = $1 limit 1', [personId]);
  return row !== undefined;
}
