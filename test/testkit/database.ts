import { randomBytes } from 'node:crypto';
import type { DatabaseAddress } from '../../src/kernel/db/address.ts';
import type { Db } from '../../src/kernel/db/db.ts';
import { openDb } from '../../src/kernel/db/open-db.ts';

export interface TestDatabase {
  readonly db: Db;
  readonly address: DatabaseAddress;
  readonly name: string;
  /** The same database as a `DATABASE_URL`, for programs that are started by a test. */
  readonly url: string;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * A database of one's own with every migration applied: a copy of the template that `tools/test.mjs` prepared, or of
 * another one that nobody is connected to.
 */
export async function openTestDatabase(
  options: { readonly connections?: number; readonly template?: string } = {},
): Promise<TestDatabase> {
  const database = `test_${randomBytes(8).toString('hex')}`;
  const server = testServer();
  await asAdministrator(server, `create database ${database} template ${options.template ?? TEMPLATE}`);
  const address = { ...server, database };
  const db = openDb(address, options);
  return {
    db,
    address,
    name: database,
    url: `postgres://${server.user}@localhost/${database}?host=${encodeURIComponent(server.socket)}`,
    async [Symbol.asyncDispose]() {
      await db.close();
      await asAdministrator(server, `drop database ${database} with (force)`);
    },
  };
}

export const TEMPLATE = 'kristalux_template';

interface TestServer {
  readonly socket: string;
  readonly user: string;
  readonly database: string;
}

function testServer(): TestServer {
  const found = process.env.KRISTALUX_TEST_PG;
  if (!found)
    throw new Error('No test database is running: start tests with `npm test` or `node tools/test.mjs WORD`.');
  return JSON.parse(found) as TestServer;
}

async function asAdministrator(server: TestServer, statement: string): Promise<void> {
  const db = openDb(server, { connections: 1 });
  try {
    await db.run(statement);
  } finally {
    await db.close();
  }
}
