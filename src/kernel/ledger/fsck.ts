import type { KeyObject } from 'node:crypto';
import type { Db, Sql } from '../db/db.ts';
import { checkChains } from './fsck-chains.ts';
import { checkTree } from './fsck-tree.ts';
import { holdInstant } from './store.ts';

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

/** What is checked, and how: the whole reading is of one instant, so that a server may write on meanwhile. */
export interface FsckOf {
  readonly db: Db;
  /** Ed25519. */
  readonly key: KeyObject;
  readonly origin: string;
  readonly siteId: string;
  /** Acts whose entry explains that texts before it in the chain are gone. */
  readonly erasureKinds: readonly string[];
}

/** The same, within that instant. */
export interface FsckParts extends Omit<FsckOf, 'db'> {
  readonly sql: Sql;
}

/** How many problems are named; a ledger with more is broken as a whole. */
const PROBLEMS_MAX = 1000;

/**
 * Derives the whole ledger anew: every leaf whose text exists, every link of every chain, every tile, every
 * checkpoint's root and signature. Reads everything once, in pages, and changes nothing.
 */
export async function fsck({ db, ...parts }: FsckOf): Promise<FsckReport> {
  return await db.transaction(async (tx) => {
    await holdInstant(tx);
    return await check({ ...parts, sql: tx });
  });
}

async function check(parts: FsckParts): Promise<FsckReport> {
  const problems: string[] = [];
  const report = (sentence: string) => {
    if (problems.length < PROBLEMS_MAX) problems.push(sentence);
  };
  const tree = await checkTree(parts, report);
  const chains = await checkChains(parts, report);
  return { ...chains, ...tree, problems };
}
