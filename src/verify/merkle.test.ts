import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { consistencyProof, inclusionProof, leafHash, nodeHash, rootOf } from '../kernel/ledger/tree.ts';
import { hashLeaf, hashNode, isConsistent, isIncluded } from './merkle.ts';

/** The tree that implementations of Certificate Transparency test each other with. */
const CT_LEAVES = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
const CT_ROOTS = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

/** Any node of a tree over these leaves, level by level in memory. */
function nodes(leaves: readonly Buffer[]) {
  const levels = [leaves.map((leaf) => leafHash(leaf))];
  for (let below = levels[0]!; below.length > 1; below = levels.at(-1)!) {
    const pairs = Math.floor(below.length / 2);
    levels.push(Array.from({ length: pairs }, (_, at) => nodeHash(below[2 * at]!, below[2 * at + 1]!)));
  }
  return (level: number, index: number) => levels[level]![index]!;
}

const leaves = Array.from({ length: 800 }, (_, at) => Buffer.from(`leaf ${at}`));
const hashOf = nodes(leaves);
const treeOf = (size: number) => ({ size: BigInt(size), root: rootOf(size, hashOf) });
const included = (at: number, size: number, proof: readonly Buffer[], leaf = leaves[at]!) =>
  isIncluded(BigInt(at), hashLeaf(leaf), proof, treeOf(size));

test('the roots that Certificate Transparency publishes for its test tree are given and verified', () => {
  const ct = nodes(CT_LEAVES.map((hex) => Buffer.from(hex, 'hex')));
  CT_ROOTS.forEach((root, at) => {
    assert.equal(rootOf(at + 1, ct).toString('hex'), root);
    const tree = { size: BigInt(at + 1), root: Buffer.from(root, 'hex') };
    const hash = hashLeaf(Buffer.from(CT_LEAVES[0] ?? '', 'hex'));
    assert.ok(isIncluded(0n, hash, inclusionProof(0, at + 1, ct), tree));
  });
  assert.equal(rootOf(0, ct).toString('hex'), createHash('sha256').digest('hex'));
});

test('every inclusion in every tree up to 70 leaves is confirmed, at its own place alone', () => {
  for (let size = 1; size <= 70; size++) {
    for (let at = 0; at < size; at++) {
      const proof = inclusionProof(at, size, hashOf);
      assert.ok(included(at, size, proof));
      assert.ok(!included(at, size, proof, Buffer.from('another')));
      for (const other of [at - 1, at + 1, size]) {
        if (other >= 0) assert.ok(!isIncluded(BigInt(other), hashLeaf(leaves[at]!), proof, treeOf(size)));
      }
      assert.ok(!included(at, size, [...proof, proof[0] ?? Buffer.alloc(32)]));
      if (proof.length > 0) assert.ok(!included(at, size, proof.slice(1)));
    }
  }
});

test('every growth between trees up to 70 leaves is confirmed, and no other', () => {
  for (let size = 1; size <= 70; size++) {
    for (let before = 0; before <= size; before++) {
      const proof = consistencyProof(before, size, hashOf);
      assert.ok(isConsistent(treeOf(before), treeOf(size), proof), `${before} ${size}`);
      const forged = { size: BigInt(before), root: Buffer.alloc(32, 1) };
      assert.ok(!isConsistent(forged, treeOf(size), proof));
      assert.ok(
        !isConsistent(treeOf(before), { size: BigInt(size), root: Buffer.alloc(32, 1) }, proof) || before === 0,
      );
      assert.ok(!isConsistent(treeOf(before), treeOf(size), [...proof, Buffer.alloc(32)]));
      if (before > 1) assert.ok(!isConsistent({ ...treeOf(before), size: BigInt(before - 1) }, treeOf(size), proof));
    }
  }
});

test('proofs over more than three tiles are confirmed, and a change of any hash is found', () => {
  const sizes = fc.tuple(fc.integer({ min: 1, max: 800 }), fc.integer({ min: 1, max: 800 }), fc.nat(), fc.nat(31));
  fc.assert(
    fc.property(sizes, ([a, b, which, byte]) => {
      const [before, size] = [Math.min(a, b), Math.max(a, b)];
      const inclusion = inclusionProof(before - 1, size, hashOf);
      assert.ok(included(before - 1, size, inclusion));
      const consistency = consistencyProof(before, size, hashOf);
      assert.ok(isConsistent(treeOf(before), treeOf(size), consistency));
      const change = (proof: readonly Buffer[]) => {
        const changed = proof.map((hash) => Buffer.from(hash));
        const hash = changed[which % proof.length];
        if (hash !== undefined) hash[byte] = (hash[byte] ?? 0) ^ 1;
        return changed;
      };
      if (inclusion.length > 0) assert.ok(!included(before - 1, size, change(inclusion)));
      if (consistency.length > 0) assert.ok(!isConsistent(treeOf(before), treeOf(size), change(consistency)));
    }),
    { numRuns: 300 },
  );
});

test('writer and verifier hash alike, each with its own code', () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.uint8Array(), (a, b) => {
      assert.deepEqual(Buffer.from(hashLeaf(a)), leafHash(a));
      assert.deepEqual(Buffer.from(hashNode(a, b)), nodeHash(a, b));
    }),
  );
});
