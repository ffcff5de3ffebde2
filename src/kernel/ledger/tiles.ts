import assert from 'node:assert/strict';
import type { Sql } from '../db/db.ts';
import { readTiles, type Tile } from './store.ts';
import { fold, type SubtreeHash } from './tree.ts';

/** Hashes of a full tile, and the tree levels that one tile spans (c2sp.org/tlog-tiles). */
export const TILE_WIDTH = 256;
const TILE_LEVELS = 8;
const HASH_BYTES = 32;

/** A tile that a client may ask for: `width` 256 for a full one. Level −1: an entry bundle. */
export interface TileName {
  readonly level: number;
  readonly number: number;
  readonly width: number;
}

/** Reads `<L>/<N>[.p/<W>]` or `entries/<N>[.p/<W>]`. Undefined for anything that the specification does not write so. */
export function parseTileName(path: string): TileName | undefined {
  const match = /^(entries|0|[1-9]\d?)((?:\/x\d{3})*\/\d{3})(?:\.p\/([1-9]\d{0,2}))?$/.exec(path);
  if (match === null) return undefined;
  const [, level = '', digits = '', width] = match;
  const number = Number(digits.replaceAll(/[/x]/g, ''));
  const name = { level: level === 'entries' ? -1 : Number(level), number, width: Number(width ?? TILE_WIDTH) };
  const canonical =
    name.level <= 63 && Number.isSafeInteger(number) && (width === undefined || name.width < TILE_WIDTH);
  return canonical && writeTileName(name) === path ? name : undefined;
}

/** `x001/x234/067`: groups of three digits, all but the last with an `x`. */
export function writeTileName({ level, number, width }: TileName): string {
  const groups = String(number)
    .padStart(Math.ceil(String(number).length / 3) * 3, '0')
    .match(/\d{3}/g);
  assert(groups !== null, 'a number has digits');
  const digits = groups.map((group, at) => (at < groups.length - 1 ? `x${group}` : group)).join('/');
  return `${level === -1 ? 'entries' : level}/${digits}${width === TILE_WIDTH ? '' : `.p/${width}`}`;
}

/** The bytes of a public tile or entry bundle, undefined when the log has not grown so far. They never change. */
export async function readTile(sql: Sql, { level, number, width }: TileName): Promise<Buffer | undefined> {
  const [tile] = level > 7 ? [] : await readTiles(sql, [{ level, number }]);
  const bytes = width * HASH_BYTES;
  if (tile === undefined || tile.hashes.length < bytes) return undefined;
  return level === -1 ? entryBundle(tile.hashes.subarray(0, bytes)) : tile.hashes.subarray(0, bytes);
}

/** Every entry behind its length (2 bytes, big-endian): always 32, since leaf data are commitments. */
function entryBundle(leaves: Buffer): Buffer {
  const length = Buffer.of(0, HASH_BYTES);
  const count = leaves.length / HASH_BYTES;
  return Buffer.concat(
    Array.from({ length: count }, (_, at) => [length, leaves.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES)]).flat(),
  );
}

/** Where the hashes under a node of the tree lie: `count` of them from `first` in one tile. */
export function tileUnder(level: number, index: number) {
  const tileLevel = Math.floor(level / TILE_LEVELS);
  const count = 2 ** (level % TILE_LEVELS);
  const first = index * count;
  return { level: tileLevel, number: Math.floor(first / TILE_WIDTH), first: first % TILE_WIDTH, count };
}

/** A node's hash from tiles that are at hand. */
export function hashFromTiles(find: (level: number, number: number) => Buffer | undefined): SubtreeHash {
  return (level, index) => {
    const place = tileUnder(level, index);
    const end = (place.first + place.count) * HASH_BYTES;
    const hashes = find(place.level, place.number);
    assert(hashes !== undefined && hashes.length >= end, 'the tiles reach to the end of the tree');
    return fold(hashes.subarray(place.first * HASH_BYTES, end));
  };
}

/**
 * Computes something from the stored tree with one read: a first pass over made-up hashes tells which tiles it needs.
 * What a proof asks for depends on sizes and places alone.
 */
export async function computeFromTiles<T>(sql: Sql, compute: (hashOf: SubtreeHash) => T): Promise<T> {
  const wanted = new Map<string, Omit<Tile, 'hashes'>>();
  compute((level, index) => {
    const place = tileUnder(level, index);
    wanted.set(`${place.level}/${place.number}`, { level: place.level, number: place.number });
    return Buffer.alloc(HASH_BYTES);
  });
  const tiles = await readTiles(sql, [...wanted.values()]);
  const found = new Map(tiles.map(({ level, number, hashes }) => [`${level}/${number}`, hashes]));
  return compute(hashFromTiles((level, number) => found.get(`${level}/${number}`)));
}
