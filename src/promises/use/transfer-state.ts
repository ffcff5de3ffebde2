import type { TransferRow } from './store.ts';

export type TransferState =
  | 'started'
  | 'confirmed'
  | 'being-handed-over'
  | 'accepted'
  | 'refused'
  | 'unknown'
  | 'expired'
  | 'cancelled'
  | 'paid'
  | 'failed'
  | 'refunded';

/** Read off the records: nothing keeps a state that could contradict them. */
export function transferState(transfer: TransferRow, at: Date): TransferState {
  if (transfer.cancelledAt !== null) return 'cancelled';
  if (transfer.reported !== null && transfer.outcome === 'accepted') return transfer.reported;
  if (transfer.outcome !== null) return transfer.outcome;
  if (transfer.attempt > 0) return 'being-handed-over';
  if (transfer.grantUntil === null) return 'started';
  return transfer.grantUntil > at ? 'confirmed' : 'expired';
}
