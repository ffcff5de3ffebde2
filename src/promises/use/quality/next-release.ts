import type { Group } from './store.ts';

/**
 * What is told next of groups of people. A group is told from the declared minimum on, and a number that was told is
 * told anew only when at least that many people came or went since: so the difference of two answers never speaks of
 * fewer people than one answer may.
 */
export function nextRelease(told: readonly Group[], now: readonly Group[], minimum: number): readonly Group[] {
  const counted = new Map(now.map(({ value, persons }) => [value, persons]));
  const before = new Map(told.map(({ value, persons }) => [value, persons]));
  const values = [...new Set([...counted.keys(), ...before.keys()])];
  return values.flatMap((value) => {
    const persons = counted.get(value) ?? 0;
    const last = before.get(value);
    if (last !== undefined && Math.abs(persons - last) < minimum) return [{ value, persons: last }];
    return persons >= minimum ? [{ value, persons }] : [];
  });
}
