import assert from 'node:assert/strict';
import type { KeyObject } from 'node:crypto';
import type { Db, Tx } from '../db/db.ts';
import { signCheckpoint } from './checkpoint.ts';
import { assertContinues, type CheckpointMemory, rememberLatest } from './checkpoint-memory.ts';
import { isOurNote } from './note.ts';
import { edgeOf, openRightEdge, type RightEdge } from './right-edge.ts';
import { signersOf } from './signers/key-change.ts';
import {
  BATCH_ENTRIES_MAX,
  insertCheckpoint,
  lockSequencer,
  putTiles,
  readLatestCheckpoint,
  readTiles,
  takePending,
} from './store.ts';

export interface SequencerParts {
  readonly db: Db;
  /** Ed25519. */
  readonly key: KeyObject;
  readonly origin: string;
  /** The key before it, which signs too until everybody has had time to follow. */
  readonly former?: KeyObject | null;
  /** Takes up keys that another process has made since. */
  readonly refresh?: () => Promise<void>;
  /** What was published last, kept apart from the database. */
  readonly memory?: CheckpointMemory;
}

/**
 * Takes every pending entry into the public tree and signs the new checkpoint, one transaction a batch. Any process may
 * call it; one at a time works, and without `wait` the others leave it to that one. Returns how many it integrated.
 */
export async function integrate(parts: SequencerParts, { wait = false } = {}): Promise<number> {
  await assertContinues(parts.db, parts);
  for (let all = 0; ; ) {
    const batch = await parts.db.transaction((tx) => integrateBatch(tx, parts, wait));
    all += batch;
    if (batch > 0) await rememberLatest(parts.db, parts);
    if (batch < BATCH_ENTRIES_MAX) return all;
  }
}

async function integrateBatch(tx: Tx, parts: SequencerParts, wait: boolean): Promise<number> {
  if (!(await lockSequencer(tx, wait))) return 0;
  await parts.refresh?.();
  const edge = await openTree(tx, parts);
  const leaves = await takePending(tx, edge.size);
  if (leaves.length === 0) return 0;
  for (const leaf of leaves) edge.append(leaf);
  await putTiles(tx, edge.changed());
  const tree = { size: edge.size, root: edge.root() };
  await insertCheckpoint(tx, { ...tree, note: signCheckpoint(tree, parts.origin, ...keysOf(parts)) });
  return leaves.length;
}

const keysOf = ({ key, former }: SequencerParts): readonly KeyObject[] => (former ? [key, former] : [key]);

/**
 * INVARIANT: no two checkpoints contradict each other. Each one is computed from the tree that the last one signed, and
 * that is checked here before anything is added: key, origin and root.
 */
async function openTree(tx: Tx, { key, origin }: SequencerParts): Promise<RightEdge> {
  const last = await readLatestCheckpoint(tx);
  const size = last?.size ?? 0;
  const edge = openRightEdge(size, await readTiles(tx, edgeOf(size)));
  if (last !== undefined) {
    const ours =
      isOurNote(last.note, origin, key) ||
      (await signersOf(tx, key)).some((signer) => isOurNote(last.note, origin, signer));
    assert(ours, 'the last checkpoint was signed by a key of this ledger');
    assert(
      last.note.startsWith(`${origin}\n${size}\n${last.root.toString('base64')}\n`),
      'a checkpoint says what was signed',
    );
    assert(edge.root().equals(last.root), 'the tiles of the ledger give the root that was signed');
  }
  return edge;
}
