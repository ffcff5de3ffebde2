import assert from 'node:assert/strict';
import type { Tile } from './store.ts';
import { hashFromTiles, TILE_WIDTH } from './tiles.ts';
import { fold, leafHash, rootOf } from './tree.ts';

/** The growing side of the tree: the last, unfinished tile of every level. Enough to add leaves and to know the root. */
export interface RightEdge {
  readonly size: number;
  /** Adds leaf data at the end. */
  append(leaf: Buffer): void;
  root(): Buffer;
  /** Tiles that were begun, continued or finished since the edge was made. */
  changed(): readonly Tile[];
}

/** Names of the unfinished tiles of a tree of `size` leaves: at most one a level, and the entry bundle's. */
export function edgeOf(size: number): readonly Omit<Tile, 'hashes'>[] {
  const names: Omit<Tile, 'hashes'>[] = [];
  for (let level = 0, count = size; count > 0; level += 1, count = Math.floor(count / TILE_WIDTH)) {
    const number = Math.floor(count / TILE_WIDTH);
    if (count % TILE_WIDTH > 0) names.push(...(level === 0 ? [{ level: -1, number }] : []), { level, number });
  }
  return names;
}

/** The edge of a tree of `size` leaves from its stored tiles (all that `edgeOf` names). */
export function openRightEdge(size: number, stored: readonly Tile[]): RightEdge {
  const open = new Map<number, { number: number; hashes: Buffer[] }>();
  const finished: Tile[] = [];
  const touched = new Set<number>();
  for (const { level, number } of edgeOf(size)) {
    const tile = stored.find((found) => found.level === level && found.number === number);
    assert(tile !== undefined && tile.hashes.length % 32 === 0, `the ledger's tile ${level}/${number} is there`);
    open.set(level, { number, hashes: split(tile.hashes) });
  }
  let count = size;

  const add = (level: number, hash: Buffer, number: number) => {
    const tile = open.get(level) ?? { number, hashes: [] };
    open.set(level, tile);
    touched.add(level);
    tile.hashes.push(hash);
    if (tile.hashes.length < TILE_WIDTH) return;
    const hashes = Buffer.concat(tile.hashes);
    finished.push({ level, number: tile.number, hashes });
    open.delete(level);
    touched.delete(level);
    if (level >= 0) add(level + 1, fold(hashes), Math.floor(tile.number / TILE_WIDTH));
  };
  const find = (level: number, number: number) => {
    const tile = open.get(level);
    if (tile?.number === number) return Buffer.concat(tile.hashes);
    return finished.find((done) => done.level === level && done.number === number)?.hashes;
  };

  return {
    get size() {
      return count;
    },
    append: (leaf) => {
      const number = Math.floor(count / TILE_WIDTH);
      add(-1, leaf, number);
      add(0, leafHash(leaf), number);
      count += 1;
    },
    root: () => rootOf(count, hashFromTiles(find)),
    changed: () => [
      ...finished,
      ...[...touched].flatMap((level) => {
        const tile = open.get(level);
        return tile === undefined ? [] : [{ level, number: tile.number, hashes: Buffer.concat(tile.hashes) }];
      }),
    ],
  };
}

function split(hashes: Buffer): Buffer[] {
  return Array.from({ length: hashes.length / 32 }, (_, at) => hashes.subarray(at * 32, (at + 1) * 32));
}
