import type { StaffRole } from '../../kernel/gate/store.ts';
import type { DayOfActivity } from '../../kernel/watch/store.ts';
import { ACTIVITY_DAYS, ACTIVITY_SERIES, type ActivitySeries } from '../../promises/security/console.tsx';

/** Which acts make a row of the console's first page, and who reads it. */
const ROWS: Readonly<Record<ActivitySeries, (one: DayOfActivity) => boolean>> = {
  registrations: ({ act, answer }) => act === 'register' && answer === 'allowed',
  uses: ({ act, answer }) => act === 'askFields' && answer === 'allowed',
  deliveries: ({ act, answer }) => ['sendBulletin', 'handOverTransfer'].includes(act) && answer === 'allowed',
  refusals: ({ answer }) => answer === 'refused',
  turnedAway: ({ answer }) => answer === 'turned-away',
  stops: ({ act, answer }) => ['stopMessages', 'stopByLink', 'stopByLetter'].includes(act) && answer === 'allowed',
  demands: ({ act, answer }) => act === 'demandProof' && answer === 'allowed',
  cases: ({ act, answer }) => act === 'receiveLegalRequest' && answer === 'allowed',
};

/** Cases of law are told only to those who work on them: their number alone may say that there is one. */
export function activityFor(rows: readonly DayOfActivity[], roles: readonly StaffRole[], now: Date) {
  const law = roles.some((role) => role === 'owner' || role === 'legal-officer');
  const days = Array.from({ length: ACTIVITY_DAYS }, (_, index) => dayBefore(now, ACTIVITY_DAYS - 1 - index));
  return ACTIVITY_SERIES.filter((series) => series !== 'cases' || law).map((series) => ({
    series,
    days: days.map((day) =>
      rows.filter((one) => one.day === day && ROWS[series](one)).reduce((sum, { times }) => sum + times, 0),
    ),
  }));
}

function dayBefore(now: Date, days: number): string {
  return new Date(now.getTime() - days * 86_400_000).toISOString().slice(0, 10);
}
