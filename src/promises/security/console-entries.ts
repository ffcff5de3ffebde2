import type { ConsoleEntry } from '../../ui/console-entry.ts';

/** The places of this promise in the console. Nothing ever waits there. */
export const consoleEntries: readonly ConsoleEntry[] = [
  {
    href: '/console/people',
    words: { ru: 'Люди', en: 'People', uk: 'Люди' },
    waitingWords: null,
    roles: ['support', 'verifier', 'legal-officer'],
    waiting: async () => 0,
  },
  {
    href: '/console/staff',
    words: { ru: 'Сотрудники', en: 'Staff', uk: 'Працівники' },
    waitingWords: null,
    roles: [],
    waiting: async () => 0,
  },
  {
    href: '/console/credentials',
    words: { ru: 'Ключи служб', en: 'Credentials', uk: 'Ключі служб' },
    waitingWords: null,
    roles: [],
    waiting: async () => 0,
  },
];
