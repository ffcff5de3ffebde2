import type { Language } from '../../../kernel/words.ts';
import type { BulletinSource } from './bulletin-source.ts';
import { MARKS } from './copy-marks.ts';

/** One line under a message: words, and an address of the site they lead to. */
export interface FooterLine {
  readonly words: string;
  readonly href: string | null;
}

/**
 * Why somebody got this: the section and version of the policy that decided, the entry in their own history, and where
 * all their messages are. The marks stand for what differs by copy.
 */
export function footerOf({ language, siteName, topic, origin, contact }: BulletinSource): readonly FooterLine[] {
  const words = WORDS[language];
  return [
    { words: words.why(siteName, topic), href: null },
    { words: words.policy(MARKS.version), href: `${origin}/policy/versions/${MARKS.version}#communication` },
    { words: words.entry(MARKS.entry), href: `${origin}/account/messages` },
    ...(contact === null ? [] : [{ words: words.letter(contact), href: null }]),
  ];
}

interface FooterWords {
  why(siteName: string | null, topic: string): string;
  policy(version: string): string;
  entry(entry: string): string;
  letter(contact: string): string;
}

const WORDS: Readonly<Record<Language, FooterWords>> = {
  ru: {
    why: (site, topic) =>
      `Вы получили это письмо, потому что оставили адрес ${site === null ? 'на этом сайте' : `на сайте «${site}»`}. Тема: ${topic}.`,
    policy: (version) => `Политика, версия ${version}, раздел о письмах`,
    entry: (entry) => `Запись № ${entry} в Вашей истории; все письма Вам`,
    letter: (contact) => `Отказаться можно и письмом на ${contact}.`,
  },
  en: {
    why: (site, topic) =>
      `You got this because you left your address on ${site === null ? 'this site' : `the site “${site}”`}. Topic: ${topic}.`,
    policy: (version) => `The policy, version ${version}, section on messages`,
    entry: (entry) => `Entry ${entry} of your history; all messages to you`,
    letter: (contact) => `You can also stop messages by writing to ${contact}.`,
  },
  uk: {
    why: (site, topic) =>
      `Ви отримали цей лист, бо залишили адресу ${site === null ? 'на цьому сайті' : `на сайті «${site}»`}. Тема: ${topic}.`,
    policy: (version) => `Політика, версія ${version}, розділ про листи`,
    entry: (entry) => `Запис № ${entry} у Вашій історії; усі листи Вам`,
    letter: (contact) => `Відмовитися можна й листом на ${contact}.`,
  },
};
