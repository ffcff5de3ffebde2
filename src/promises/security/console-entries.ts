import { countFailedJobs } from '../../kernel/jobs/store.ts';
import { addresses } from '../../ui/addresses.ts';
import type { ConsoleEntry } from '../../ui/console-entry.ts';

/** The places of this promise in the console. */
export const consoleEntries: readonly ConsoleEntry[] = [
  {
    href: '/console/people',
    group: 'people',
    words: { ru: 'Люди', en: 'People', uk: 'Люди' },
    waitingWords: null,
    roles: ['support', 'verifier', 'legal-officer'],
    waiting: async () => 0,
  },
  {
    href: '/console/staff',
    group: 'server',
    words: { ru: 'Сотрудники', en: 'Staff', uk: 'Працівники' },
    waitingWords: null,
    roles: [],
    waiting: async () => 0,
  },
  {
    href: '/console/credentials',
    group: 'server',
    words: { ru: 'Ключи служб', en: 'Credentials', uk: 'Ключі служб' },
    waitingWords: null,
    roles: [],
    waiting: async () => 0,
  },
  {
    href: addresses.jobs,
    group: 'server',
    words: { ru: 'Задания сервера', en: 'Jobs', uk: 'Завдання сервера' },
    waitingWords: {
      ru: 'задания, которые не удались серверу',
      en: 'jobs that the server gave up',
      uk: 'завдання, які не вдалися серверу',
    },
    roles: [],
    waiting: countFailedJobs,
  },
  {
    href: addresses.shownSettings,
    group: 'server',
    words: { ru: 'Настройки', en: 'Settings', uk: 'Налаштування' },
    waitingWords: null,
    roles: [],
    waiting: async () => 0,
  },
];
