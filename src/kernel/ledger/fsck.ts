import type { KeyObject } from 'node:crypto';
import type { Sql } from '../db/db.ts';
import { checkChains } from './fsck-chains.ts';
import { checkTree } from './fsck-tree.ts';

export interface FsckReport {
  /** Entries in all chains; those of them that are in no checkpoint yet; those whose text was erased. */
  readonly entries: number;
  readonly pending: number;
  readonly erased: number;
  /** Entries in the public tree. */
  readonly size: number;
  readonly checkpoints: number;
  /** Sentences, each naming what is wrong and where. Empty: the ledger is whole. */
  readonly problems: readonly string[];
}

export interface FsckParts {
  readonly sql: Sql;
  /** Ed25519. */
  readonly key: KeyObject;
  readonly origin: string;
  readonly siteId: string;
  /** Acts whose entry explains that texts before it in the chain are gone. */
  readonly erasureKinds: readonly string[];
}

/** How many problems are named; a ledger with more is broken as a whole. */
const PROBLEMS_MAX = 1000;

/**
 * Derives the whole ledger anew: every leaf whose text exists, every link of every chain, every tile, every
 * checkpoint's root and signature. Reads everything once, in pages, and changes nothing.
 */
export async function fsck(parts: FsckParts): Promise<FsckReport> {
  const problems: string[] = [];
  const report = (sentence: string) => {
    if (problems.length < PROBLEMS_MAX) problems.push(sentence);
  };
  const tree = await checkTree(parts, report);
  const chains = await checkChains(parts, report);
  return { ...chains, ...tree, problems };
}
