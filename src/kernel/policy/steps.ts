import { setImmediate } from 'node:timers/promises';

/** Long work that stops now and then, so that it can be done at once or in turns with whoever else has something to do. */
export type Steps<Result> = Generator<undefined, Result, void>;

export function atOnce<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** As long as one may keep everybody else waiting, milliseconds: a decision takes a tenth of that. */
const TURN_MILLISECONDS = 8;

export async function inTurns<Result>(steps: Steps<Result>): Promise<Result> {
  for (;;) {
    await setImmediate();
    const begun = performance.now();
    while (performance.now() - begun < TURN_MILLISECONDS) {
      const { done, value } = steps.next();
      if (done) return value;
    }
  }
}
