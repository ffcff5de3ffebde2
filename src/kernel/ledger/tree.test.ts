import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { edgeOf, openRightEdge } from './right-edge.ts';
import type { Tile } from './store.ts';
import { hashFromTiles, parseTileName, tileUnder, writeTileName } from './tiles.ts';
import { consistencyProof, inclusionProof, rootOf } from './tree.ts';

// RFC 6962 §2.1, word for word and without any thought of speed.
const sha = (...parts: Buffer[]) => createHash('sha256').update(Buffer.concat(parts)).digest();
const split = (n: number): number => (n <= 2 ? 1 : 2 * split(Math.ceil(n / 2)));
function mth(d: readonly Buffer[]): Buffer {
  if (d.length === 0) return sha();
  if (d.length === 1) return sha(Buffer.of(0), d[0]!);
  const k = split(d.length);
  return sha(Buffer.of(1), mth(d.slice(0, k)), mth(d.slice(k)));
}
function path(m: number, d: readonly Buffer[]): Buffer[] {
  if (d.length === 1) return [];
  const k = split(d.length);
  return m < k ? [...path(m, d.slice(0, k)), mth(d.slice(k))] : [...path(m - k, d.slice(k)), mth(d.slice(0, k))];
}
function subproof(m: number, d: readonly Buffer[], whole: boolean): Buffer[] {
  if (m === d.length) return whole ? [] : [mth(d)];
  const k = split(d.length);
  if (m <= k) return [...subproof(m, d.slice(0, k), whole), mth(d.slice(k))];
  return [...subproof(m - k, d.slice(k), false), mth(d.slice(0, k))];
}

const leaves = Array.from({ length: 2000 }, (_, at) => sha(Buffer.from(`leaf ${at}`)));

/** The tiles of a tree that grew in steps, each time opened again from what was stored. */
function grow(steps: readonly number[]) {
  const stored = new Map<string, Tile>();
  let size = 0;
  for (const step of steps) {
    const wanted = edgeOf(size).map(({ level, number }) => stored.get(`${level}/${number}`));
    const edge = openRightEdge(
      size,
      wanted.filter((tile) => tile !== undefined),
    );
    for (const leaf of leaves.slice(size, size + step)) edge.append(leaf);
    for (const tile of edge.changed()) stored.set(`${tile.level}/${tile.number}`, tile);
    size += step;
    assert.equal(edge.size, size);
    assert.deepEqual(edge.root(), mth(leaves.slice(0, size)));
  }
  return { size, stored, hashOf: hashFromTiles((level, number) => stored.get(`${level}/${number}`)?.hashes) };
}

test('every proof of every tree up to 70 leaves is the one of RFC 6962', () => {
  const { hashOf } = grow([70]);
  for (let size = 0; size <= 70; size++) {
    const d = leaves.slice(0, size);
    assert.deepEqual(rootOf(size, hashOf), mth(d));
    for (let at = 0; at < size; at++) assert.deepEqual(inclusionProof(at, size, hashOf), path(at, d));
    for (let before = 1; before <= size; before++) {
      assert.deepEqual(consistencyProof(before, size, hashOf), subproof(before, d, true));
    }
    assert.deepEqual(consistencyProof(0, size, hashOf), []);
  }
});

test('proofs over several tiles and levels are those of RFC 6962', () => {
  const { hashOf } = grow([2000]);
  const around = [255, 256, 257, 511, 512, 513, 767, 768, 769, 1023, 1024, 1025, 2000];
  for (const size of around) {
    const d = leaves.slice(0, size);
    for (const at of [0, 1, 254, 255, 256, 511, 512, 700, size - 1].filter((index) => index < size)) {
      assert.deepEqual(inclusionProof(at, size, hashOf), path(at, d));
      assert.deepEqual(consistencyProof(at + 1, size, hashOf), subproof(at + 1, d, true));
    }
  }
});

test('a tree that grows in any steps has the same tiles and root as one that grew at once', () => {
  const steps = fc.array(fc.oneof(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 200, max: 300 })), {
    maxLength: 6,
  });
  fc.assert(
    fc.property(steps, (given) => {
      const { size, stored } = grow(given);
      const atOnce = grow([size]).stored;
      assert.deepEqual([...stored].sort(), [...atOnce].sort());
    }),
    { numRuns: 15 },
  );
});

test("a tree of 70,000 leaves needs the tiles of the specification's own example", () => {
  const edge = edgeOf(70_000).filter(({ level }) => level >= 0);
  assert.deepEqual(edge, [
    { level: 0, number: 273 },
    { level: 1, number: 1 },
    { level: 2, number: 0 },
  ]);
  assert.deepEqual(edgeOf(256), [{ level: 1, number: 0 }]);
});

test('a missing or foreign tile stops the tree and gives no root', () => {
  const { stored } = grow([300]);
  const tiles = edgeOf(300).map(({ level, number }) => stored.get(`${level}/${number}`)!);
  assert.throws(() => openRightEdge(300, tiles.slice(1)), /tile -1\/1 is there/);
  assert.notDeepEqual(
    openRightEdge(300, tiles.with(1, { ...tiles[1]!, hashes: Buffer.alloc(44 * 32) })).root(),
    mth(leaves.slice(0, 300)),
  );
});

test('names of tiles are read only as the specification writes them', () => {
  const parts = { level: fc.integer({ min: -1, max: 63 }), number: fc.nat(), width: fc.integer({ min: 1, max: 256 }) };
  const name = fc.record(parts, { noNullPrototype: true });
  fc.assert(fc.property(name, (given) => assert.deepEqual(parseTileName(writeTileName(given)), given)));
  assert.equal(writeTileName({ level: 0, number: 1_234_067, width: 256 }), '0/x001/x234/067');
  for (const wrong of [
    '0/67',
    '0/000.p/256',
    '0/000.p/0',
    '0/000.p/01',
    '00/000',
    '64/000',
    '-1/000',
    '0/x000/001',
    '0/001/067',
    '0/x001',
    'entries',
    '0/000/',
    '1/x001/x234/067.p/',
    '0/000.p',
  ]) {
    assert.equal(parseTileName(wrong), undefined, wrong);
  }
});

test('every node lies in one tile', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 30 }), fc.nat(1_000_000), (level, index) => {
      const place = tileUnder(level, index);
      assert.ok(place.first + place.count <= 256);
      const start = (place.number * 256 + place.first) * 256 ** place.level;
      assert.equal(start, index * 2 ** level);
    }),
  );
});
