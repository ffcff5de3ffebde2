import type { Language } from '../../../kernel/words.ts';
import { DayColumns } from '../../../ui/chart.tsx';
import { sayNumber } from '../../../ui/numbers.ts';
import { Table } from '../../../ui/table.tsx';
import { wordsOf } from '../../../ui/words/words.ts';

export const ACTIVITY_SERIES = [
  'registrations',
  'uses',
  'deliveries',
  'refusals',
  'turnedAway',
  'stops',
  'demands',
  'cases',
] as const;
export type ActivitySeries = (typeof ACTIVITY_SERIES)[number];

/** Days that are drawn; the newer half is compared with the older one. */
export const ACTIVITY_DAYS = 14;

export interface ActivityProps {
  readonly language: Language;
  /** Fourteen days each, today's last. */
  readonly activity: readonly { readonly series: ActivitySeries; readonly days: readonly number[] }[];
}

/** What happened on the site in two weeks, in numbers, with the days drawn beside them. */
export function Activity({ language, activity }: ActivityProps) {
  const page = wordsOf(language).console.home.activity;
  const sum = (days: readonly number[]) =>
    sayNumber(
      days.reduce((total, one) => total + one, 0),
      language,
    );
  return (
    <section aria-labelledby="activity">
      <h2 id="activity">{page.title}</h2>
      <Table
        caption={page.title}
        captionUnseen={true}
        head={[page.what, page.lastWeek, page.weekBefore, page.days]}
        rows={activity.map(({ series, days }) => [
          page.series[series],
          sum(days.slice(-ACTIVITY_DAYS / 2)),
          sum(days.slice(0, -ACTIVITY_DAYS / 2)),
          <DayColumns days={days} said={days.map((one) => sayNumber(one, language)).join('; ')} />,
        ])}
      />
      <p class="hint">{page.hint}</p>
    </section>
  );
}
