import type { Sql } from '../db/db.ts';
import { computeFromTiles } from './tiles.ts';
import { inclusionProof } from './tree.ts';
import { readEntryInLog } from './witnesses/store.ts';

/**
 * The receipt of one entry as c2sp.org/tlog-proof: its place in the log, the proof, the checkpoint, and as extra data
 * the opening (salt ‖ body). Where the opening was erased, the extra data is the leaf data alone: the receipt then
 * shows that an entry is there, and no more. Undefined while the entry is unknown or in no checkpoint yet.
 */
export async function makeReceipt(sql: Sql, personId: string, n: number): Promise<string | undefined> {
  const entry = await readEntryInLog(sql, personId, n);
  if (entry === undefined) return undefined;
  const { leaf, salt, body, logIndex: index, size, note } = entry;
  const proof = await computeFromTiles(sql, (hashOf) => inclusionProof(index, size, hashOf));
  const extra = salt === null || body === null ? leaf : Buffer.concat([salt, Buffer.from(body)]);
  return [
    'c2sp.org/tlog-proof@v1',
    `extra ${extra.toString('base64')}`,
    `index ${index}`,
    ...proof.map((hash) => hash.toString('base64')),
    '',
    note,
  ].join('\n');
}
