import type { Tx } from '../../../kernel/db/db.ts';
import type { GateParts } from '../../../kernel/gate/parts.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { hashLetterCode } from '../addresses/letter-code.ts';
import { personOfMailboxCode, takeMailboxCode } from '../addresses/store.ts';
import { hashRecoveryCode, readRecoveryCode } from '../factors/recovery-codes.ts';
import { personOfRecoveryCode, useRecoveryCode } from '../factors/store.ts';
import { hashToken } from '../sessions.ts';
import { findByKey, takeKey } from './store.ts';

/** What was typed to get back in, once it was found to be somebody's. */
export interface WayBack {
  readonly kind: 'recovery-code' | 'mailbox' | 'staff';
  readonly personId: string;
  /** Takes it, in the transaction that decides by it. @returns false where somebody was first */
  take(tx: Tx): Promise<boolean>;
}

/**
 * Whose way back this is: a recovery code, the key of a recovery that staff began, or, with the request of the browser
 * that asked, the code of a letter. Undefined for whatever is wrong with it.
 * @throws Refusal `conflict` for a key whose time has not come: its holder may know
 */
export async function findWayBack(
  parts: GateParts,
  code: string,
  request: string | undefined,
): Promise<WayBack | undefined> {
  const { db } = parts;
  if (request !== undefined) {
    const requestHash = hashToken(request);
    const codeHash = hashLetterCode(parts, code, [requestHash.toString('hex')]);
    const personId = await personOfMailboxCode(db, requestHash, codeHash);
    const take = (tx: Tx) => takeMailboxCode(tx, requestHash, codeHash);
    return personId === undefined ? undefined : { kind: 'mailbox', personId, take };
  }
  const read = readRecoveryCode(code);
  if (read === undefined) return undefined;
  const hash = hashRecoveryCode(read);
  const personId = await personOfRecoveryCode(db, hash);
  if (personId !== undefined) {
    return { kind: 'recovery-code', personId, take: (tx) => useRecoveryCode(tx, personId, hash) };
  }
  const byStaff = await findByKey(db, hash);
  if (byStaff === undefined) return undefined;
  if (!byStaff.ready) throw new Refusal('conflict', 'the time of this recovery has not come yet', { field: 'code' });
  return { kind: 'staff', personId: byStaff.personId, take: (tx) => takeKey(tx, byStaff.personId, hash) };
}
