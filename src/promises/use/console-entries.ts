import type { ConsoleEntry } from '../../ui/console-entry.ts';

/** The place of this promise in the console. Nothing ever waits there. */
export const consoleEntries: readonly ConsoleEntry[] = [
  {
    href: '/console/quality',
    words: { ru: 'Сводки', en: 'Aggregates', uk: 'Зведення' },
    waitingWords: null,
    roles: ['editor', 'support'],
    waiting: async () => 0,
  },
];
