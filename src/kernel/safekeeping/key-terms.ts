/** How long an epoch's key wraps, days. */
const EPOCH_DAYS = 28;
const DAY_MILLISECONDS = 86_400_000;

/** The epoch in use and since when. */
export interface Epoch {
  readonly name: string;
  readonly madeAt: Date;
}

/** The newest epoch among the keys. */
export function epochOf(keys: readonly { readonly name: string; readonly madeAt: Date }[]): Epoch | undefined {
  return keys.filter(({ name }) => name.startsWith('epoch-')).toSorted((a, b) => (a.name < b.name ? 1 : -1))[0];
}

export function endOf(epoch: Epoch): Date {
  return new Date(epoch.madeAt.getTime() + EPOCH_DAYS * DAY_MILLISECONDS);
}

/**
 * When a key backup must be gone: at the end of its epoch. One made when that is over (nobody turned it) gets as long as
 * an epoch lasts, so that what is erased after it cannot be opened beyond the horizon that was stated.
 */
export function destroyBy(madeAt: Date, epoch: Epoch | undefined): Date {
  const end = epoch === undefined ? undefined : endOf(epoch);
  return end !== undefined && end > madeAt ? end : new Date(madeAt.getTime() + EPOCH_DAYS * DAY_MILLISECONDS);
}
