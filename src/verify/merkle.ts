import { sameBytes } from './bytes.ts';
import { sha256 } from './primitives.ts';

/** RFC 6962 hashes, and the two verifications as RFC 9162 §2.1.3.2 and §2.1.4.2 write them step by step. */
export const hashLeaf = (data: Uint8Array): Uint8Array => sha256(Uint8Array.of(0), data);
export const hashNode = (left: Uint8Array, right: Uint8Array): Uint8Array => sha256(Uint8Array.of(1), left, right);
export const hashNothing = (): Uint8Array => sha256();

interface Tree {
  readonly size: bigint;
  readonly root: Uint8Array;
}

/** Whether the leaf with this hash stands at `index` of the tree. */
export function isIncluded(index: bigint, hash: Uint8Array, proof: readonly Uint8Array[], tree: Tree): boolean {
  if (index < 0n || index >= tree.size) return false;
  let [fn, sn] = [index, tree.size - 1n];
  let result = hash;
  for (const step of proof) {
    if (sn === 0n) return false;
    if (fn % 2n === 1n || fn === sn) {
      result = hashNode(step, result);
      while (fn % 2n === 0n && fn !== 0n) [fn, sn] = [fn / 2n, sn / 2n];
    } else {
      result = hashNode(result, step);
    }
    [fn, sn] = [fn / 2n, sn / 2n];
  }
  return sn === 0n && sameBytes(result, tree.root);
}

/** Whether the newer tree begins with the whole older one. */
export function isConsistent(older: Tree, newer: Tree, proof: readonly Uint8Array[]): boolean {
  if (older.size > newer.size) return false;
  if (older.size === newer.size) return proof.length === 0 && sameBytes(older.root, newer.root);
  if (older.size === 0n) return proof.length === 0 && sameBytes(older.root, hashNothing());
  const isPowerOfTwo = (older.size & (older.size - 1n)) === 0n;
  const [first, ...rest] = isPowerOfTwo ? [older.root, ...proof] : proof;
  if (first === undefined) return false;
  let [fn, sn] = [older.size - 1n, newer.size - 1n];
  while (fn % 2n === 1n) [fn, sn] = [fn / 2n, sn / 2n];
  let [olderRoot, newerRoot] = [first, first];
  for (const step of rest) {
    if (sn === 0n) return false;
    if (fn % 2n === 1n || fn === sn) {
      olderRoot = hashNode(step, olderRoot);
      newerRoot = hashNode(step, newerRoot);
      while (fn % 2n === 0n && fn !== 0n) [fn, sn] = [fn / 2n, sn / 2n];
    } else {
      newerRoot = hashNode(newerRoot, step);
    }
    [fn, sn] = [fn / 2n, sn / 2n];
  }
  return sn === 0n && sameBytes(olderRoot, older.root) && sameBytes(newerRoot, newer.root);
}
