import type { Db, Sql } from '../../kernel/db/db.ts';

/** What a site without promises keeps: values sealed and committed as durably, and nothing that is decided on or proven. */
export async function makeBareTables(sql: Sql): Promise<void> {
  await sql.run(`create table bare_person (
    person_id uuid primary key, language text not null, paused boolean not null default false)`);
  await sql.run(`create table bare_field (
    person_id uuid not null, field text not null, record_id uuid not null, wrapped bytea not null, sealed bytea not null,
    changed_at timestamptz not null default clock_timestamp(), primary key (person_id, field))`);
  await sql.run(`create table bare_dealing (
    dealing_id uuid primary key, purpose text not null, person_id uuid, opened_at timestamptz not null default clock_timestamp(),
    ended_at timestamptz)`);
  await sql.run(`create table bare_log (
    person_id uuid not null, n integer not null, at timestamptz not null default clock_timestamp(), body text not null,
    primary key (person_id, n))`);
}

export interface BareField {
  readonly personId: string;
  readonly field: string;
  readonly recordId: string;
  readonly wrapped: Buffer;
  readonly sealed: Buffer;
}

export async function insertBarePeople(sql: Sql, people: readonly string[], language: string): Promise<void> {
  await sql.run('insert into bare_person (person_id, language) select id, $2 from unnest($1::uuid[]) as id', [
    people,
    language,
  ]);
}

export async function putBareFields(sql: Sql, fields: readonly BareField[]): Promise<void> {
  await sql.run(
    `insert into bare_field (person_id, field, record_id, wrapped, sealed)
     select * from unnest($1::uuid[], $2::text[], $3::uuid[], $4::bytea[], $5::bytea[])
     on conflict (person_id, field) do update set record_id = excluded.record_id, wrapped = excluded.wrapped,
       sealed = excluded.sealed, changed_at = clock_timestamp()`,
    [
      fields.map(({ personId }) => personId),
      fields.map(({ field }) => field),
      fields.map(({ recordId }) => recordId),
      fields.map(({ wrapped }) => wrapped),
      fields.map(({ sealed }) => sealed),
    ],
  );
}

const COLUMNS = 'f.person_id as "personId", f.field, f.record_id as "recordId", f.wrapped, f.sealed';

/** @param wanted Null: all of them. */
export async function readBareFields(
  sql: Sql,
  personId: string,
  wanted: readonly string[] | null,
): Promise<readonly BareField[]> {
  return await sql.rows<BareField>(
    `select ${COLUMNS} from bare_field f where f.person_id = $1 and ($2::text[] is null or f.field = any($2))`,
    [personId, wanted],
  );
}

/** What the dealings' purpose may have, of all of them at once. */
export async function readForDealings(
  sql: Sql,
  dealings: readonly string[],
  fields: readonly string[],
): Promise<readonly BareField[]> {
  return await sql.rows<BareField>(
    `select ${COLUMNS} from bare_dealing d join bare_field f on f.person_id = d.person_id and f.field = any($2)
     where d.dealing_id = any($1::uuid[]) and d.ended_at is null`,
    [dealings, fields],
  );
}

export async function deleteBareField(sql: Sql, personId: string, field: string): Promise<number> {
  return await sql.run('delete from bare_field where person_id = $1 and field = $2', [personId, field]);
}

export async function deleteBarePerson(sql: Sql, personId: string): Promise<void> {
  await sql.run(
    `with gone as (delete from bare_person where person_id = $1)
     delete from bare_field where person_id = $1`,
    [personId],
  );
}

export async function turnBarePause(sql: Sql, personId: string): Promise<void> {
  await sql.run('update bare_person set paused = not paused where person_id = $1', [personId]);
}

export async function insertBareDealings(
  sql: Sql,
  dealings: readonly { readonly dealing: string; readonly personId: string | null }[],
): Promise<void> {
  await sql.run(
    `insert into bare_dealing (dealing_id, purpose, person_id)
     select id, 'bench', person_id from unnest($1::uuid[], $2::uuid[]) as given (id, person_id)`,
    [dealings.map(({ dealing }) => dealing), dealings.map(({ personId }) => personId)],
  );
}

export async function endBareDealing(sql: Sql, dealing: string): Promise<void> {
  await sql.run('update bare_dealing set ended_at = clock_timestamp() where dealing_id = $1', [dealing]);
}

export async function readBareDealing(sql: Sql, dealing: string): Promise<object | undefined> {
  return await sql.row('select purpose, person_id, opened_at, ended_at from bare_dealing where dealing_id = $1', [
    dealing,
  ]);
}

/** What was done about each of them, so many times, as lines of text. */
export async function insertBareLog(sql: Sql, people: readonly string[], lines: number, body: string): Promise<void> {
  await sql.run(
    `insert into bare_log (person_id, n, body) select id, n, $3 from unnest($1::uuid[]) as id, generate_series(1, $2) as n`,
    [people, lines, body],
  );
}

export async function readBareLog(sql: Sql, personId: string): Promise<readonly object[]> {
  return await sql.rows('select n, at, body from bare_log where person_id = $1 order by n desc limit 100', [personId]);
}

export async function readBareLine(sql: Sql, personId: string, n: number): Promise<object | undefined> {
  return await sql.row('select at, body from bare_log where person_id = $1 and n = $2', [personId, n]);
}

export async function isThere(sql: Sql, personId: string): Promise<boolean> {
  return (await sql.row('select 1 as one from bare_person where person_id = $1', [personId])) !== undefined;
}

/** Sessions of people who have no account: how a session comes about is measured elsewhere. */
export async function beginSessions(db: Db, people: readonly { personId: string; hash: Buffer }[]): Promise<void> {
  await db.run(
    `insert into session (token_hash, person_id, expires_at)
     select hash, person_id, clock_timestamp() + interval '1 day' from unnest($1::bytea[], $2::uuid[]) as given (hash, person_id)`,
    [people.map(({ hash }) => hash), people.map(({ personId }) => personId)],
  );
}

/** Who was brought by rows beyond this one, with their rows. */
export async function readBrought(
  sql: Sql,
  importId: string,
  beyond: number,
): Promise<readonly { readonly personId: string; readonly row: number }[]> {
  return await sql.rows(
    `select person_id as "personId", row_number as row from import_row
     where import_id = $1 and row_number > $2 order by row_number`,
    [importId, beyond],
  );
}

export async function readLastEntry(
  sql: Sql,
  personId: string,
): Promise<{ readonly n: number; readonly values: number }> {
  const row = await sql.row<{ n: number; values: number }>(
    `select (select max(n) from entry where person_id = $1) as n,
       (select count(*)::int from value where person_id = $1) as values`,
    [personId],
  );
  if (row === undefined) throw new Error('a select without from has a row');
  return row;
}
