import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { root } from '../../root.ts';
import { type DatabaseAddress, poolOptions } from './address.ts';
import { DatabaseError } from './database-error.ts';
import { afterLostRaces, isLostRace } from './lost-race.ts';

/**
 * Brings a database to the shape this program expects: numbered plain SQL files, forward only, each in its own
 * transaction and recorded with its digest. Two processes never migrate at once. Throws a `DatabaseError` (one
 * sentence) when an earlier file was changed or the database is newer than the program.
 *
 * @param only Applies these numbers and leaves the others: for rows of an older shape that are still to be brought in.
 */
export async function migrate(
  address: DatabaseAddress,
  { folder = join(root, 'migrations'), only }: { readonly folder?: string; readonly only?: readonly number[] } = {},
): Promise<void> {
  const files = readMigrations(folder);
  const client = new pg.Client(poolOptions(address));
  client.on('error', () => {});
  await client.connect();
  try {
    while (await afterLostRaces(() => applyNext(client, files, only))) {
      // One after the other, each looked for anew under the lock.
    }
  } finally {
    await client.end();
  }
}

/** The numbers of all migrations that this program brings. */
export function migrationNumbers(folder = join(root, 'migrations')): readonly number[] {
  return readMigrations(folder).map(({ number }) => number);
}

/**
 * The lock is held for as long as the transaction, never for as long as the connection: a pooler between us and the database
 * gives that to somebody else in between.
 *
 * @returns whether there was one
 */
async function applyNext(
  client: pg.Client,
  files: readonly Migration[],
  only: readonly number[] | undefined,
): Promise<boolean> {
  await client.query('begin');
  await client.query('select pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
  await client.query(TABLE);
  const { rows } = await client.query<Recorded>('select number, name, sha256 from migration order by number');
  const next = pending(files, rows).find(({ number }) => only === undefined || only.includes(number));
  if (next !== undefined) {
    await letActsEnd(client);
    await apply(client, next);
  }
  await client.query('commit');
  return next !== undefined;
}

/**
 * INVARIANT: an act of an older program that runs beside this one is committed before the shape changes, or reads the moment
 * after it and is refused there (`Bearings.hold`). What a migration finds is all that the older program ever wrote.
 */
async function letActsEnd(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ there: boolean }>(`select to_regclass('entry') is not null as there`);
  if (rows[0]?.there) await client.query('lock table entry in share row exclusive mode');
}

/** Held by the process that migrates; any number that nothing else of ours uses. */
const MIGRATION_LOCK = 1_801_547_629;

const TABLE = `create table if not exists migration (
  number integer primary key check (number >= 1),
  name text not null,
  sha256 bytea not null check (length(sha256) = 32),
  applied_at timestamptz not null default clock_timestamp()
)`;

interface Migration {
  readonly number: number;
  readonly name: string;
  readonly text: string;
  readonly sha256: Buffer;
}
type Recorded = Pick<Migration, 'number' | 'name' | 'sha256'>;

/** The migrations of a folder in their order; numbers may leave gaps but never repeat. */
function readMigrations(folder: string): readonly Migration[] {
  const names = readdirSync(folder).filter((name) => /^\d{4}-[a-z0-9-]+\.sql$/.test(name));
  const files = names.sort().map((name) => {
    const text = readFileSync(join(folder, name), 'utf8');
    return { number: Number(name.slice(0, 4)), name, text, sha256: createHash('sha256').update(text).digest() };
  });
  const twice = files.find((file, i) => files[i - 1]?.number === file.number);
  if (twice) throw new DatabaseError(`Two migrations have the number of ${twice.name}.`);
  return files;
}

function pending(files: readonly Migration[], recorded: readonly Recorded[]): readonly Migration[] {
  const known = new Map(files.map((file) => [file.number, file]));
  for (const { number, name, sha256 } of recorded) {
    const file = known.get(number);
    if (!file) {
      throw new DatabaseError(
        `The database was made by a newer Kristalux (it has ${name}): install that version again.`,
      );
    }
    if (!file.sha256.equals(sha256)) {
      throw new DatabaseError(`The migration ${file.name} was changed after it had been applied: restore that file.`);
    }
  }
  const done = new Set(recorded.map(({ number }) => number));
  return files.filter(({ number }) => !done.has(number));
}

async function apply(client: pg.Client, { number, name, text, sha256 }: Migration): Promise<void> {
  try {
    await client.query(text);
    await client.query('insert into migration (number, name, sha256) values ($1, $2, $3)', [number, name, sha256]);
  } catch (error) {
    await client.query('rollback').catch(() => {});
    if (isLostRace(error)) throw error;
    const reason = error instanceof Error ? error.message : 'unknown';
    throw new DatabaseError(`The migration ${name} failed, and nothing of it was kept: ${reason}.`, { cause: error });
  }
}
