export interface Measured {
  readonly perSecond: number;
  /** Of each call, milliseconds. */
  readonly latencies: readonly number[];
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
  return { perSecond: (latencies.length * 1000) / (performance.now() - begun), latencies };
}
