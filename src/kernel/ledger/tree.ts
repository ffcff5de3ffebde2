import assert from 'node:assert/strict';
import { hash } from 'node:crypto';

/** RFC 6962 §2.1: hash of a leaf's data, of two neighbours, and of no leaf at all. */
export const leafHash = (data: Uint8Array): Buffer => sha256(Buffer.concat([LEAF, data]));
export const nodeHash = (left: Uint8Array, right: Uint8Array): Buffer => sha256(Buffer.concat([NODE, left, right]));
const EMPTY_ROOT: Buffer = sha256(Buffer.alloc(0));

const LEAF = Buffer.of(0);
const NODE = Buffer.of(1);
const HASH_BYTES = 32;

function sha256(data: Buffer): Buffer {
  return hash('sha256', data, 'buffer');
}

/** Root of a perfect tree over hashes that stand one behind the other. */
export function fold(hashes: Buffer): Buffer {
  // A proof folds hundreds: what is hashed is put together in one place again and again.
  const node = Buffer.alloc(1 + 2 * HASH_BYTES, NODE);
  let level = hashes;
  while (level.length > HASH_BYTES) {
    const above = Buffer.allocUnsafe(level.length / 2);
    for (let at = 0; at < above.length; at += HASH_BYTES) {
      level.copy(node, 1, 2 * at, 2 * at + 2 * HASH_BYTES);
      // As text and back: a buffer for each would cost more than the hash itself.
      above.write(hash('sha256', node, 'binary'), at, 'binary');
    }
    level = above;
  }
  return level;
}

/**
 * Gives the hash of leaves [index·2^level, (index+1)·2^level), which must all be in the tree. Where it comes from
 * (tiles, memory) is the caller's matter.
 */
export type SubtreeHash = (level: number, index: number) => Buffer;

/** Root of the first `size` leaves. */
export function rootOf(size: number, hashOf: SubtreeHash): Buffer {
  return size === 0 ? EMPTY_ROOT : rangeHash(0, size, hashOf);
}

/** RFC 6962 §2.1.1: the hashes from the leaf's sibling to the root's child. */
export function inclusionProof(index: number, size: number, hashOf: SubtreeHash): Buffer[] {
  assert(index >= 0 && index < size, 'the leaf is in the tree');
  const proof: Buffer[] = [];
  let [from, to] = [0, size];
  while (to - from > 1) {
    const middle = from + splitOf(to - from);
    if (index < middle) {
      proof.push(rangeHash(middle, to, hashOf));
      to = middle;
    } else {
      proof.push(rangeHash(from, middle, hashOf));
      from = middle;
    }
  }
  return proof.reverse();
}

/** RFC 6962 §2.1.2: the hashes that show the tree of `before` leaves to be the beginning of the tree of `size`. */
export function consistencyProof(before: number, size: number, hashOf: SubtreeHash): Buffer[] {
  assert(before >= 0 && before <= size, 'a tree only grows');
  if (before === 0 || before === size) return [];
  const proof: Buffer[] = [];
  let [from, to] = [0, size];
  // Whether the old tree's root is the hash of a range that starts at 0 and needs no telling.
  while (before !== to) {
    const middle = from + splitOf(to - from);
    if (before <= middle) {
      proof.push(rangeHash(middle, to, hashOf));
      to = middle;
    } else {
      proof.push(rangeHash(from, middle, hashOf));
      from = middle;
    }
  }
  if (from > 0) proof.push(rangeHash(from, to, hashOf));
  return proof.reverse();
}

/** Hash of leaves [from, to), where `from` is a multiple of the largest power of two that fits. */
function rangeHash(from: number, to: number, hashOf: SubtreeHash): Buffer {
  const width = to - from;
  const level = Math.log2(width);
  if (Number.isInteger(level)) return hashOf(level, from / width);
  const middle = from + splitOf(width);
  return nodeHash(rangeHash(from, middle, hashOf), rangeHash(middle, to, hashOf));
}

/** The largest power of two below `width`. */
function splitOf(width: number): number {
  let split = 1;
  while (split * 2 < width) split *= 2;
  return split;
}
