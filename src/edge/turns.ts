import { Refusal } from '../kernel/refusal.ts';

/** Heavy work in turn: so many at once, so many more waiting, and whoever comes after is told to come again. */
export interface Turns {
  take<T>(work: () => Promise<T>): Promise<T>;
}

export function openTurns({ atOnce, waiting }: { readonly atOnce: number; readonly waiting: number }): Turns {
  let running = 0;
  const queue: (() => void)[] = [];
  return {
    async take(work) {
      if (running >= atOnce) {
        if (queue.length >= waiting) {
          throw new Refusal('busy', 'too many at once; nothing was taken', { retryAfterSeconds: 10 });
        }
        await new Promise<void>((resolve) => queue.push(resolve));
      } else running += 1;
      try {
        return await work();
      } finally {
        // The turn is handed to the next, so that nobody slips in between.
        const next = queue.shift();
        if (next === undefined) running -= 1;
        else next();
      }
    },
  };
}
