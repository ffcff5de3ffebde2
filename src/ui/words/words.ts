import type { Language } from '../../kernel/words.ts';
import { en } from './en.ts';
import { ru } from './ru.ts';
import { uk } from './uk.ts';

/** The words of the interface. Russian is written first and gives the shape: a key missing elsewhere is a type error. */
export type InterfaceWords = typeof ru;

const ALL: Readonly<Record<Language, InterfaceWords>> = { ru, en, uk };

export function wordsOf(language: Language): InterfaceWords {
  return ALL[language];
}
