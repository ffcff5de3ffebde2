import { countBackupTroubles } from '../../kernel/safekeeping/runs/store.ts';
import { addresses } from '../../ui/addresses.ts';
import type { ConsoleEntry } from '../../ui/console-entry.ts';
import { countGivenUp } from './notices/store.ts';
import { countUnsettled } from './store.ts';

/** The places of this promise in the console: transfers whose end nobody knows, aggregates, and backups. */
export const consoleEntries: readonly ConsoleEntry[] = [
  {
    href: addresses.consoleTransfers,
    group: 'leaving',
    words: { ru: 'Переводы', en: 'Transfers', uk: 'Перекази' },
    waitingWords: {
      ru: 'переводы, итог которых неизвестен',
      en: 'transfers whose outcome is unknown',
      uk: 'перекази, підсумок яких невідомий',
    },
    roles: ['support'],
    waiting: countUnsettled,
  },
  {
    href: '/console/quality',
    group: 'words',
    words: { ru: 'Сводки', en: 'Aggregates', uk: 'Зведення' },
    waitingWords: null,
    roles: ['editor', 'support'],
    waiting: async () => 0,
  },
  {
    href: addresses.serviceNotices,
    group: 'leaving',
    words: { ru: 'Извещения службам', en: 'Notices to services', uk: 'Сповіщення службам' },
    waitingWords: {
      ru: 'извещения, которых служба не приняла',
      en: 'notices that a service did not take',
      uk: 'сповіщення, яких служба не прийняла',
    },
    roles: ['owner'],
    waiting: countGivenUp,
  },
  {
    href: addresses.backups,
    group: 'server',
    words: { ru: 'Копии', en: 'Backups', uk: 'Копії' },
    waitingWords: {
      ru: 'неудачи с копиями и просроченные копии ключей',
      en: 'failed backups and key backups beyond their date',
      uk: 'невдачі з копіями та прострочені копії ключів',
    },
    roles: ['owner'],
    waiting: countBackupTroubles,
  },
];
