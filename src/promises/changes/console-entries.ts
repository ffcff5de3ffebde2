import type { ConsoleEntry } from '../../ui/console-entry.ts';

/** The place of this promise in the console. Nothing ever waits there. */
export const consoleEntries: readonly ConsoleEntry[] = [
  {
    href: '/console/policy',
    group: 'words',
    words: { ru: 'Политика', en: 'Policy', uk: 'Політика' },
    waitingWords: null,
    roles: ['editor'],
    waiting: async () => 0,
  },
];
