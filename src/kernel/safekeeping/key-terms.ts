import assert from 'node:assert/strict';

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

function endOf(epoch: Epoch, days: number = EPOCH_DAYS): Date {
  return new Date(epoch.madeAt.getTime() + days * DAY_MILLISECONDS);
}

/** How long the other keys that turn are in use, days: none of them opens a value, and a year of epochs is long enough. */
const INDEX_DAYS = 13 * EPOCH_DAYS;
const LEDGER_DAYS = 26 * EPOCH_DAYS;
/** How long a former key of the ledger signs beside its successor. */
const BOTH_SIGN_DAYS = EPOCH_DAYS;

interface KeyAge {
  readonly name: string;
  readonly madeAt: Date;
  readonly now: Date;
}

const kindOf = (name: string) => (name === 'ledger' ? name : /^(\w+)-\d{4}$/.exec(name)?.[1]);

/** When a key is to be replaced or, where a successor is in use, to end; null for one that never turns. */
export function dueOf(key: KeyAge, keys: readonly KeyAge[], epochDays: number): Date | null {
  const kind = kindOf(key.name);
  const days = kind === undefined ? undefined : { epoch: epochDays, index: INDEX_DAYS, ledger: LEDGER_DAYS }[kind];
  if (days === undefined) return null;
  // Names of a kind are in the order of their numbers, and the first of the ledger has none.
  const later = keys.filter(({ name }) => kindOf(name) === kind && name > key.name);
  const [next] = later.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  if (next === undefined) return endOf(key, days);
  return kind === 'ledger' ? endOf(next, BOTH_SIGN_DAYS) : key.now;
}

/** Whether the index's key has been in use long enough, or a former one still lives because its turning was interrupted. */
export function indexTurnsDue(keys: readonly KeyAge[]): boolean {
  return keys.some((key) => kindOf(key.name) === 'index' && isPast(dueOf(key, keys, EPOCH_DAYS), key.now));
}

/** Until when the former key of the ledger signs beside the new one. A site with one key alone has none to end. */
export function ledgerKeyEnds(keys: readonly KeyAge[]): { readonly at: Date; readonly due: boolean } {
  const former = keys.find(({ name }) => name.startsWith('ledger'));
  const at = former === undefined ? null : dueOf(former, keys, EPOCH_DAYS);
  assert(former !== undefined && at !== null, 'the ledger has a key');
  return { at, due: at <= former.now };
}

const isPast = (at: Date | null, now: Date) => at !== null && at <= now;

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
