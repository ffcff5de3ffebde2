import { Refusal } from '../kernel/refusal.ts';

/** Heavy work in turn: so many at once, so many more waiting, and whoever comes after is told to come again. */
export interface Turns {
  /** @param weight How much of what may be at once this is; 1 where only the number counts. */
  take<T>(work: () => Promise<T>, weight?: number): Promise<T>;
}

export function openTurns({ atOnce, waiting }: { readonly atOnce: number; readonly waiting: number }): Turns {
  let running = 0;
  const queue: { readonly weight: number; readonly go: () => void }[] = [];
  const fits = (weight: number) => running === 0 || running + weight <= atOnce;
  return {
    async take(work, weight = 1) {
      if (queue.length > 0 || !fits(weight)) {
        if (queue.length >= waiting) {
          throw new Refusal('busy', 'too many at once; nothing was taken', { retryAfterSeconds: 10 });
        }
        await new Promise<void>((resolve) => queue.push({ weight, go: resolve }));
      } else running += weight;
      try {
        return await work();
      } finally {
        running -= weight;
        // Turns are handed to the next in line, so that nobody slips in between.
        for (let next = queue[0]; next !== undefined && fits(next.weight); next = queue[0]) {
          queue.shift();
          running += next.weight;
          next.go();
        }
      }
    },
  };
}
