import type { Language } from '../../kernel/words.ts';
import { wordsOf } from '../../ui/words/words.ts';
import type { CaseTexts } from './case-texts.ts';
import type { Answer } from './facts.ts';

export interface Answered {
  readonly id: string;
  readonly answer: Answer;
  readonly receivedAt: Date;
  readonly answeredAt: Date;
  readonly texts: CaseTexts;
}

export interface Answering {
  /** As the policy names it; null: a demonstration. */
  readonly site: { readonly name: string | null; readonly address: string | null; readonly contact: string | null };
  readonly policy: { readonly number: number; readonly digest: string };
}

/**
 * "No data held" and "refused, because" are documents too: what an officer signs and sends instead of an archive. Plain
 * text, so that it can be read, printed and quoted anywhere; it holds what the case holds and nothing of any person.
 */
export function answerLetter(language: Language, answered: Answered, { site, policy }: Answering): string {
  const words = wordsOf(language).protection.letter;
  const { texts, answer } = answered;
  const from = [site.name ?? words.demonstration, site.address, site.contact].filter((line) => line !== null);
  const paragraphs = [
    from.join('\n'),
    `${words.to}: ${texts.intake?.authority ?? '—'}\n${words.reference}: ${texts.intake?.reference ?? '—'}`,
    `${words.received}: ${day(answered.receivedAt)}\n${words.answeredOn}: ${day(answered.answeredAt)}`,
    words.said[answer],
    `${words.because}:\n${texts.answer?.reason ?? '—'}`,
    words.nothingOpened,
    `${words.number}: ${answered.id}\n${words.policy(policy.number)}: ${policy.digest}`,
  ];
  return `${paragraphs.join('\n\n')}\n`;
}

function day(at: Date): string {
  return at.toISOString().slice(0, 10);
}
