import type { KeyObject } from 'node:crypto';
import type { FsckParts } from './fsck.ts';
import { isOurNote } from './note.ts';
import { edgeOf, openRightEdge } from './right-edge.ts';
import { signersOf } from './signers/key-change.ts';
import {
  readCheckpoints,
  readLatestCheckpoint,
  readLogged,
  readTileNumbers,
  readTiles,
  type StoredCheckpoint,
  type Tile,
} from './store.ts';
import { writeTileName } from './tiles.ts';

const PAGE_LEAVES = 16 * 256;

type Report = (sentence: string) => void;

/** Builds the tree anew from the entries' leaf data, and compares tiles and checkpoints with it on the way. */
export async function checkTree(parts: FsckParts, report: Report): Promise<{ size: number; checkpoints: number }> {
  const { sql } = parts;
  const end = (await readLatestCheckpoint(sql))?.size ?? 0;
  const signers = await signersOf(sql, parts.key);
  let [own, size, checkpoints]: [readonly Tile[], number, number] = [[], 0, 0];
  while (size < end) {
    const to = Math.min(size + PAGE_LEAVES, end);
    const leaves = await readLogged(sql, size, to - size);
    const missing = leaves.findIndex(({ logIndex }, at) => logIndex !== size + at);
    if (missing !== -1 || leaves.length < to - size) {
      const at = size + (missing === -1 ? leaves.length : missing);
      report(`place ${at} of the log has no entry, though a checkpoint of ${end} entries was signed`);
      return { size, checkpoints };
    }
    const signed = new Map((await readCheckpoints(sql, size, to)).map((checkpoint) => [checkpoint.size, checkpoint]));
    const edge = openRightEdge(size, own);
    for (const { leaf } of leaves) {
      edge.append(leaf);
      const checkpoint = signed.get(edge.size);
      if (checkpoint !== undefined) checkCheckpoint(checkpoint, edge.root(), { origin: parts.origin, signers }, report);
    }
    checkpoints += signed.size;
    const made = [...edge.changed(), ...own];
    await compareTiles(parts, made, to === end ? edgeOf(end) : [], report);
    // Of a tile that grew in this page the newer state comes first.
    own = edgeOf(to).flatMap(
      ({ level, number }) => made.find((tile) => tile.level === level && tile.number === number) ?? [],
    );
    size = to;
  }
  await checkNoMore(parts, end, report);
  return { size, checkpoints };
}

function checkCheckpoint(
  checkpoint: StoredCheckpoint,
  root: Buffer,
  { origin, signers }: { readonly origin: string; readonly signers: readonly KeyObject[] },
  report: Report,
): void {
  const { size, note } = checkpoint;
  const text = `${origin}\n${size}\n${checkpoint.root.toString('base64')}\n`;
  if (!checkpoint.root.equals(root)) report(`the checkpoint of size ${size} has another root than its entries give`);
  if (!note.startsWith(`${text}\n`)) report(`the checkpoint of size ${size} says something else than its row`);
  if (!signers.some((signer) => isOurNote(note, origin, signer))) {
    report(`the checkpoint of size ${size} is not signed by the ledger's key`);
  }
}

/** A stored tile may have grown since: what is derived here must be its beginning, and at the end all of it. */
async function compareTiles({ sql }: FsckParts, own: readonly Tile[], last: ReturnType<typeof edgeOf>, report: Report) {
  const nameOf = ({ level, number }: Omit<Tile, 'hashes'>) => writeTileName({ level, number, width: 256 });
  const stored = new Map((await readTiles(sql, own)).map((tile) => [nameOf(tile), tile.hashes]));
  const ends = new Set(last.map(nameOf));
  for (const { hashes, ...tile } of own.filter(
    (tile, at) => own.findIndex((first) => nameOf(first) === nameOf(tile)) === at,
  )) {
    const found = stored.get(nameOf(tile));
    if (found === undefined) report(`the tile ${nameOf(tile)} is missing`);
    else if (!found.subarray(0, hashes.length).equals(hashes)) report(`the tile ${nameOf(tile)} holds other hashes`);
    else if (ends.has(nameOf(tile)) && found.length !== hashes.length) report(`the tile ${nameOf(tile)} is too long`);
  }
}

async function checkNoMore({ sql }: FsckParts, size: number, report: Report): Promise<void> {
  const [beyond] = await readLogged(sql, size, 1);
  if (beyond !== undefined) report(`an entry stands at place ${beyond.logIndex}, beyond the last checkpoint`);
  for (const { level, last } of await readTileNumbers(sql)) {
    const expected = Math.ceil(Math.floor(size / 256 ** Math.max(level, 0)) / 256) - 1;
    if (last > expected) report(`level ${level} has a tile ${last} beyond the last checkpoint`);
  }
}
