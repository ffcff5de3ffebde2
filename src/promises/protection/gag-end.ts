import { Refusal } from '../../kernel/refusal.ts';

/** A ban on telling runs at most so long at a time: a longer one has to be renewed, with its reason. */
const GAG_DAYS_MAX = 366;

/** @throws Refusal `invalid` where a ban would end in the past, or never as far as anybody can see */
export function gagEnd(until: string | undefined, at: Date): Date | null {
  if (until === undefined) return null;
  const end = new Date(until);
  if (end > at && end.getTime() - at.getTime() <= GAG_DAYS_MAX * 86_400_000) return end;
  throw new Refusal('invalid', `\`gagUntil\` must lie ahead, by at most ${GAG_DAYS_MAX} days`, { field: 'gagUntil' });
}

/** In a process for the person's own work with the site the person is told first. */
export function noGagInAProcess(): Refusal {
  return new Refusal('invalid', '`gagUntil` does not go with a process that the person is told of first', {
    field: 'gagUntil',
  });
}
