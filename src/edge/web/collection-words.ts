import { Refusal } from '../../kernel/refusal.ts';
import type { Problem } from '../../ui/problems.tsx';
import type { Page } from './page.tsx';

/** Declared fields by their words. */
export function fieldLabels({ version, language }: Page, ids: readonly string[]): readonly string[] {
  return ids.map((id) => version.declarations.fields.find((field) => field.id === id)?.words[language] ?? id);
}

/** What is wrong with a message, for the form that comes back; anything else goes on as it was thrown. */
export function messageProblem(error: unknown, text: string): Problem {
  if (!(error instanceof Refusal) || error.detail.field !== 'text') throw error;
  return text.trim() === '' ? 'missing' : text.length > 4000 ? 'too-long' : 'malformed';
}
