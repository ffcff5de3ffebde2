import type { Words } from '../words.ts';
import type { MomentFact } from './act-description.ts';

/** A yes-or-no fact of the moment of asking: told to who asks, unless telling it would give something away. */
export const momentFact = (
  name: string,
  words: Words,
  wordsNot: Words,
  tell: 'asker' | 'nobody' = 'asker',
): MomentFact => ({ kind: 'of-the-moment', name, values: 'yes-no', tell, words, wordsNot });
