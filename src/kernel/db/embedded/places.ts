import { randomBytes } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseError } from '../database-error.ts';

/** The PostgreSQL that the packages bring. */
export const MAJOR = 18;

/** Makes `DATA_DIR` when absent. Root lets others pass through it (not look), because PostgreSQL does not run as root. */
export function makeDataDir(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
    accessSync(dataDir, constants.W_OK | constants.X_OK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new DatabaseError(`DATA_DIR (${dataDir}) cannot be made or written by this user: ${code}.`, { cause: error });
  }
}

/** Where the cluster of this `DATA_DIR` lies: in it, or where an earlier start had to put it. */
export function clusterOf(dataDir: string): string {
  return readRecord(dataDir, 'cluster') ?? join(dataDir, 'postgres');
}

/** Remembers that the cluster lies elsewhere. */
export function recordCluster(dataDir: string, cluster: string): string {
  return writeRecord(dataDir, 'cluster', cluster);
}

/** A path of a unix socket may have 107 bytes on Linux and 103 elsewhere; PostgreSQL adds `/.s.PGSQL.5432.lock`. */
const SOCKET_PATH_BYTES_MAX = 100;
const SOCKET_NAME = '/.s.PGSQL.5432';

/** The folder of the socket: beside the cluster, or, when that path is too long, a private one that `DATA_DIR` names. */
export function socketOf(dataDir: string, temporary = tmpdir()): string {
  const own = join(dirname(clusterOf(dataDir)), 'socket');
  if (fits(own)) return own;
  const recorded = readRecord(dataDir, 'socket');
  if (recorded && isPrivate(recorded)) return recorded;
  if (recorded) rmSync(recordPath(dataDir, 'socket'), { force: true });
  const made = mkdtempSync(join(fits(join(temporary, 'kristalux-123456')) ? temporary : '/tmp', 'kristalux-'));
  chmodSync(made, 0o700);
  const agreed = writeRecord(dataDir, 'socket', made);
  if (agreed !== made) rmSync(made, { recursive: true });
  return agreed;
}

const fits = (folder: string) => Buffer.byteLength(folder + SOCKET_NAME) <= SOCKET_PATH_BYTES_MAX;

// Anybody may make folders under the system's temp; one that others can enter is not the one we made.
function isPrivate(folder: string): boolean {
  const found = lstatSync(folder, { throwIfNoEntry: false });
  return found?.isDirectory() === true && (found.mode & 0o077) === 0;
}

/** Throws, in one sentence, when the cluster belongs to another version of PostgreSQL. */
export function checkMajor(cluster: string, dataDir: string): void {
  const path = join(cluster, 'PG_VERSION');
  if (!existsSync(path)) return;
  const made = readFileSync(path, 'utf8').trim();
  if (made === String(MAJOR)) return;
  throw new DatabaseError(
    `The data in ${dataDir} were made by PostgreSQL ${made} and this Kristalux brings ${MAJOR}: start the Kristalux that made them, or restore a backup into an empty DATA_DIR.`,
  );
}

/** Throws, in one sentence, when the cluster is another user's and this process is not root. */
export function checkOwner(cluster: string, dataDir: string): void {
  const uid = process.getuid?.();
  const owner = statSync(cluster, { throwIfNoEntry: false })?.uid;
  if (uid === 0 || owner === undefined || owner === uid) return;
  throw new DatabaseError(
    `The data in ${dataDir} belong to another user (number ${owner}): run Kristalux as that user.`,
  );
}

type RecordName = 'cluster' | 'socket';
const recordPath = (dataDir: string, name: RecordName) => join(dataDir, `${name}.path`);

function readRecord(dataDir: string, name: RecordName): string | undefined {
  try {
    return readFileSync(recordPath(dataDir, name), 'utf8').trim() || undefined;
  } catch {
    return undefined;
  }
}

// Written beside and linked into place, so that the first of two processes wins and nobody reads half a line.
function writeRecord(dataDir: string, name: RecordName, value: string): string {
  const path = recordPath(dataDir, name);
  const making = `${path}.${randomBytes(6).toString('hex')}`;
  writeFileSync(making, `${value}\n`, { mode: 0o644 });
  try {
    linkSync(making, path);
  } catch {
    // Somebody was faster, or this file system has no links.
    if (!existsSync(path)) renameSync(making, path);
  }
  rmSync(making, { force: true });
  return readRecord(dataDir, name) ?? value;
}
