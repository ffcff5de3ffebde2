import { Refusal } from '../refusal.ts';
import type { PassAnswer } from '../watch/open-metrics.ts';
import type { GateParts } from './parts.ts';
import type { Ending } from './request.ts';

/** Counts a passage by its act and how it ended, and makes it a span. Nothing of who asked or about what is noted. */
export async function watchPass(
  { metrics, trace }: GateParts,
  act: string,
  pass: () => Promise<Ending>,
): Promise<Ending> {
  const begun = performance.now();
  const over = (answer: PassAnswer) => metrics.pass(act, answer, (performance.now() - begun) / 1000);
  try {
    const ending = await trace.span(`act ${act}`, {}, pass);
    over('allowed');
    return ending;
  } catch (error) {
    over(answerOf(error));
    throw error;
  }
}

function answerOf(error: unknown): PassAnswer {
  if (!(error instanceof Refusal)) return 'broken';
  if (error.code === 'forbidden_by_policy') return 'refused';
  return error.detail.entry === undefined ? 'turned-away' : 'undone';
}
