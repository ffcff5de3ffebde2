import type { Sql } from '../../kernel/db/db.ts';
import type { Reads } from '../../kernel/db/reading.ts';
import type { AskerIdentity } from '../../kernel/gate/asker.ts';
import type { DealingRow, TransferRow } from './store.ts';
import * as store from './store.ts';

/** A dealing the person may see: their own, or one that nobody joined yet and they hold the address of. */
export async function dealingBeforePerson(sql: Sql, asker: AskerIdentity, dealingId: string) {
  if (asker.kind !== 'person') return undefined;
  const dealing = await store.findDealing(sql, dealingId);
  if (dealing === undefined) return undefined;
  if (dealing.personId !== asker.personId && (dealing.personId !== null || dealing.endedAt !== null)) return undefined;
  return { personId: asker.personId, dealing, service: { id: dealing.service, purpose: dealing.purpose } };
}

/** A person's own transfer. */
export async function ownTransfer(sql: Sql, asker: AskerIdentity, transferId: string) {
  if (asker.kind !== 'person') return undefined;
  const transfer = await store.findTransfer(sql, transferId);
  return transfer?.personId === asker.personId ? reachTransfer(transfer) : undefined;
}

/** A provider's own transfer: one handed over to it. */
export async function handedTransfer(reads: Reads, asker: AskerIdentity, transferId: string) {
  if (asker.kind !== 'provider') return undefined;
  const transfer = await store.findTransfer(reads, transferId);
  return transfer?.provider === asker.id && transfer.attempt > 0 ? reachTransfer(transfer) : undefined;
}

export function reachTransfer(transfer: TransferRow) {
  return {
    personId: transfer.personId,
    transfer,
    provider: { id: transfer.provider, method: transfer.method },
  };
}

export type { DealingRow, TransferRow };
