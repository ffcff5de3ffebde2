import { chmod, mkdir, open, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { removeDurably, writeNewDurably } from '../durable-file.ts';
import type { KeyFile } from './key-file.ts';
import { KeyFileError, parseKeyFile, writeKeyFile } from './key-file.ts';

/** `KEY_DIR`: a folder that only its owner may enter, with one file a key. */
export interface KeyFolder {
  readonly path: string;
  /** The file's content, undefined when there is no such file. Throws `KeyFileError`. */
  read(keyName: string): Promise<KeyFile | undefined>;
  /** Names of all key files that are there. */
  names(): Promise<readonly string[]>;
  /** Whole and on the disk when this returns, or not there at all. One that is there is never written over. */
  write(file: KeyFile): Promise<void>;
  /** Overwritten with zeros, for disks where that says something, and removed. */
  destroy(keyName: string): Promise<void>;
}

/** Opens `KEY_DIR`, making it when it does not exist. Throws `KeyFileError` when others may read it. */
export async function openKeyFolder(path: string): Promise<KeyFolder> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  await keepToOwner(path);
  const fileOf = (keyName: string) => join(path, `${keyName}.key`);
  return {
    path,
    read: (keyName) => readOne(fileOf(keyName), keyName),
    names: async () =>
      (await readdir(path))
        .filter((name) => name.endsWith('.key'))
        .map((name) => name.slice(0, -4))
        .sort(),
    write: (file) =>
      writeNewDurably(fileOf(file.name), writeKeyFile(file)).catch((error: NodeJS.ErrnoException) => {
        throw new KeyFileError(`the key file ${fileOf(file.name)} cannot be written (${error.code ?? error.name})`);
      }),
    destroy: (keyName) => destroyFile(fileOf(keyName)),
  };
}

/** Overwritten with zeros and removed; what is not there is gone already. Throws `KeyFileError`. */
export async function destroyFile(path: string): Promise<void> {
  try {
    const { size } = await stat(path);
    const handle = await open(path, 'r+');
    try {
      await handle.write(Buffer.alloc(size), 0, size, 0);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await removeDurably(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    if (code !== 'ENOENT') throw new KeyFileError(`the key file ${path} has ended and cannot be deleted (${code})`);
  }
}

async function keepToOwner(path: string): Promise<void> {
  if (((await stat(path)).mode & 0o077) === 0) return;
  try {
    await chmod(path, 0o700);
  } catch {
    throw new KeyFileError(
      `the key folder ${path} may be entered by others and its rights cannot be changed: run chmod 700 on it`,
    );
  }
}

async function readOne(path: string, keyName: string): Promise<KeyFile | undefined> {
  let text: string;
  try {
    const { mode } = await stat(path);
    if ((mode & 0o077) !== 0) throw new KeyFileError(`the key file ${path} may be read by others: run chmod 600 on it`);
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof KeyFileError) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    if (code === 'ENOENT') return undefined;
    throw new KeyFileError(`the key file ${path} cannot be read (${code})`);
  }
  const file = parseKeyFile(text);
  if (file === undefined) throw new KeyFileError(`the key file ${path} is damaged: bring it back from a key backup`);
  if (file.name !== keyName) throw new KeyFileError(`the key file ${path} holds the key ${file.name}: it was renamed`);
  return file;
}
