import { Refusal } from '../../kernel/refusal.ts';

/** What the script put into the form: the browser's answer as JSON. The act's schema reads it further. */
export function readAnswer(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    throw new Refusal('invalid', '`answer` is not what a browser answers', { field: 'answer' });
  }
}
