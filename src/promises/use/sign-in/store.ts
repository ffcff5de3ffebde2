import type { Sql, Tx } from '../../../kernel/db/db.ts';
import type { Reading, Reads } from '../../../kernel/db/reading.ts';
import type { Writing } from '../../../kernel/db/writing.ts';
import { type AskedTogether, askedPart } from '../asking/store.ts';

export interface RecordName {
  readonly kind: string;
  readonly keyHash: Buffer;
}

export interface SignInRecord extends RecordName {
  readonly uidHash: Buffer | null;
  readonly personId: string | null;
  readonly dealingId: string | null;
  readonly sealed: Buffer;
  readonly seconds: number;
}

/** Records that are given together, and what they are given for. */
interface Exchange {
  readonly records: readonly SignInRecord[];
  readonly instead: RecordName | null;
}

interface FoundRecord {
  readonly keyHash: Buffer;
  readonly sealed: Buffer;
  readonly usedAt: Date | null;
}

/** With the grant that it was given under, which is always asked for next. */
interface FoundWithGrant extends FoundRecord {
  readonly grantHash: Buffer | null;
  readonly grantSealed: Buffer | null;
  /** The number of the version in force at that moment. */
  readonly version: number;
}

/** A record whose dealing ended is not there any more, whatever it still says of its own end. */
const ALIVE = `service_sign_in.expires_at > clock_timestamp() and (service_sign_in.dealing_id is null or exists (
    select from dealing where dealing.dealing_id = service_sign_in.dealing_id
      and dealing.person_id = service_sign_in.person_id and ended_at is null))`;

/**
 * All of them, or nothing where what they are given for was used before: of two at once only one is first. One that is
 * kept under a name that is there already takes its place.
 */
export const exchanges: Writing<Exchange, object> = {
  text: `with given as materialized (
      select * from unnest($1::text[], $2::bytea[]) with ordinality as given (kind, key_hash, i)
    ), used as (
      update service_sign_in set used_at = clock_timestamp() from given
      where service_sign_in.kind = given.kind and service_sign_in.key_hash = given.key_hash
        and service_sign_in.used_at is null
      returning given.i
    ), there as materialized (
      select i from given where kind is null or i in (select i from used)
    ), kept as (
      insert into service_sign_in (kind, key_hash, uid_hash, person_id, dealing_id, sealed, expires_at)
      select kind, key_hash, uid_hash, person_id, dealing_id, sealed, clock_timestamp() + make_interval(secs => seconds)
      from unnest($3::integer[], $4::text[], $5::bytea[], $6::bytea[], $7::uuid[], $8::uuid[], $9::bytea[],
          $10::double precision[])
        as record (exchange, kind, key_hash, uid_hash, person_id, dealing_id, sealed, seconds)
      where exchange in (select i from there)
      on conflict (kind, key_hash) do update
      set uid_hash = excluded.uid_hash, person_id = excluded.person_id, dealing_id = excluded.dealing_id,
        sealed = excluded.sealed, expires_at = excluded.expires_at
    )
    select i as asked from there`,
  values: (all) => {
    const rows = all.flatMap(({ records }, index) => records.map((row) => ({ ...row, exchange: index + 1 })));
    return [
      all.map(({ instead }) => instead?.kind ?? null),
      all.map(({ instead }) => instead?.keyHash ?? null),
      rows.map(({ exchange }) => exchange),
      rows.map(({ kind }) => kind),
      rows.map(({ keyHash }) => keyHash),
      rows.map(({ uidHash }) => uidHash),
      rows.map(({ personId }) => personId),
      rows.map(({ dealingId }) => dealingId),
      rows.map(({ sealed }) => sealed),
      rows.map(({ seconds }) => seconds),
    ];
  },
};

// A grant is named by the number of its dealing, so it is found by its name: under a dealing lie all tokens that were ever given.
const GIVEN = `left join service_sign_in given
       on given.kind = 'Grant' and given.key_hash = sha256(convert_to(service_sign_in.dealing_id::text, 'UTF8'))
       and given.expires_at > clock_timestamp()`;
const FOUND = `service_sign_in.key_hash as "keyHash", service_sign_in.sealed, service_sign_in.used_at as "usedAt",
       given.key_hash as "grantHash", given.sealed as "grantSealed"`;

const recordByName: Reading<RecordName, FoundWithGrant> = {
  text: `select asked.i as asked, ${FOUND}, (select max(number) from policy_version) as version
     from unnest($1::text[], $2::bytea[]) with ordinality as asked (kind, key_hash, i)
     join service_sign_in on service_sign_in.kind = asked.kind and service_sign_in.key_hash = asked.key_hash and ${ALIVE}
     ${GIVEN} and service_sign_in.kind <> 'Grant'`,
  values: (names) => [names.map(({ kind }) => kind), names.map(({ keyHash }) => keyHash)],
};

export async function findRecord(reads: Reads, name: RecordName): Promise<FoundWithGrant | undefined> {
  return (await reads.read(recordByName, name))[0];
}

/** The name of a record under whose dealing its service asks next, and for which fields each service asked last. */
interface NameToAsk extends RecordName {
  readonly lately: ReadonlyMap<string, string>;
}

interface FoundToAsk extends Omit<FoundWithGrant, 'version'>, AskedTogether {
  /** The fields whose values were read with it; null: none were, and whoever asks for some reads anew. */
  readonly read: string | null;
}

const asking = askedPart('lately.fields');

const recordToAsk: Reading<NameToAsk, FoundToAsk> = {
  text: `select asked.i as asked, ${FOUND}, lately.fields as read, ${asking.columns}
     from unnest($1::text[], $2::bytea[]) with ordinality as asked (kind, key_hash, i)
     join service_sign_in on service_sign_in.kind = asked.kind and service_sign_in.key_hash = asked.key_hash and ${ALIVE}
     join dealing on dealing.dealing_id = service_sign_in.dealing_id
     ${GIVEN}
     left join unnest($3::text[], $4::text[]) as lately (service, fields) on lately.service = dealing.service
     ${asking.joins}`,
  values: (names) => {
    const lately = names[0]?.lately ?? new Map<string, string>();
    return [
      names.map(({ kind }) => kind),
      names.map(({ keyHash }) => keyHash),
      [...lately.keys()],
      [...lately.values()],
    ];
  },
};

/** The record with what its service asks for next, by one statement. */
export async function findRecordToAsk(reads: Reads, name: NameToAsk): Promise<FoundToAsk | undefined> {
  return (await reads.read(recordToAsk, name))[0];
}

export async function findRecordByUid(sql: Sql, kind: string, uidHash: Buffer): Promise<FoundRecord | undefined> {
  return await sql.row<FoundRecord>(
    `select key_hash as "keyHash", sealed, used_at as "usedAt" from service_sign_in
     where uid_hash = $2 and kind = $1 and ${ALIVE}`,
    [kind, uidHash],
  );
}

/** @returns false when it was used before: of two at once only one is first */
export async function useRecord(sql: Sql, kind: string, keyHash: Buffer): Promise<boolean> {
  const text =
    'update service_sign_in set used_at = clock_timestamp() where kind = $1 and key_hash = $2 and used_at is null';
  return (await sql.run(text, [kind, keyHash])) === 1;
}

export async function dropRecord(sql: Sql, kind: string, keyHash: Buffer): Promise<void> {
  await sql.run('delete from service_sign_in where kind = $1 and key_hash = $2', [kind, keyHash]);
}

export async function dropRecordsOfDealing(sql: Sql, kind: string, dealingId: string): Promise<void> {
  await sql.run('delete from service_sign_in where dealing_id = $2 and kind = $1', [kind, dealingId]);
}

/** What is past its time, and what belongs to a dealing that ended. */
export async function dropOldRecords(sql: Sql): Promise<number> {
  return await sql.run(
    `delete from service_sign_in where expires_at <= clock_timestamp() or (dealing_id is not null and not exists (
       select from dealing where dealing.dealing_id = service_sign_in.dealing_id and ended_at is null))`,
  );
}

export async function eraseSignIns(tx: Tx, personId: string): Promise<void> {
  await tx.run('delete from service_sign_in where person_id = $1', [personId]);
}

/** Of two processes that want a new key one makes it. */
export async function lockSignInKeys(tx: Tx): Promise<void> {
  await tx.run("select pg_advisory_xact_lock(hashtext('sign-in-keys'))");
}

/** The dealing that stands for the person's account at this service, while it is open. */
export async function findEntry(
  sql: Sql,
  asked: { readonly personId: string; readonly service: string; readonly purpose: string },
): Promise<string | undefined> {
  const row = await sql.row<{ dealingId: string }>(
    `select dealing_id as "dealingId" from dealing
     where person_id = $1 and service = $2 and purpose = $3 and reference = $4 and ended_at is null
     order by joined_at desc limit 1`,
    [asked.personId, asked.service, asked.purpose, SIGN_IN_REFERENCE],
  );
  return row?.dealingId;
}

/** What stands as the number of a dealing that is a sign-in. */
export const SIGN_IN_REFERENCE = 'sign-in';
