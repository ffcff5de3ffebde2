import type { Sql } from '../kernel/db/db.ts';
import type { Reading, Reads } from '../kernel/db/reading.ts';
import type { StaffRole } from '../kernel/gate/store.ts';
import type { Section } from '../kernel/policy/names.ts';
import type { SectionReport } from './prove.ts';

/** What the last run of a probe showed. */
export interface ProbeResult {
  readonly section: Section;
  readonly name: string;
  readonly version: number;
  readonly passed: boolean;
  readonly changed: boolean;
  readonly at: Date;
}

/** Keeps what ran, in the place of what each probe showed before. */
export async function keepResults(sql: Sql, version: number, { id, probes }: SectionReport): Promise<void> {
  const ran = probes.filter((probe) => probe.ran);
  await sql.run(
    `insert into probe_result (section, name, version, passed, changed)
     select $1, name, $2, passed, changed
     from unnest($3::text[], $4::boolean[], $5::boolean[]) as given (name, passed, changed)
     on conflict (section, name) do update
     set version = excluded.version, passed = excluded.passed, changed = excluded.changed, at = excluded.at`,
    [id, version, ran.map(({ name }) => name), ran.map(({ passed }) => passed), ran.map(({ changed }) => changed)],
  );
}

/** What every probe showed last, as far as it ran under this version of the policy. */
const results: Reading<number, ProbeResult> = {
  text: `select asked.i as asked, section, name, probe_result.version, passed, changed, at
    from unnest($1::integer[]) with ordinality as asked (version, i)
    join probe_result on probe_result.version = asked.version`,
  values: (versions) => [versions],
};

export async function readResults(reads: Reads, version: number): Promise<readonly ProbeResult[]> {
  return await reads.read(results, version);
}

/** Which version is in force, and a digest of all else that the policy's page is made from. */
export interface PolicyState {
  /** 0 before the first publication. */
  readonly number: number;
  readonly digest: string;
}

const policyState: Reading<null, PolicyState> = {
  text: `select asked.i as asked, (select coalesce(max(number), 0) from policy_version) as number, encode(sha256(convert_to(
       concat_ws('/', (select string_agg(shown::text, ',' order by section, name) from probe_result shown),
         (select string_agg(shown::text, ',' order by origin) from earlier_ledger shown),
         (select max(made_at) from backup where kind = 'data'), 'keys', (select max(made_at) from backup where kind = 'keys'),
         'drill', (select max(at) from restore_drill), 'restored', (select max(restored_at) from restoration)),
       'UTF8')), 'hex') as digest
     from unnest($1::integer[]) with ordinality as asked (nothing, i)`,
  values: (keys) => [keys],
};

export async function readPolicyState(reads: Reads): Promise<PolicyState> {
  const [row] = await reads.read(policyState, null);
  return row ?? { number: 0, digest: '' };
}

/** Gives a role to somebody of a twin, and strength to their session. */
export async function appoint(sql: Sql, personId: string, role: StaffRole): Promise<void> {
  await sql.run('insert into staff (person_id, role) values ($1, $2)', [personId, role]);
  await sql.run('update session set strong = true where person_id = $1', [personId]);
}
