import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeDurably } from '../durable-file.ts';
import { KeyFileError, keyCheck, parseKeyFile, sameCheck, writeKeyFile } from './key-file.ts';
import { destroyFile, type KeyFolder, openKeyFolder } from './key-folder.ts';
import type { KeyProvider } from './key-provider.ts';
import type { KeyCheck } from './store.ts';

export interface RewrapFilesParts {
  readonly folder: string;
  readonly siteId: string;
  /** Every key that the database needs. */
  readonly checks: readonly KeyCheck[];
  readonly to: KeyProvider;
  /** The provider that a file names. Throws `KeyProviderError`. */
  readonly named: (name: string) => Promise<KeyProvider>;
}

/**
 * Wraps every key file by another provider. The keys stay what they are. Each file is exchanged as a whole; the former one
 * stands beside it until what wrapped it is destroyed, so whatever stops this, the next one goes on from there.
 * @returns the names of those that were wrapped anew. Throws `KeyFileError`, `KeyProviderError`
 */
export async function rewrapKeyFiles(parts: RewrapFilesParts): Promise<readonly string[]> {
  const folder = await openKeyFolder(parts.folder);
  const again: string[] = [];
  for (const known of parts.checks) if (await rewrapOne(folder, parts, known)) again.push(known.name);
  await destroyFormer(folder, parts);
  return again;
}

async function rewrapOne(folder: KeyFolder, parts: RewrapFilesParts, known: KeyCheck): Promise<boolean> {
  const { siteId, to, named } = parts;
  const { name } = known;
  const file = await folder.read(name);
  if (file === undefined || file.siteId !== siteId || !sameCheck(file.check, known.check)) {
    throw new KeyFileError(
      `the key file ${join(folder.path, `${name}.key`)} is missing or another one than the database needs: bring it back from a key backup`,
    );
  }
  if (file.provider === to.name) return false;
  const key = await (await named(file.provider)).unwrap(name, file.wrapped);
  if (!sameCheck(keyCheck(key, name, siteId), known.check)) {
    throw new KeyFileError(
      `the key file ${join(folder.path, `${name}.key`)} is damaged: bring it back from a key backup`,
    );
  }
  const wrapped = await to.wrap(name, key);
  // What comes back is what was given: only then may the former wrapping go.
  const back = await to.unwrap(name, wrapped);
  assert(back.equals(key), 'a provider unwraps what it wrapped');
  const path = join(folder.path, name);
  await written(`${path}${FORMER}`, writeKeyFile(file));
  await written(`${path}.key`, writeKeyFile({ ...file, provider: to.name, wrapped }));
  return true;
}

/** What wrapped them is destroyed first: without its file nobody would know any more what to destroy. */
async function destroyFormer(folder: KeyFolder, { named }: RewrapFilesParts): Promise<void> {
  for (const entry of (await readdir(folder.path)).filter((one) => one.endsWith(FORMER))) {
    const path = join(folder.path, entry);
    const former = parseKeyFile(await readFile(path, 'utf8'));
    const now = former && (await folder.read(former.name));
    // A file that is half overwritten: what wrapped its key was destroyed before.
    if (former !== undefined && now?.provider !== former.provider) {
      await (await named(former.provider)).destroy(former.name, former.wrapped);
    }
    await destroyFile(path);
  }
}

async function written(path: string, text: string): Promise<void> {
  await writeDurably(path, text).catch((error: NodeJS.ErrnoException) => {
    throw new KeyFileError(`the key file ${path} cannot be written (${error.code ?? error.name})`);
  });
}

const FORMER = '.former';
