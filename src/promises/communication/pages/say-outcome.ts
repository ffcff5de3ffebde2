import type { Language } from '../../../kernel/words.ts';
import { wordsOf } from '../../../ui/words/words.ts';

/** What became of a message, as its person reads it. */
export function sayOutcome(
  language: Language,
  at: Date | null,
  outcome: 'accepted' | 'refused' | 'deferred' | 'unknown' | null,
): string {
  const words = wordsOf(language).communication.messages;
  return at === null ? words.waiting : words.outcomes[outcome ?? 'none'];
}
