import type { ConsoleEntry } from '../../ui/console-entry.ts';
import { wordsOf } from '../../ui/words/words.ts';
import { countOpen } from './store.ts';

/** The legal officers' place in the console; an owner sees that requests wait, and not what is in them. */
export const consoleEntries: readonly ConsoleEntry[] = [
  {
    href: '/console/legal-requests',
    group: 'leaving',
    words: inEach(({ title }) => title),
    waitingWords: inEach(({ waiting }) => waiting),
    roles: ['legal-officer'],
    waiting: countOpen,
  },
];

function inEach(say: (words: ReturnType<typeof wordsOf>['protection']['requests']) => string) {
  const of = (language: 'ru' | 'en' | 'uk') => say(wordsOf(language).protection.requests);
  return { ru: of('ru'), en: of('en'), uk: of('uk') };
}
