import type { Sql } from '../db/db.ts';
import { readLatestCheckpoint, type StoredCheckpoint } from './store.ts';
import { computeFromTiles } from './tiles.ts';
import { consistencyProof } from './tree.ts';

/**
 * That the newest checkpoint's tree begins with that of `older` entries, in the form that c2sp.org/tlog-witness has a log
 * say it: `old` and the size, the proof, an empty line, the checkpoint. Undefined where the ledger is not so long.
 */
export async function proveGrowth(sql: Sql, older: number): Promise<string | undefined> {
  const checkpoint = await readLatestCheckpoint(sql);
  if (checkpoint === undefined || older < 1 || older > checkpoint.size) return undefined;
  return await proveGrowthTo(sql, older, checkpoint);
}

/** The same for a checkpoint that is at hand; from 0 on there is nothing to prove. */
export async function proveGrowthTo(sql: Sql, older: number, { size, note }: StoredCheckpoint): Promise<string> {
  const proof = await computeFromTiles(sql, (hashOf) => consistencyProof(older, size, hashOf));
  return [`old ${older}`, ...proof.map((hash) => hash.toString('base64')), '', note].join('\n');
}
