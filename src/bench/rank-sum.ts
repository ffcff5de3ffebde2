/**
 * How surely two samples of times are told apart (Mann–Whitney, normal approximation): beyond ±3 somebody who measures
 * often enough could tell them apart, within ±2 it is what chance does.
 */
export function rankSumZ(one: readonly number[], other: readonly number[]): number {
  const all = [...one.map((value) => ({ value, first: true })), ...other.map((value) => ({ value, first: false }))];
  all.sort((a, b) => a.value - b.value);
  const sum = all.reduce((total, { first }, rank) => total + (first ? rank + 1 : 0), 0);
  const [n, m] = [one.length, other.length];
  const expected = (n * (n + m + 1)) / 2;
  return (sum - expected) / Math.sqrt((n * m * (n + m + 1)) / 12);
}
