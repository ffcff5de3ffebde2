import { createHash } from 'node:crypto';
import type { Random } from '../../src/kernel/ids.ts';

/** The same "random" bytes in every run, for vectors. */
export function countedRandom(seed: string): Random {
  let count = 0;
  const bytes = (length: number): Buffer => {
    const blocks: Buffer[] = [];
    while (blocks.length * 32 < length) blocks.push(createHash('sha256').update(`${seed} ${count++}`).digest());
    return Buffer.concat(blocks).subarray(0, length);
  };
  const uuid = () =>
    bytes(16)
      .toString('hex')
      .replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-8$4-$5');
  return { uuid, bytes };
}
