import type { ConsoleEntry } from '../../ui/console-entry.ts';

/** The place of this promise in the console. Nothing waits there: what is left is there once it is left. */
export const consoleEntries: readonly ConsoleEntry[] = [
  {
    href: '/console/forms',
    words: { ru: 'Формы', en: 'Forms', uk: 'Форми' },
    waitingWords: null,
    roles: ['editor', 'support'],
    waiting: async () => 0,
  },
];
