import type { Tx } from '../../kernel/db/db.ts';
import { eraseAddresses } from './addresses/store.ts';
import { dropBrought } from './brought/store.ts';
import { eraseFactors } from './factors/store.ts';
import { eraseRecoveries } from './recovery/store.ts';
import { eraseCard } from './staff/store.ts';
import { eraseSignIns } from './store.ts';

/** Everything this promise keeps of a person. */
export async function eraseSecurity(tx: Tx, personId: string): Promise<void> {
  await eraseSignIns(tx, personId);
  await dropBrought(tx, personId);
  await eraseFactors(tx, personId);
  await eraseAddresses(tx, personId);
  await eraseRecoveries(tx, personId);
  await eraseCard(tx, personId);
}
