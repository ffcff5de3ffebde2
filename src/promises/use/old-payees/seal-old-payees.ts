import assert from 'node:assert/strict';
import type { GateParts } from '../../../kernel/gate/parts.ts';
import { PAYEE_FIELD } from '../payee.ts';
import * as store from './store.ts';

const AT_ONCE = 100;

/**
 * Earlier versions of the program kept in clear whom a person wanted to pay. Every start seals what it finds of that;
 * nothing is opened, and a second process that starts meanwhile finds the row taken.
 */
export async function sealOldPayees({ db, keyring }: GateParts): Promise<number> {
  let sealed = 0;
  for (;;) {
    const found = await store.payeesInClear(db, AT_ONCE);
    for (const { personId, transferId } of found) {
      await db.transaction(async (tx) => {
        const plaintext = await store.lockPayeeInClear(tx, personId, transferId);
        if (plaintext === undefined) return;
        const [made] = await keyring.store(tx, personId, [{ field: PAYEE_FIELD, plaintext, role: 'file' }]);
        assert(made !== undefined, 'what is stored has a record');
        await store.sealPayee(tx, personId, transferId, made.recordId);
        sealed += 1;
      });
    }
    if (found.length < AT_ONCE) return sealed;
  }
}
