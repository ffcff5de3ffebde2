import type { KeyObject } from 'node:crypto';
import type { Sql } from '../db/db.ts';
import { signNote } from './note.ts';
import { readPublicCheckpoint } from './witnesses/store.ts';

/** Signs a tree's size and root as c2sp.org/tlog-checkpoint: origin, size, root, each on its line. */
export function signCheckpoint(
  tree: { size: number; root: Buffer },
  origin: string,
  ...keys: readonly KeyObject[]
): string {
  return signNote(`${origin}\n${tree.size}\n${tree.root.toString('base64')}\n`, origin, ...keys);
}

/** What `/ledger/checkpoint` serves: a checkpoint with its signatures, undefined before the first entry is integrated. */
export async function latestCheckpoint(sql: Sql): Promise<string | undefined> {
  return (await readPublicCheckpoint(sql))?.note;
}
