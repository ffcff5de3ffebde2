import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../../root.ts';

/** The first bytes of each SHA-256; see the README beside the file. */
const BYTES = 5;

export interface CommonPasswords {
  readonly count: number;
  /** Whether it is one of them, in lower case. */
  has(password: string): boolean;
}

/** Reads the shipped list for one check. Nobody keeps it: an idle server has no use for a megabyte of passwords. */
export function readCommonPasswords(): CommonPasswords {
  const sorted = readFileSync(join(root, 'src/promises/security/passwords/common.bin'));
  const count = sorted.length / BYTES;
  return {
    count,
    has(password) {
      const wanted = createHash('sha256').update(password).digest().subarray(0, BYTES);
      let low = 0;
      let high = count - 1;
      while (low <= high) {
        const middle = (low + high) >> 1;
        const order = wanted.compare(sorted, middle * BYTES, (middle + 1) * BYTES);
        if (order === 0) return true;
        if (order < 0) high = middle - 1;
        else low = middle + 1;
      }
      return false;
    },
  };
}
