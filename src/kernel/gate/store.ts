import type { Sql, Tx } from '../db/db.ts';
import { type Answer, answer, type Reading, type Reads } from '../db/reading.ts';
import type { Writing } from '../db/writing.ts';
import { type AskerIdentity, standingOf } from './asker.ts';

/** What one statement reads for the moment: everything the insert of the entry then checks. */
export interface MomentRow {
  readonly at: Date;
  readonly version: number | null;
  readonly factsNumber: number;
  /** How many migrations made the shape of the database. */
  readonly migrations: number;
  readonly n: number;
  readonly prev: Buffer | null;
  readonly chain: Buffer | null;
  /** The chain of somebody who was erased, as the entry of their erasure says it. */
  readonly formerChain: string | null;
  readonly country: string | null;
  readonly countryHow: 'declared' | 'verified' | null;
  readonly language: string | null;
  readonly restrictedAt: Date | null;
  /** Whether the session has been recorded today as one in which the person's values were opened for them. */
  readonly lookedToday: boolean;
  /** Or at least as one in which they looked at what opens nothing. */
  readonly glancedToday: boolean;
  /** Whether the asker's session still lives; false for who has none. */
  readonly sessionStands: boolean;
  /** The asker's roles for the administration, in a session strong enough to use them. */
  readonly staffRoles: readonly StaffRole[];
}

export type StaffRole = 'owner' | 'editor' | 'verifier' | 'legal-officer' | 'support';

/** The roles that a session may act in just now. */
export async function readStaffRoles(sql: Sql, session: Buffer): Promise<readonly StaffRole[]> {
  const rows = await sql.rows<{ role: StaffRole }>(
    `select role from staff join session using (person_id)
     where token_hash = $1 and session.strong and session.ended_at is null and staff.ended_at is null
       and staff.suspended_at is null`,
    [session],
  );
  return rows.map(({ role }) => role);
}

/** Who waits longer for a chain that is held gives up the connection and asks again. */
export async function limitWaiting(tx: Tx): Promise<void> {
  await tx.run(`set local lock_timeout = '500ms'`);
}

/** Held to the end of the transaction by an act that changes facts about the person. */
export async function lockChain(tx: Tx, personId: string): Promise<void> {
  await tx.row('select pg_advisory_xact_lock(hashtextextended($1::text, 0))', [personId]);
}

interface MomentOf {
  readonly chainOf: string;
  readonly session: Buffer | null;
}

/** The moment of a chain as part of a larger select: `chainOf` and `session` are columns of what stands before it. */
export function momentOf(chainOf: string, session: string): { readonly columns: string; readonly joins: string } {
  return {
    columns: `greatest(date_trunc('milliseconds', clock_timestamp()), head.at) as at,
       (select max(number) from policy_version) as version,
       site.facts_number as "factsNumber",
       site.migrations,
       coalesce(head.n, 0) as n,
       head.leaf as prev,
       person.chain,
       case when person.person_id is null then head.body::jsonb ->> 'chain' end as "formerChain",
       person.country,
       person.country_how as "countryHow",
       person.language,
       person.restricted_at as "restrictedAt",
       coalesce(session.looked_on = (clock_timestamp() at time zone 'UTC')::date, false) as "lookedToday",
       coalesce(session.glanced_on = (clock_timestamp() at time zone 'UTC')::date, false) as "glancedToday",
       coalesce(session.ended_at is null and session.expires_at > clock_timestamp(), false) as "sessionStands",
       array(select role from staff
         where staff.person_id = session.person_id and staff.ended_at is null and staff.suspended_at is null
           and session.strong) as "staffRoles"`,
    joins: `cross join site
     left join person on person.person_id = ${chainOf}
     left join session on session.token_hash = ${session}
     left join lateral (
       select n, leaf, at, body from entry where entry.person_id = ${chainOf} order by n desc limit 1
     ) head on true`,
  };
}

const asked = momentOf('asked.person_id', 'asked.session');

const moments: Reading<MomentOf, MomentRow> = {
  text: `select asked.i as asked, ${asked.columns}
     from unnest($1::uuid[], $2::bytea[]) with ordinality as asked (person_id, session, i) ${asked.joins}`,
  values: (keys) => [keys.map(({ chainOf }) => chainOf), keys.map(({ session }) => session)],
};

/** The moment that a larger select has read. */
export function momentAnswer(of: MomentOf, row: MomentRow): Answer {
  return answer(moments, of, [row]);
}

export async function readMomentRow(reads: Reads, chainOf: string, asker: AskerIdentity): Promise<MomentRow> {
  const [row] = await reads.read(moments, { chainOf, session: standingOf(asker).session });
  if (row === undefined) throw new Error('the site row is missing: the database was never founded');
  return row;
}

const momentsOfNobody: Reading<null, Pick<MomentRow, 'at' | 'version' | 'factsNumber' | 'migrations'>> = {
  text: `select asked.i as asked, date_trunc('milliseconds', clock_timestamp()) as at,
      (select max(number) from policy_version) as version, site.facts_number as "factsNumber", site.migrations
    from unnest($1::integer[]) with ordinality as asked (nothing, i) cross join site`,
  values: (keys) => [keys],
};

/** The moment of somebody of whom nothing is there yet, asked for by whom no session stands for: one for all who ask at once. */
export async function readMomentOfNobody(reads: Reads): Promise<MomentRow> {
  const [row] = await reads.read(momentsOfNobody, null);
  if (row === undefined) throw new Error('the site row is missing: the database was never founded');
  const { at, version, factsNumber, migrations } = row;
  return { at, version, factsNumber, migrations, ...OF_NOBODY };
}

const OF_NOBODY = {
  n: 0,
  prev: null,
  chain: null,
  formerChain: null,
  country: null,
  countryHow: null,
  language: null,
  restrictedAt: null,
  lookedToday: false,
  glancedToday: false,
  sessionStands: false,
  staffRoles: [],
} as const;

/** Whether session or credential still stand; asked where no entry is inserted, and to tell why one was not. */
export async function askerStands(sql: Sql, asker: AskerIdentity): Promise<boolean> {
  if (asker.kind === 'person') {
    const row = await sql.row(
      'select 1 as one from session where token_hash = $1 and ended_at is null and expires_at > clock_timestamp()',
      [asker.session],
    );
    return row !== undefined;
  }
  if (asker.kind === 'service' || asker.kind === 'provider') {
    const row = await sql.row('select 1 as one from credential where credential_id = $1 and ended_at is null', [
      asker.credential,
    ]);
    return row !== undefined;
  }
  return true;
}

export async function markLooked(tx: Tx, session: Buffer, at: Date): Promise<void> {
  const text = `update session set looked_on = ($2::timestamptz at time zone 'UTC')::date where token_hash = $1`;
  await tx.run(text, [session, at]);
}

export async function markGlanced(tx: Tx, session: Buffer, at: Date): Promise<void> {
  const text = `update session set glanced_on = ($2::timestamptz at time zone 'UTC')::date where token_hash = $1`;
  await tx.run(text, [session, at]);
}

interface NewPerson {
  readonly personId: string;
  readonly chain: Buffer;
  readonly country: string | null;
  readonly language: string;
}

export const newPersons: Writing<NewPerson, object> = {
  text: `with given as materialized (
      select * from unnest($1::uuid[], $2::bytea[], $3::text[], $4::text[]) with ordinality
        as given (person_id, chain, country, language, i)
    ), made as (
      insert into person (person_id, chain, country, country_how, language)
      select person_id, chain, country, case when country is null then null else 'declared' end, language from given
    )
    select i as asked from given`,
  values: (rows) => [
    rows.map(({ personId }) => personId),
    rows.map(({ chain }) => chain),
    rows.map(({ country }) => country),
    rows.map(({ language }) => language),
  ],
};

export async function insertPerson(tx: Tx, person: NewPerson): Promise<void> {
  await tx.run(
    `insert into person (person_id, chain, country, country_how, language)
     values ($1, $2, $3, case when $3::text is null then null else 'declared' end, $4)`,
    [person.personId, person.chain, person.country, person.language],
  );
}

export interface Repeat {
  readonly requestMac: Buffer;
  readonly reference: string;
}

export async function findRepeat(sql: Sql, keyHash: Buffer): Promise<Repeat | undefined> {
  return await sql.row<Repeat>('select request_mac as "requestMac", reference from idempotency where key_hash = $1', [
    keyHash,
  ]);
}

/** @returns false when another request with this key was first */
export async function insertRepeat(tx: Tx, keyHash: Buffer, repeat: Repeat): Promise<boolean> {
  const written = await tx.run(
    `insert into idempotency (key_hash, request_mac, reference) values ($1, $2, $3) on conflict do nothing`,
    [keyHash, repeat.requestMac, repeat.reference],
  );
  return written === 1;
}
