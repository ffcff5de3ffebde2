import type { Language } from '../../../kernel/words.ts';

/** What a bulletin is made from in one language. */
export interface BulletinSource {
  readonly language: Language;
  readonly subject: string;
  readonly markdown: string;
  /** The site's name as published; null while it is unnamed. */
  readonly siteName: string | null;
  /** The topic's name in this language. */
  readonly topic: string;
  /** Where the site is reached. */
  readonly origin: string;
  /** Where one may write to stop messages; null where the policy names no e-mail address. */
  readonly contact: string | null;
}
