/** How long an epoch's key wraps at most, days; what a key service needs to destroy one is taken off it. */
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

export function endOf(epoch: Epoch, days: number = EPOCH_DAYS): Date {
  return new Date(epoch.madeAt.getTime() + days * DAY_MILLISECONDS);
}

/** Whether the epoch in use is over, or a former one still lives because its turning was interrupted. */
export function turnsDue(
  keys: readonly { readonly name: string; readonly madeAt: Date; readonly now: Date }[],
  days: number,
): boolean {
  const epochs = keys.filter(({ name }) => name.startsWith('epoch-'));
  const newest = epochOf(epochs);
  const now = keys[0]?.now;
  return epochs.length > 1 || (newest !== undefined && now !== undefined && endOf(newest, days) <= now);
}

/**
 * When a key backup must be gone: at the end of its epoch. One made when that is over (nobody turned it) gets as long as
 * an epoch lasts, so that what is erased after it cannot be opened beyond the horizon that was stated.
 */
export function destroyBy(madeAt: Date, epoch: Epoch | undefined): Date {
  const end = epoch === undefined ? undefined : endOf(epoch);
  return end !== undefined && end > madeAt ? end : new Date(madeAt.getTime() + EPOCH_DAYS * DAY_MILLISECONDS);
}

/** Horizon = epoch + re-wrapping + what a key service needs to destroy: the longer the last, the shorter the first. */
export function epochDaysOf({ destroyDays }: { readonly destroyDays: number }): number {
  return EPOCH_DAYS - destroyDays;
}
