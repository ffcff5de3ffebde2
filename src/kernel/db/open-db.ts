import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { Duplex } from 'node:stream';
import pg from 'pg';
import { type DatabaseAddress, poolOptions } from './address.ts';
import { bindLists, listsIn } from './binary-lists.ts';
import { copyIn, copyOut } from './copy.ts';
import { DatabaseUnavailable, isConnectionError, lacksRoom } from './database-unavailable.ts';
import type { Bulk, Db, Sql, Tx } from './db.ts';
import { type Numbered, rowOf } from './reading.ts';
import { listenForSilence } from './silent-connections.ts';

/** Where nobody says otherwise. */
export const PATIENCE_SECONDS = 15;

export interface DbOptions {
  /** The most connections that are open at once. */
  readonly connections?: number;
  /** Seconds without any sign from the database after which a connection is given up. */
  readonly patience?: number;
}

/**
 * Opens the one handle on PostgreSQL: a pool whose connections come with the first statement and come back by
 * themselves after a restart of the database, and go when nothing gets through on them.
 */
export function openDb(
  address: DatabaseAddress,
  { connections = 10, patience = PATIENCE_SECONDS }: DbOptions = {},
): Db {
  const milliseconds = patience * 1000;
  // Pipelined: a statement leaves at once, also while the one before it is under way on the same connection.
  const pool = new pg.Pool({
    ...poolOptions(address),
    max: connections,
    connectionTimeoutMillis: Math.min(10_000, milliseconds),
    pipeline: true,
    verify: refuseStandby,
  });
  const silence = listenForSilence(address, milliseconds);
  const known = knownStatements();
  // An idle connection that the server closes is no event for anybody: the pool drops it and opens another.
  pool.on('error', () => {});
  // A connection lost while its holder is busy elsewhere would otherwise end the process; the next statement tells.
  pool.on('connect', (client) => client.on('error', () => {}));
  pool.on('connect', silence.add);
  pool.on('remove', silence.drop);
  return {
    ...sqlOver((config) => pool.query(config), known),
    transaction: (work) => inTransaction(pool, known, work),
    bulk: (work, { snapshot = false } = {}) => inBulk(address, known, snapshot, work),
    async close() {
      await pool.end();
      silence.end();
    },
  };
}

/**
 * INVARIANT: nothing is ever read from a standby. It is behind, and what is decided by it would be by an older policy. Asked
 * once a connection: a server that becomes one ends its connections first.
 */
function refuseStandby(client: pg.PoolClient, done: (error?: Error) => void): void {
  client.query<{ follows: boolean }>('select pg_is_in_recovery() as follows').then(
    ({ rows }) => done(rows[0]?.follows ? new DatabaseUnavailable('The database is a standby.') : undefined),
    (error: unknown) => done(error instanceof Error ? error : new DatabaseUnavailable('The database is away.')),
  );
}

type Query = (config: { name: string; text: string; values: unknown[] }) => Promise<pg.QueryResult>;

/** What is known of a statement: its name on every connection, and its lists. */
type Known = (text: string) => { readonly name: string; readonly lists: ReturnType<typeof listsIn> };

function sqlOver(query: Query, known: Known): Sql {
  const ask = async (text: string, values: readonly unknown[] = []) => {
    // pg would silently send null; a forgotten value must not become one.
    assert(!values.includes(undefined), 'a bound value should never be undefined');
    try {
      const { name, lists } = known(text);
      return await query({ name, text, values: bindLists(lists, values) });
    } catch (error) {
      throw readable(error);
    }
  };
  return {
    rows: async <R extends object>(text: string, values?: readonly unknown[]) => (await ask(text, values)).rows as R[],
    row: async <R extends object>(text: string, values?: readonly unknown[]) =>
      (await ask(text, values)).rows[0] as R | undefined,
    run: async (text, values) => (await ask(text, values)).rowCount ?? 0,
    read: async (reading, key) => {
      const { rows } = await ask(reading.text, reading.values([key]));
      return (rows as Numbered[]).map((row) => rowOf(reading, row));
    },
  };
}

/** More texts than the program has: whoever made one for a moment is not remembered for ever. */
const NAMES_MAX = 2000;

function knownStatements(): Known {
  const known = new Map<string, ReturnType<Known>>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const name = createHash('sha256').update(text).digest('base64url').slice(0, 16);
    const statement = { name, lists: listsIn(text) };
    if (known.size < NAMES_MAX) known.set(text, statement);
    return statement;
  };
}

/** Said each time: what is read behind a lock must be of after the lock, whatever the database is set to. */
const BEGIN = 'begin isolation level read committed';
const COMMIT = { name: 'commit', text: 'commit' };

async function inTransaction<T>(pool: pg.Pool, known: Known, work: (tx: Tx) => Promise<T>): Promise<T> {
  const client = await pool.connect().catch((error: unknown) => {
    throw readable(error);
  });
  const together = inOnePiece(client);
  const sql = sqlOver((config) => together(() => client.query(config)), known);
  try {
    // It goes out together with the first statement of the work, which stands behind it on the same connection.
    const begun = sql.run(BEGIN);
    const result = await both(begun, work(txOver(sql, 1)));
    const ended = await client.query(COMMIT).catch((error: unknown) => {
      throw readable(error);
    });
    // After an error that the work swallowed, PostgreSQL answers a commit by rolling back, without an error.
    assert.equal(ended.command, 'COMMIT', 'an error inside a transaction should leave it, or be in a savepoint');
    client.release();
    return result;
  } catch (error) {
    // When even the rollback fails, the connection goes, and the server rolls back by itself.
    const rolledBack = await sql.run('rollback').then(
      () => true,
      () => false,
    );
    client.release(!rolledBack);
    throw error;
  }
}

/** What is asked in one turn of the loop leaves in one piece: each piece is a call of the system, and wakes the database. */
function inOnePiece(client: pg.PoolClient): <T>(ask: () => T) => T {
  const { stream } = (client as unknown as { readonly connection: { readonly stream: Duplex } }).connection;
  let held = false;
  return (ask) => {
    if (!held) {
      held = true;
      stream.cork();
      process.nextTick(() => {
        held = false;
        stream.uncork();
      });
    }
    return ask();
  };
}

/** What the work gives, once what it stands on is there too; its failure goes before that of the work. */
async function both<T>(first: Promise<unknown>, work: Promise<T>): Promise<T> {
  const [one, other] = await Promise.allSettled([first, work]);
  if (one.status === 'rejected') throw one.reason;
  if (other.status === 'rejected') throw other.reason;
  return other.value;
}

function txOver(sql: Sql, depth: number): Tx {
  return {
    ...sql,
    async savepoint(work) {
      // Set with the first statement inside, and together with it: work that asks nothing costs nothing.
      let begun: Promise<number> | undefined;
      const inside = behind(sql, () => {
        begun ??= sql.run(`savepoint s${depth}`);
        return begun;
      });
      try {
        // Not released: the end of the transaction does that, and a later savepoint of this name stands before it.
        return await work(txOver(inside, depth + 1));
      } catch (error) {
        const set = await begun?.then(
          () => true,
          () => false,
        );
        if (set) await sql.run(`rollback to savepoint s${depth}`);
        throw error;
      }
    },
  };
}

/** The same, each statement behind one that goes out before it on the same connection. */
function behind(sql: Sql, before: () => Promise<unknown>): Sql {
  return {
    rows: (text, values) => both(before(), sql.rows(text, values)),
    row: (text, values) => both(before(), sql.row(text, values)),
    run: (text, values) => both(before(), sql.run(text, values)),
    read: (reading, key) => both(before(), sql.read(reading, key)),
  };
}

/** A copy needs a connection that answers one thing after the other, so this one is no connection of the pool. */
async function inBulk<T>(
  address: DatabaseAddress,
  known: Known,
  snapshot: boolean,
  work: (bulk: Bulk) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ ...poolOptions(address), connectionTimeoutMillis: 10_000 });
  client.on('error', () => {});
  const sql = sqlOver((config) => client.query(config), known);
  try {
    await client.connect().catch((error: unknown) => {
      throw readable(error);
    });
    await sql.run(BEGIN);
    if (snapshot) await sql.run('set transaction isolation level repeatable read, read only');
    const result = await work(bulkOver(sql, client));
    const { command } = await client.query(COMMIT).catch((error: unknown) => {
      throw readable(error);
    });
    assert.equal(command, 'COMMIT', 'an error inside a transaction should leave it');
    return result;
  } finally {
    // Ended without a commit, the server rolls back by itself.
    await client.end().catch(() => undefined);
  }
}

function bulkOver(sql: Sql, client: pg.Client): Bulk {
  return {
    ...txOver(sql, 1),
    async *copyOut(text) {
      try {
        yield* copyOut(client, text);
      } catch (error) {
        throw readable(error);
      }
    },
    async copyIn(text, source) {
      await copyIn(client, text, source).catch((error: unknown) => {
        throw readable(error);
      });
    },
  };
}

// A database error may quote the row (`detail`, `where`) or the value (class 22): neither may reach a log.
function readable(error: unknown): unknown {
  if (isConnectionError(error)) {
    const lost = new DatabaseUnavailable('The connection to the database was lost or could not be had.', {
      cause: error,
    });
    if (lacksRoom(lost)) lost.message = 'The disk of the database is full: make room there, and do the same again.';
    return lost;
  }
  if (!(error instanceof pg.DatabaseError)) return error;
  Object.assign(error, { detail: undefined, where: undefined, internalQuery: undefined });
  if (!error.code?.startsWith('22')) return error;
  const said = error.message;
  error.message = `a value does not fit what its statement expects (${error.code})`;
  if (error.stack) error.stack = error.stack.replaceAll(said, error.message);
  return error;
}
