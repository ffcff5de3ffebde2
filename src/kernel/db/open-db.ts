import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import pg from 'pg';
import { type DatabaseAddress, poolOptions } from './address.ts';
import { DatabaseUnavailable, isConnectionError } from './database-unavailable.ts';
import type { Db, Sql, Tx } from './db.ts';

/**
 * Opens the one handle on PostgreSQL: a pool whose connections come with the first statement and come back by
 * themselves after a restart of the database. `connections` is the most that are open at once.
 */
export function openDb(address: DatabaseAddress, { connections = 10 }: { readonly connections?: number } = {}): Db {
  const pool = new pg.Pool({ ...poolOptions(address), max: connections, connectionTimeoutMillis: 10_000 });
  // An idle connection that the server closes is no event for anybody: the pool drops it and opens another.
  pool.on('error', () => {});
  // A connection lost while its holder is busy elsewhere would otherwise end the process; the next statement tells.
  pool.on('connect', (client) => client.on('error', () => {}));
  return {
    ...sqlOver((config) => pool.query(config)),
    transaction: (work) => inTransaction(pool, work),
    close: () => pool.end(),
  };
}

type Query = (config: { name: string; text: string; values: unknown[] }) => Promise<pg.QueryResult>;

function sqlOver(query: Query): Sql {
  const ask = async (text: string, values: readonly unknown[] = []) => {
    // pg would silently send null; a forgotten value must not become one.
    assert(!values.includes(undefined), 'a bound value should never be undefined');
    try {
      return await query({ name: statementName(text), text, values: [...values] });
    } catch (error) {
      throw readable(error);
    }
  };
  return {
    rows: async <R extends object>(text: string, values?: readonly unknown[]) => (await ask(text, values)).rows as R[],
    row: async <R extends object>(text: string, values?: readonly unknown[]) =>
      (await ask(text, values)).rows[0] as R | undefined,
    run: async (text, values) => (await ask(text, values)).rowCount ?? 0,
  };
}

const statementName = (text: string) => createHash('sha256').update(text).digest('base64url').slice(0, 16);

const COMMIT = { name: 'commit', text: 'commit' };

async function inTransaction<T>(pool: pg.Pool, work: (tx: Tx) => Promise<T>): Promise<T> {
  const client = await pool.connect().catch((error: unknown) => {
    throw readable(error);
  });
  const sql = sqlOver((config) => client.query(config));
  try {
    await sql.run('begin');
    const result = await work(txOver(sql, 1));
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

function txOver(sql: Sql, depth: number): Tx {
  return {
    ...sql,
    async savepoint(work) {
      await sql.run(`savepoint s${depth}`);
      try {
        const result = await work(txOver(sql, depth + 1));
        await sql.run(`release savepoint s${depth}`);
        return result;
      } catch (error) {
        await sql.run(`rollback to savepoint s${depth}`);
        throw error;
      }
    },
  };
}

// A database error may quote the row (`detail`, `where`) or the value (class 22): neither may reach a log.
function readable(error: unknown): unknown {
  if (isConnectionError(error)) {
    return new DatabaseUnavailable('The connection to the database was lost or could not be had.', { cause: error });
  }
  if (!(error instanceof pg.DatabaseError)) return error;
  Object.assign(error, { detail: undefined, where: undefined, internalQuery: undefined });
  if (!error.code?.startsWith('22')) return error;
  const said = error.message;
  error.message = `a value does not fit what its statement expects (${error.code})`;
  if (error.stack) error.stack = error.stack.replaceAll(said, error.message);
  return error;
}
