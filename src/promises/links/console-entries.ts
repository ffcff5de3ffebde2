import type { ConsoleEntry } from '../../ui/console-entry.ts';

/** The place of this promise in the console. Nothing ever waits there. */
export const consoleEntries: readonly ConsoleEntry[] = [
  {
    href: '/console/links',
    group: 'leaving',
    words: { ru: 'Ссылки наружу', en: 'Links outwards', uk: 'Посилання назовні' },
    waitingWords: null,
    roles: ['editor'],
    waiting: async () => 0,
  },
];
