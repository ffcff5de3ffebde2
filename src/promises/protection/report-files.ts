import type { Band, ReportLine } from './report.ts';

const COLUMNS = ['received', 'disclosed', 'toldLater', 'noData', 'refused'] as const;

/** One row a line, each count as the two ends of its band (RFC 4180). */
export function reportCsv(lines: readonly ReportLine[]): string {
  const head = ['half', 'country', 'ground', ...COLUMNS.flatMap((name) => [`${name}_from`, `${name}_to`])];
  const rows = lines.map((line) => [
    line.half,
    line.country,
    line.kind,
    ...COLUMNS.flatMap((name) => [line[name].from, line[name].to]),
  ]);
  return [head, ...rows].map((row) => `${row.join(',')}\r\n`).join('');
}

/** How many at most came in each half-year: what a chart of bands can show without saying more than they do. */
export function mostByHalf(lines: readonly ReportLine[]): readonly { half: string; received: number }[] {
  const most = new Map<string, number>();
  for (const { half, received } of lines) most.set(half, (most.get(half) ?? 0) + received.to);
  return [...most].map(([half, received]) => ({ half, received }));
}

export function sayBandPlainly({ from, to }: Band): string {
  return from === to ? `${from}` : `${from}–${to}`;
}
