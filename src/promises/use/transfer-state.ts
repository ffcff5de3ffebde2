import type { TransferRow } from './store.ts';

export type TransferState =
  | 'started'
  | 'confirmed'
  | 'handing-over'
  | 'with-provider'
  | 'accepted'
  | 'refused'
  | 'unknown'
  | 'expired'
  | 'cancelled'
  | 'paid'
  | 'failed'
  | 'refunded'
  | 'reported';

/** Every state it went through, oldest first. */
export function transferPath(
  transfer: TransferRow,
  at: Date,
): readonly { readonly state: TransferState; readonly at: Date }[] {
  const state = transferState(transfer, at);
  const steps: readonly (readonly [TransferState | null, Date | null])[] = [
    ['started', transfer.startedAt],
    ['cancelled', state === 'cancelled' ? transfer.cancelledAt : null],
    ['confirmed', transfer.confirmedAt],
    ['handing-over', transfer.handedOverAt],
    [transfer.outcome, transfer.outcomeAt],
    [transfer.reported === null ? null : 'reported', transfer.reportedAt],
    [transfer.settled, transfer.settledAt],
    [state === 'expired' ? 'expired' : null, transfer.grantUntil],
  ];
  return steps.flatMap(([state, when]) => (state === null || when === null ? [] : [{ state, at: when }]));
}

/** Read off the records: nothing keeps a state that could contradict them. */
export function transferState(transfer: TransferRow, at: Date): TransferState {
  const { cancelledAt, grantUntil } = transfer;
  // What ends after its confirmation has run out was not cancelled by anybody: it ran out.
  if (cancelledAt !== null) return grantUntil !== null && grantUntil <= cancelledAt ? 'expired' : 'cancelled';
  if (transfer.settled !== null) return transfer.settled;
  if (transfer.reported !== null) return 'reported';
  const there = transfer.way === 'redirect-form' || transfer.way === 'hosted-page';
  if (there && (transfer.outcome === 'accepted' || (transfer.attempt > 0 && transfer.outcome === null)))
    return 'with-provider';
  if (transfer.outcome !== null) return transfer.outcome;
  if (transfer.attempt > 0) return 'handing-over';
  if (grantUntil === null) return 'started';
  return grantUntil > at ? 'confirmed' : 'expired';
}
