import type { ConsoleEntry } from '../../ui/console-entry.ts';
import { countDrafts } from './store.ts';

/** The places of this promise in the console: what waits is what somebody wrote and nobody has confirmed or ended. */
export const consoleEntries: readonly ConsoleEntry[] = [
  {
    href: '/console/bulletins',
    group: 'leaving',
    words: { ru: 'Рассылки', en: 'Bulletins', uk: 'Розсилки' },
    waitingWords: {
      ru: 'рассылки, которые ещё не подтверждены',
      en: 'bulletins that are not confirmed yet',
      uk: 'розсилки, які ще не підтверджено',
    },
    roles: ['editor', 'support'],
    waiting: countDrafts,
  },
];
