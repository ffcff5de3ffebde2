import { sameBytes } from './bytes.ts';
import type { Checkpoint } from './checkpoint.ts';
import { hashLeaf, hashNode, hashNothing } from './merkle.ts';
import { VerificationError } from './sentences.ts';

/** Reads the bytes under a path such as `entries/000` or `entries/x001/234.p/17`; undefined when it is not served. */
export type ReadBundle = (path: string) => Promise<Uint8Array | undefined>;

/**
 * Reads the whole public log from its entry bundles and computes the tree anew, so that every checkpoint given (each
 * already verified by its signature) is shown to be a beginning of one and the same log. Throws with the first that is
 * not: withheld entries, a changed one, or a fork.
 */
export async function verifyLog(checkpoints: readonly Checkpoint[], readBundle: ReadBundle): Promise<bigint> {
  const sorted = [...checkpoints].sort((a, b) => Number(a.size - b.size));
  const end = sorted.at(-1)?.size ?? 0n;
  /** Roots of the perfect subtrees from the left, the widest first. */
  const peaks: { width: bigint; hash: Uint8Array }[] = [];
  let size = 0n;
  for (let number = 0n; ; number += 1n) {
    while (sorted[0] !== undefined && sorted[0].size === size) compare(sorted.shift(), peaks);
    if (size >= end) return size;
    const width = end - number * 256n >= 256n ? 256 : Number(end - number * 256n);
    for (const leaf of await entriesOf(number, width, readBundle)) {
      push(peaks, hashLeaf(leaf));
      size += 1n;
      while (sorted[0] !== undefined && sorted[0].size === size) compare(sorted.shift(), peaks);
    }
  }
}

function push(peaks: { width: bigint; hash: Uint8Array }[], hash: Uint8Array): void {
  let peak = { width: 1n, hash };
  for (let last = peaks.at(-1); last !== undefined && last.width === peak.width; last = peaks.at(-1)) {
    peaks.pop();
    peak = { width: peak.width * 2n, hash: hashNode(last.hash, peak.hash) };
  }
  peaks.push(peak);
}

function compare(checkpoint: Checkpoint | undefined, peaks: readonly { hash: Uint8Array }[]): void {
  if (checkpoint === undefined) return;
  const hashes = peaks.map(({ hash }) => hash).reverse();
  const root = hashes.length === 0 ? hashNothing() : hashes.reduce((right, left) => hashNode(left, right));
  if (sameBytes(root, checkpoint.root)) return;
  throw new VerificationError('logDiffers', { size: checkpoint.size });
}

async function entriesOf(number: bigint, width: number, readBundle: ReadBundle): Promise<readonly Uint8Array[]> {
  const path = `entries/${tilePath(number)}${width === 256 ? '' : `.p/${width}`}`;
  const bytes = await readBundle(path);
  if (bytes === undefined) throw new VerificationError('bundleWithheld', { path });
  const entries: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0);
    entries.push(bytes.subarray(at + 2, at + 2 + length));
    at += 2 + length;
    if (at > bytes.length) throw new VerificationError('bundleCutOff', { path });
  }
  if (entries.length !== width) throw new VerificationError('bundleShort', { width, path });
  return entries;
}

function tilePath(number: bigint): string {
  const last = String(number % 1000n).padStart(3, '0');
  let path = last;
  for (let rest = number / 1000n; rest > 0n; rest /= 1000n) path = `x${String(rest % 1000n).padStart(3, '0')}/${path}`;
  return path;
}
