import type { TransferRow } from './store.ts';

export type TransferState =
  | 'started'
  | 'confirmed'
  | 'handing-over'
  | 'accepted'
  | 'refused'
  | 'unknown'
  | 'expired'
  | 'cancelled'
  | 'paid'
  | 'failed'
  | 'refunded';

/** Every state it went through, oldest first. */
export function transferPath(
  transfer: TransferRow,
  at: Date,
): readonly { readonly state: TransferState; readonly at: Date }[] {
  const steps: readonly (readonly [TransferState | null, Date | null])[] = [
    ['started', transfer.startedAt],
    ['cancelled', transfer.cancelledAt],
    ['confirmed', transfer.confirmedAt],
    ['handing-over', transfer.handedOverAt],
    [transfer.outcome, transfer.outcomeAt],
    [transfer.reported, transfer.reportedAt],
    [transferState(transfer, at) === 'expired' ? 'expired' : null, transfer.grantUntil],
  ];
  return steps.flatMap(([state, when]) => (state === null || when === null ? [] : [{ state, at: when }]));
}

/** Read off the records: nothing keeps a state that could contradict them. */
export function transferState(transfer: TransferRow, at: Date): TransferState {
  if (transfer.cancelledAt !== null) return 'cancelled';
  if (transfer.reported !== null && transfer.outcome === 'accepted') return transfer.reported;
  if (transfer.outcome !== null) return transfer.outcome;
  if (transfer.attempt > 0) return 'handing-over';
  if (transfer.grantUntil === null) return 'started';
  return transfer.grantUntil > at ? 'confirmed' : 'expired';
}
