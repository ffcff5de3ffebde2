import type { KeyObject } from 'node:crypto';
import type { Sql } from '../../db/db.ts';
import { isOurNote, publicBytes, publicKeyOf, signNote, verifierKey } from '../note.ts';
import { readLedgerKeys } from './store.ts';

/** The name of the note, and of the keys under it: it can never be taken for a checkpoint or a statement. */
const nameOf = (origin: string) => `${origin}/key-change/v1`;

export interface KeyChange {
  readonly origin: string;
  readonly former: KeyObject;
  readonly next: KeyObject;
  readonly since: Date;
}

/**
 * "From this instant on the ledger is signed by that key", signed by both: by the former, so that who trusts it may trust
 * the next; by the next, so that nobody's key is taken without its holder. Four lines: name, former, next, instant.
 */
export function writeKeyChange({ origin, former, next, since }: KeyChange): string {
  const lines = [nameOf(origin), verifierKey(origin, former), verifierKey(origin, next), since.toISOString()];
  return signNote(`${lines.join('\n')}\n`, nameOf(origin), former, next);
}

/**
 * The keys that this ledger was ever signed by, newest first, as far as the notes of the changes lead back from the one
 * in use. What the database says of a key that no such note vouches for is not believed.
 */
export async function signersOf(sql: Sql, key: KeyObject): Promise<readonly KeyObject[]> {
  const rows = await readLedgerKeys(sql);
  const signers = [key];
  for (let at = rows.length - 1; at > 0; at -= 1) {
    const [row, before] = [rows[at], rows[at - 1]];
    const next = signers.at(-1);
    if (row === undefined || before === undefined || next === undefined) break;
    // A server that has not heard of the newest key yet begins with its own.
    if (!row.publicKey.equals(publicBytes(next))) continue;
    const former = publicKeyOf(before.publicKey);
    const [name = ''] = (row.change ?? '').split('\n');
    if (row.change === null || !isOurNote(row.change, name, next) || !isOurNote(row.change, name, former)) break;
    signers.push(former);
  }
  return signers;
}
