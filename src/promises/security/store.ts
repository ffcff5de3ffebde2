import type { Sql, Tx } from '../../kernel/db/db.ts';
import type { Reading, Reads } from '../../kernel/db/reading.ts';
import { IndexTurned } from '../../kernel/vault/keys.ts';
import { holdIndex } from '../../kernel/vault/tags/store.ts';
import type { IdentifierKind } from './identifiers.ts';

/** The salt of each tag that anybody signs in by. */
async function readSalts(sql: Sql, tags: readonly Buffer[]): Promise<readonly { tag: Buffer; salt: Buffer }[]> {
  return await sql.rows('select tag, salt from sign_in_salt where tag = any($1)', [tags]);
}

interface Verifier {
  readonly personId: string;
  readonly verifier: Buffer;
}

const verifiers: Reading<readonly Buffer[], Verifier> = {
  text: `select asked as asked, person_id as "personId", verifier
    from unnest($1::integer[], $2::bytea[]) as tagged (asked, tag) join sign_in using (tag)`,
  values: (all) => [all.flatMap((tags, index) => tags.map(() => index + 1)), all.flat()],
};

/** Everybody who signs in by one of these tags. */
export async function readVerifiers(reads: Reads, tags: readonly Buffer[]): Promise<readonly Verifier[]> {
  return await reads.read(verifiers, tags);
}

/** Everything the person signs in by with a password. */
export async function readOwnSignIns(
  sql: Sql,
  personId: string,
): Promise<readonly { tag: Buffer; kind: IdentifierKind; salt: Buffer; verifier: Buffer }[]> {
  return await sql.rows(
    `select sign_in.tag, sign_in.kind, sign_in_salt.salt, sign_in.verifier
     from sign_in join sign_in_salt using (tag)
     where sign_in.person_id = $1
     order by sign_in.kind, sign_in.tag`,
    [personId],
  );
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
  /** Absent: what the account's password is already. */
  readonly password?: PasswordKind;
}

/** Long enough to stand alone, short beside a second factor, or none: an account that a passkey opens. */
export type PasswordKind = 'long' | 'short' | 'none';

/** What the password of an account is; undefined where there is no account. */
export async function passwordOf(sql: Sql, personId: string): Promise<PasswordKind | undefined> {
  const row = await sql.row<{ password: PasswordKind }>(
    'select password from sign_in where person_id = $1 order by kind limit 1',
    [personId],
  );
  return row?.password;
}

/**
 * What the person signs in by. INVARIANT: no two persons have the same pair of address and password, because one of
 * them would come into the other's account. Where the pair is another's already, this address does not sign this person
 * in (their account name still does), and the answer is the same: it would else tell that a guess was right.
 */
export async function insertSignIns(tx: Tx, personId: string, rows: readonly SignInRow[]): Promise<void> {
  const tags = rows.map(({ tag }) => tag);
  await holdIndex(tx);
  await lockTags(tx, tags);
  const missing = await tx.row(
    `select 1 as one from unnest($1::bytea[]) as given (tag)
     where not exists (select from sign_in_salt where sign_in_salt.tag = given.tag) limit 1`,
    [tags],
  );
  if (missing !== undefined) throw new IndexTurned('a tag was renewed meanwhile');
  await tx.run(
    `insert into sign_in (tag, person_id, kind, password, verifier)
     select row.tag, $1, row.kind,
       coalesce(row.password, (select password from sign_in where person_id = $1 order by kind limit 1), 'long'), case when exists (
         select from sign_in other
         where other.tag = row.tag and other.person_id <> $1 and other.verifier = row.verifier)
       then sha256(uuid_send(gen_random_uuid())) else row.verifier end
     from unnest($2::bytea[], $3::text[], $4::bytea[], $5::text[]) as row (tag, kind, verifier, password)
     on conflict (tag, person_id) do update set verifier = excluded.verifier, password = excluded.password`,
    [
      personId,
      tags,
      rows.map(({ kind }) => kind),
      rows.map(({ verifier }) => verifier),
      rows.map(({ password }) => password ?? null),
    ],
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
  if (kind === 'email') await tx.run('delete from proved_address where person_id = $1', [personId]);
}

/** Held while a pair of address and password is looked for and made, so that two at once make one. */
export async function lockTags(tx: Tx, tags: readonly Buffer[]): Promise<void> {
  await tx.rows(
    `select pg_advisory_xact_lock(key) from (
       select hashtextextended(encode(tag, 'hex'), 1) as key from unnest($1::bytea[]) as tag order by 1) keys`,
    [tags],
  );
}

export type SessionHow = 'registration' | 'password' | 'one-time-code' | 'recovery-code' | 'passkey' | 'recovery';

export interface SessionBegin {
  readonly how: SessionHow;
  readonly strong: boolean;
  readonly seenRecord: string | null;
  readonly tokenHash: Buffer;
  readonly deviceHash: Buffer;
  readonly personId: string;
  readonly hours: number;
}

/**
 * Begins a session for each row of what stands before it, and notes its browser: the session says where that is new to the
 * account and not the one it was made in. One row a person.
 */
export function beginSessions(from: string): string {
  return `device as (
      insert into device (person_id, device_hash) select person_id, device_hash from ${from} order by person_id
      on conflict (person_id, device_hash) do update set last_at = clock_timestamp() returning person_id, xmax = 0 as is_new
    ), begun as (
      insert into session (token_hash, person_id, expires_at, how, strong, seen_record, new_device)
      select token_hash, person_id, clock_timestamp() + make_interval(hours => hours), how, strong, seen_record,
        is_new and how <> 'registration'
      from ${from} join device using (person_id)
    )`;
}

export async function insertSession(tx: Tx, session: SessionBegin): Promise<void> {
  const { tokenHash, personId, hours, how, strong, seenRecord, deviceHash } = session;
  await tx.run(
    `with given (token_hash, person_id, hours, how, strong, seen_record, device_hash) as materialized (
       select $1::bytea, $2::uuid, $3::integer, $4::text, $5::boolean, $6::uuid, $7::bytea
     ), ${beginSessions('given')}
     select`,
    [tokenHash, personId, hours, how, strong, seenRecord, deviceHash],
  );
}

export async function endSession(tx: Tx, tokenHash: Buffer): Promise<void> {
  await tx.run('update session set ended_at = clock_timestamp() where token_hash = $1 and ended_at is null', [
    tokenHash,
  ]);
}

/** @returns false where the person has no such living session */
export async function endOwnSession(tx: Tx, personId: string, sessionId: string): Promise<boolean> {
  const ended = await tx.run(
    `update session set ended_at = clock_timestamp()
     where person_id = $1 and session_id = $2 and ended_at is null`,
    [personId, sessionId],
  );
  return ended === 1;
}

/** Ends every session of the person but one; with null, every one. */
export async function endSessionsBut(tx: Tx, personId: string, kept: Buffer | null): Promise<number> {
  return await tx.run(
    `update session set ended_at = clock_timestamp()
     where person_id = $1 and ended_at is null and ($2::bytea is null or token_hash <> $2)`,
    [personId, kept],
  );
}

/** The token changes and the session stays: after every proof of presence, so that an older copy of it is worthless. */
export async function rotateSession(tx: Tx, before: Buffer, after: Buffer, strong: boolean): Promise<void> {
  await tx.run(
    `update session set token_hash = $2, authenticated_at = clock_timestamp(), strong = strong or $3
     where token_hash = $1 and ended_at is null`,
    [before, after, strong],
  );
}

export interface OwnSessionRow {
  readonly sessionId: string;
  readonly how: SessionHow;
  readonly strong: boolean;
  readonly newDevice: boolean;
  readonly seenRecord: string | null;
  readonly createdAt: Date;
  readonly seenAt: Date;
  readonly endedAt: Date | null;
  readonly living: boolean;
  readonly current: boolean;
}

interface SessionsOf {
  readonly personId: string;
  /** The one from which is asked. */
  readonly current: Buffer;
  readonly idleHours: number;
}

const sessionsOf: Reading<SessionsOf, OwnSessionRow> = {
  text: `select asked.i as asked, own.* from unnest($1::uuid[], $2::bytea[], $3::integer[])
      with ordinality as asked (person_id, current, idle_hours, i)
    cross join lateral (
      select session_id as "sessionId", how, strong, new_device as "newDevice", seen_record as "seenRecord",
        created_at as "createdAt", seen_at as "seenAt", ended_at as "endedAt", token_hash = asked.current as current,
        ended_at is null and expires_at > clock_timestamp()
          and seen_at > clock_timestamp() - make_interval(hours => asked.idle_hours) as living
      from session
      where person_id = asked.person_id and created_at > clock_timestamp() - interval '90 days'
      order by created_at desc limit 30
    ) own
    order by asked.i, own."createdAt" desc`,
  values: (keys) => [
    keys.map(({ personId }) => personId),
    keys.map(({ current }) => current),
    keys.map(({ idleHours }) => idleHours),
  ],
};

/** The person's sessions, newest first: the living ones and, as the history of sign-ins, those of the last 90 days. */
export async function readOwnSessions(reads: Reads, of: SessionsOf): Promise<readonly OwnSessionRow[]> {
  return await reads.read(sessionsOf, of);
}

/** How a session stands: whether two factors are behind it, and when it last proved presence. */
export async function readSession(
  sql: Sql,
  tokenHash: Buffer,
): Promise<{ readonly strong: boolean; readonly authenticatedAt: Date; readonly sessionId: string } | undefined> {
  return await sql.row(
    `select strong, authenticated_at as "authenticatedAt", session_id as "sessionId" from session
     where token_hash = $1 and ended_at is null`,
    [tokenHash],
  );
}

export async function forgetDevices(tx: Tx, personId: string): Promise<void> {
  await tx.run('delete from device where person_id = $1', [personId]);
}

export interface SessionRow {
  readonly personId: string;
  readonly authenticatedAt: Date;
  /** It was not marked as seen for a while. */
  readonly stale: boolean;
  /** Two factors stand behind it. */
  readonly strong: boolean;
  readonly expiresAt: Date;
}

const sessionByToken: Reading<{ readonly tokenHash: Buffer; readonly idleHours: number }, SessionRow> = {
  text: `select asked.i as asked, person_id as "personId", authenticated_at as "authenticatedAt",
       seen_at < clock_timestamp() - interval '5 minutes' as stale, strong, expires_at as "expiresAt"
     from unnest($1::bytea[], $2::integer[]) with ordinality as asked (token_hash, idle_hours, i)
     join session on session.token_hash = asked.token_hash and ended_at is null and expires_at > clock_timestamp()
       and seen_at > clock_timestamp() - make_interval(hours => idle_hours)`,
  values: (keys) => [keys.map(({ tokenHash }) => tokenHash), keys.map(({ idleHours }) => idleHours)],
};

export async function findSession(reads: Reads, tokenHash: Buffer, idleHours: number): Promise<SessionRow | undefined> {
  return (await reads.read(sessionByToken, { tokenHash, idleHours }))[0];
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

const credentialBySecret: Reading<Buffer, CredentialRow & { usedLately: boolean }> = {
  text: `select asked.i as asked, credential_id as "credentialId", kind, name,
      coalesce(last_used_at > clock_timestamp() - interval '1 minute', false) as "usedLately"
    from unnest($1::bytea[]) with ordinality as asked (secret_hash, i)
    join credential on credential.secret_hash = asked.secret_hash and ended_at is null`,
  values: (hashes) => [hashes],
};

export async function findCredential(
  reads: Reads,
  secretHash: Buffer,
): Promise<(CredentialRow & { usedLately: boolean }) | undefined> {
  return (await reads.read(credentialBySecret, secretHash))[0];
}

/** To the minute: a credential in use costs no write for each request. */
export async function markUsed(sql: Sql, credentialId: string): Promise<void> {
  await sql.run('update credential set last_used_at = clock_timestamp() where credential_id = $1', [credentialId]);
}

/** The newest one that stands. */
export async function livingCredential(sql: Sql, kind: string, name: string): Promise<string | undefined> {
  const row = await sql.row<{ id: string }>(
    `select credential_id as id from credential where kind = $1 and name = $2 and ended_at is null
     order by created_at desc limit 1`,
    [kind, name],
  );
  return row?.id;
}

export async function insertCredential(tx: Tx, row: CredentialRow & { secretHash: Buffer }): Promise<void> {
  await tx.run(`insert into credential (credential_id, kind, name, secret_hash) values ($1, $2, $3, $4)`, [
    row.credentialId,
    row.kind,
    row.name,
    row.secretHash,
  ]);
}

/** @param keep One that stays, when a new one has taken the place of the others. */
export async function endCredentials(tx: Tx, kind: string, name: string, keep: string | null): Promise<number> {
  return await tx.run(
    `update credential set ended_at = clock_timestamp()
     where kind = $1 and name = $2 and ended_at is null and credential_id is distinct from $3`,
    [kind, name, keep],
  );
}

export async function listCredentials(
  sql: Sql,
): Promise<readonly (CredentialRow & { createdAt: Date; endedAt: Date | null; lastUsedAt: Date | null })[]> {
  return await sql.rows(
    `select credential_id as "credentialId", kind, name, created_at as "createdAt", ended_at as "endedAt",
       last_used_at as "lastUsedAt"
     from credential order by kind, name, created_at`,
  );
}

/** What the person signed in by, and where; a salt that nobody uses any more goes too. */
export async function eraseSignIns(tx: Tx, personId: string): Promise<void> {
  await tx.run(
    `with gone as (delete from sign_in where person_id = $1 returning tag)
     delete from sign_in_salt where tag in (select tag from gone)
       and not exists (select from sign_in where sign_in.tag = sign_in_salt.tag and sign_in.person_id <> $1)`,
    [personId],
  );
  await tx.run('delete from session where person_id = $1', [personId]);
  await forgetDevices(tx, personId);
}

/** An account has a way to sign in; a person who only left a form has none. */
export async function hasSignIn(sql: Sql, personId: string): Promise<boolean> {
  const row = await sql.row('select 1 as one from sign_in where person_id = $1 limit 1', [personId]);
  return row !== undefined;
}
