import { median } from './figure.ts';
import { descendantsOf } from './processes.ts';

export interface Measured {
  readonly perSecond: number;
  /** Of each call, milliseconds. */
  readonly latencies: readonly number[];
  /** Processor time for each call, milliseconds: of this process, and of what it has started (the database). */
  readonly cpu: { readonly own: number; readonly started: number };
}

export interface Loop {
  readonly callers: number;
  readonly milliseconds: number;
}

/** So many callers, each asking again as soon as it was answered. The first error ends the measurement: it would lie. */
export async function closedLoop(
  { callers, milliseconds }: Loop,
  call: (number: number) => Promise<unknown>,
): Promise<Measured> {
  const latencies: number[] = [];
  const before = cpuNow();
  const begun = performance.now();
  let number = 0;
  const caller = async () => {
    for (let now = performance.now(); now - begun < milliseconds; ) {
      number += 1;
      await call(number);
      const after = performance.now();
      latencies.push(after - now);
      now = after;
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  const perSecond = (latencies.length * 1000) / (performance.now() - begun);
  return { perSecond, latencies, cpu: cpuSince(before, latencies.length) };
}

/** Processor time since a look at it, for each of so many. */
export function cpuSince(before: ReturnType<typeof cpuNow>, many: number): Measured['cpu'] {
  const after = cpuNow();
  const each = (key: 'own' | 'started') => (after[key] - before[key]) / many;
  return { own: each('own'), started: each('started') };
}

/** Processor time that this process and what it has started have used so far. */
export function cpuNow() {
  const { user, system } = process.cpuUsage();
  const started = descendantsOf(process.pid).reduce((sum, { cpu }) => sum + cpu, 0);
  return { own: (user + system) / 1000, started };
}

/** Of several rounds, the middle. */
export const rateOf = (rounds: readonly Measured[]) => median(rounds.map(({ perSecond }) => perSecond));
export const cpuOf = (rounds: readonly Measured[]) => median(rounds.map(({ cpu }) => cpu.own + cpu.started));
