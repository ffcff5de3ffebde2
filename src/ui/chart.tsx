import type { PropsWithChildren } from 'hono/jsx';
import type { Language } from '../kernel/words.ts';
import { sayNumber } from './numbers.ts';

export interface Bar {
  readonly label: string;
  readonly value: number;
}

export interface BarGroup {
  readonly label: string;
  readonly bars: readonly Bar[];
}

interface ChartProps {
  readonly language: Language;
  readonly caption: string;
  readonly labelColumn: string;
  readonly valueColumn: string;
  /** The largest first, at most a dozen. */
  readonly bars: readonly Bar[];
}

interface GroupedChartProps extends Omit<ChartProps, 'bars'> {
  readonly groups: readonly BarGroup[];
}

/** Several sets of bars to one scale, each under its name. */
export function GroupedChart({ groups, ...rest }: GroupedChartProps) {
  const most = Math.max(1, ...groups.flatMap(({ bars }) => bars.map(({ value }) => value)));
  return (
    <ChartTable {...rest}>
      {groups.map(({ label, bars }) => (
        <tbody>
          <tr>
            <th class="group" scope="rowgroup" colspan={2}>
              {label}
            </th>
          </tr>
          {bars.map((bar) => (
            <BarRow language={rest.language} bar={bar} most={most} />
          ))}
        </tbody>
      ))}
    </ChartTable>
  );
}

/** Bars beside their numbers. The table is the chart: whoever cannot see the bars misses nothing. */
export function Chart({ bars, ...rest }: ChartProps) {
  const most = Math.max(1, ...bars.map((bar) => bar.value));
  return (
    <ChartTable {...rest}>
      <tbody>
        {bars.map((bar) => (
          <BarRow language={rest.language} bar={bar} most={most} />
        ))}
      </tbody>
    </ChartTable>
  );
}

function ChartTable({ caption, labelColumn, valueColumn, children }: PropsWithChildren<Omit<ChartProps, 'bars'>>) {
  return (
    <table class="chart">
      <caption class="unseen">{caption}</caption>
      <thead class="unseen">
        <tr>
          <th scope="col">{labelColumn}</th>
          <th scope="col">{valueColumn}</th>
        </tr>
      </thead>
      {children}
    </table>
  );
}

interface BarRowProps {
  readonly language: Language;
  readonly bar: Bar;
  readonly most: number;
}

function BarRow({ language, bar, most }: BarRowProps) {
  return (
    <tr>
      <th scope="row">{bar.label}</th>
      <td>
        <svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">
          <rect class="bar-bed" width="100" height="10" />
          <rect class="bar-fill" width={Math.max(1, (100 * bar.value) / most).toFixed(1)} height="10" />
        </svg>
        <span class="bar-value">{sayNumber(bar.value, language)}</span>
      </td>
    </tr>
  );
}

/** One column for each day, today's last. `said` are the same numbers for who cannot see them. */
export function DayColumns({ days, said }: { readonly days: readonly number[]; readonly said: string }) {
  const most = Math.max(1, ...days);
  return (
    <>
      <svg
        class="day-columns"
        viewBox={`0 0 ${days.length * 10} 30`}
        preserveAspectRatio="none"
        aria-hidden="true"
        focusable="false"
      >
        {days.map((count, day) => {
          const height = count === 0 ? 1 : Math.max(2, (30 * count) / most);
          const look = count === 0 ? 'bar-bed' : 'bar-fill';
          return <rect class={look} x={day * 10} y={(30 - height).toFixed(1)} width="8" height={height.toFixed(1)} />;
        })}
      </svg>
      <span class="unseen">{said}</span>
    </>
  );
}
