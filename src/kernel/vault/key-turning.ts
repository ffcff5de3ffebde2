import type { KeyObject } from 'node:crypto';
import { setImmediate as breathe } from 'node:timers/promises';
import type { Db, Tx } from '../db/db.ts';
import type { Random } from '../ids.ts';
import { KeyFileError } from './key-file.ts';
import { openKeyFolder } from './key-folder.ts';
import { ed25519PrivateKey, type Keys, keyName, numbered, type TurningKind } from './keys.ts';
import { keepKey, type OpenKeysParts, readKey } from './open-keys.ts';
import {
  type KeyCheck,
  lockKeysToRewrap,
  markDestroyed,
  readDestroyedKeys,
  readKeysToDestroy,
  updatePersonKeys,
} from './store.ts';
import { unwrapKey, wrapKey } from './wrap.ts';

/** What turning the server's keys does outside the database: files, and what wraps them. */
export interface KeyTurning {
  /**
   * The key that follows the newest of its kind, in a file of its own, wrapped by a root of its own. A file that an
   * interrupted turning left is taken. Throws `KeyFileError`, `KeyProviderError`.
   */
  makeNext(kind: TurningKind): Promise<KeyCheck>;
  /** The key of the ledger that was made so, before it is in use: what it follows is signed by both. */
  readNextLedger(made: KeyCheck): Promise<KeyObject>;
  /**
   * Destroys the files of keys that have ended, and what wrapped them. What cannot be destroyed now stays noted and is
   * tried again. Throws `KeyFileError`, `KeyProviderError`.
   */
  destroyEnded(): Promise<readonly string[]>;
}

interface KeyTurningParts extends OpenKeysParts {
  readonly db: Db;
  readonly keys: Keys;
}

export function openKeyTurning(parts: KeyTurningParts): KeyTurning {
  return {
    makeNext: (kind) => makeNext(parts, kind),
    readNextLedger: async (made) => ed25519PrivateKey(await readKey(await openKeyFolder(parts.folder), parts, made)),
    destroyEnded: () => destroyEnded(parts),
  };
}

async function makeNext(parts: KeyTurningParts, kind: TurningKind): Promise<KeyCheck> {
  const name = keyName(kind, (numbered(parts.keys.names(), kind).at(-1) ?? 0) + 1);
  return await keepKey(await openKeyFolder(parts.folder), parts, name, parts.random.bytes(32));
}

async function destroyEnded({ db, provider, folder: path }: KeyTurningParts): Promise<readonly string[]> {
  const folder = await openKeyFolder(path);
  const files = new Set(await folder.names());
  const noted = await readKeysToDestroy(db);
  // A file that was destroyed once may have been put back, by a backup of the whole machine for one.
  const back = (await readDestroyedKeys(db)).filter((name) => files.has(name));
  const names = [...noted, ...back];
  for (const name of names) {
    // First what wraps it: without its file nobody would know any more what to destroy.
    const file = await folder.read(name).catch(damaged);
    if (file !== undefined) await provider.destroy(name, file.wrapped);
    await folder.destroy(name);
    await markDestroyed(db, name, provider.destroyDays);
  }
  return names;
}

/** A file that is half overwritten already: what wrapped its key was destroyed before. */
function damaged(error: unknown): undefined {
  if (!(error instanceof KeyFileError)) throw error;
}

/** Keys wrapped anew before other work may have its turn: about two milliseconds. */
const WITHOUT_A_BREATH = 100;

/**
 * Wraps the keys of a batch of persons by the newest epoch: the keys themselves stay what they are, and no value is
 * opened. @returns how many, and behind whom the next batch begins
 */
export async function rewrapBatch(
  tx: Tx,
  { keys, random }: { readonly keys: Keys; readonly random: Random },
  { after, limit }: { readonly after: string; readonly limit: number },
): Promise<{ readonly rewrapped: number; readonly last: string | null }> {
  const { siteId, epoch } = keys;
  const newest = keys.epochKey(epoch);
  const rows = await lockKeysToRewrap(tx, epoch, after, limit);
  const again: { personId: string; wrapped: Buffer }[] = [];
  for (const { personId, epoch: before, wrapped } of rows) {
    if (again.length % WITHOUT_A_BREATH === WITHOUT_A_BREATH - 1) await breathe();
    const place = { siteId, personId, recordId: 'person' };
    const key = unwrapKey(keys.epochKey(before), { ...place, epoch: before }, wrapped);
    again.push({ personId, wrapped: wrapKey(newest, { ...place, epoch }, key, random) });
    key.fill(0);
  }
  if (again.length > 0) await updatePersonKeys(tx, epoch, again);
  return { rewrapped: again.length, last: rows.at(-1)?.personId ?? null };
}
