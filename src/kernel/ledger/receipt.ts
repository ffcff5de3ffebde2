import type { Sql } from '../db/db.ts';
import { readEntry } from './store.ts';
import { computeFromTiles } from './tiles.ts';
import { inclusionProof } from './tree.ts';
import { readCheckpointOver } from './witnesses/store.ts';

/**
 * The receipt of one entry as c2sp.org/tlog-proof: its place in the log, the proof, the checkpoint, and as extra data
 * the opening (salt ‖ body). Where the opening was erased, the extra data is the leaf data alone: the receipt then
 * shows that an entry is there, and no more. Undefined while the entry is unknown or in no checkpoint yet.
 */
export async function makeReceipt(sql: Sql, personId: string, n: number): Promise<string | undefined> {
  const entry = await readEntry(sql, personId, n);
  if (entry === undefined || entry.logIndex === null) return undefined;
  // The entry first: whatever checkpoint is newest after that holds it.
  const checkpoint = await readCheckpointOver(sql, entry.logIndex);
  if (checkpoint === undefined) return undefined;
  const { leaf, salt, body, logIndex: index } = entry;
  const proof = await computeFromTiles(sql, (hashOf) => inclusionProof(index, checkpoint.size, hashOf));
  const extra = salt === null || body === null ? leaf : Buffer.concat([salt, Buffer.from(body)]);
  return [
    'c2sp.org/tlog-proof@v1',
    `extra ${extra.toString('base64')}`,
    `index ${index}`,
    ...proof.map((hash) => hash.toString('base64')),
    '',
    checkpoint.note,
  ].join('\n');
}
