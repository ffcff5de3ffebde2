/** One measured figure. Latencies are milliseconds. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly p50: number | null;
  readonly p99: number | null;
  /** What was measured beside it in the same run, in the same unit. */
  readonly baseline: number | null;
  /** `value` divided by `baseline`. */
  readonly ratio: number | null;
}

export function figure(
  name: string,
  value: number,
  unit: string,
  more: { readonly latencies?: readonly number[]; readonly baseline?: number } = {},
): Figure {
  const { latencies, baseline } = more;
  return {
    name,
    value: rounded(value),
    unit,
    p50: latencies === undefined ? null : rounded(percentile(latencies, 0.5)),
    p99: latencies === undefined ? null : rounded(percentile(latencies, 0.99)),
    baseline: baseline === undefined ? null : rounded(baseline),
    ratio: baseline === undefined ? null : Math.round((value / baseline) * 1000) / 1000,
  };
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

const rounded = (value: number): number => (value >= 100 ? Math.round(value) : Math.round(value * 1000) / 1000);
