import type { Language } from '../kernel/words.ts';
import { sayNumber } from './numbers.ts';

export interface Bar {
  readonly label: string;
  readonly value: number;
}

interface ChartProps {
  readonly language: Language;
  readonly caption: string;
  readonly labelColumn: string;
  readonly valueColumn: string;
  /** The largest first, at most a dozen. */
  readonly bars: readonly Bar[];
}

/** Bars beside their numbers. The table is the chart: whoever cannot see the bars misses nothing. */
export function Chart({ language, caption, labelColumn, valueColumn, bars }: ChartProps) {
  const most = Math.max(1, ...bars.map((bar) => bar.value));
  return (
    <table class="chart">
      <caption class="unseen">{caption}</caption>
      <thead class="unseen">
        <tr>
          <th scope="col">{labelColumn}</th>
          <th scope="col">{valueColumn}</th>
        </tr>
      </thead>
      <tbody>
        {bars.map((bar) => (
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
        ))}
      </tbody>
    </table>
  );
}
