import { z } from 'zod';
import { MESSAGE_CHARACTERS_MAX } from '../../kernel/limits.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { plainText } from './plain-text.ts';

/** How the text of a message lies in the vault: a name that no declared field can have, and its DPV 2.3 category. */
export const MESSAGE_FIELD = 'conversation/text';
export const MESSAGE_CATEGORY = 'pd:Communication';

export const messageTextSchema = z.string().max(MESSAGE_CHARACTERS_MAX);

/** @throws Refusal `invalid` for an empty text or one with characters that nobody sees */
export function readMessageText(given: string): string {
  const wrong = (expected: string) => new Refusal('invalid', `\`text\` must be ${expected}`, { field: 'text' });
  const text = plainText(given, wrong);
  if (text === '') throw wrong('more than nothing');
  return text;
}
