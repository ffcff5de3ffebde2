import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findBinaries } from '../../src/kernel/db/embedded/binaries.ts';
import { chooseRunner } from '../../src/kernel/db/embedded/choose-runner.ts';
import { startPostgres } from '../../src/kernel/db/embedded/postgres.ts';
import { migrate } from '../../src/kernel/db/migrate.ts';
import { openDb } from '../../src/kernel/db/open-db.ts';
import { TEMPLATE } from './database.ts';
import { lives } from './process.ts';

/**
 * The one PostgreSQL of a test run, in a folder of its own with a migrated template database. fsync is off: these
 * databases die with the run, and tests about durability start their own.
 */
export async function startTestServer() {
  removeLeftovers();
  const folder = mkdtempSync(join(tmpdir(), `kx-${process.pid}-`));
  // Tests put their temporary files here too, some of them as another user.
  chmodSync(folder, 0o1777);
  const binaries = findBinaries();
  const runAs = chooseRunner(binaries, folder);
  if (!runAs) throw new Error('PostgreSQL cannot run here as root: run the tests as an ordinary user.');
  const place = { binaries, runAs, fsync: false, cluster: join(folder, 'postgres'), socket: join(folder, 'socket') };
  const postgres = await startPostgres(place);
  const db = openDb(postgres.address, { connections: 1 });
  await db.run(`create database ${TEMPLATE}`);
  await db.close();
  await migrate({ ...place, user: 'kristalux', database: TEMPLATE });
  return {
    folder,
    connection: JSON.stringify(postgres.address),
    async stop() {
      await postgres.stop();
      try {
        rmSync(folder, { recursive: true, force: true });
      } catch {
        // A test left a folder that nobody may change; the counts matter more.
      }
    },
  };
}

// Folders of runs that were killed are named after their process.
function removeLeftovers(): void {
  for (const name of readdirSync(tmpdir())) {
    const pid = Number(/^kx-(\d+)-/.exec(name)?.[1]);
    if (pid > 0 && !lives(pid)) removeOwn(join(tmpdir(), name));
  }
}

// What another user of the machine left is theirs to remove, and a disk that is still mounted is no reason not to test.
function removeOwn(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (!['EACCES', 'EPERM', 'EBUSY'].includes(String(code))) throw error;
  }
}
