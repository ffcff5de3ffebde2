import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
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
    url: urlOf(server, database),
    async [Symbol.asyncDispose]() {
      await db.close();
      await asAdministrator(server, `drop database ${database} with (force)`);
    },
  };
}

export const TEMPLATE = 'kristalux_template';

/** A site with the shipped policy, which `tools/test.mjs` founded for the run; and where its keys are. */
export const FOUNDED = 'kristalux_founded';

export function foundedKeys(): string {
  return join(process.env.KRISTALUX_TEST_FOLDER ?? '', 'founded-keys');
}

export async function makeFoundedTemplate(found: (url: string) => Promise<void>): Promise<void> {
  const server = testServer();
  await asAdministrator(server, `create database ${FOUNDED} template ${TEMPLATE}`);
  await found(urlOf(server, FOUNDED));
}

function urlOf({ user, socket }: TestServer, database: string): string {
  return `postgres://${user}@localhost/${database}?host=${encodeURIComponent(socket)}`;
}

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
