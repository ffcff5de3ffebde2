import type { ConsoleEntry } from '../../ui/console-entry.ts';
import { countConversationsWaiting } from './conversation/store.ts';
import { countNew } from './inbox/store.ts';
import { countProofsWaiting } from './store.ts';

/** The places of this promise in the console: what the navigation shows, whose work it is, how much waits. */
export const consoleEntries: readonly ConsoleEntry[] = [
  {
    href: '/console/inbox',
    group: 'people',
    words: { ru: 'Обращения', en: 'Inbox', uk: 'Звернення' },
    waitingWords: { ru: 'новые обращения', en: 'new submissions', uk: 'нові звернення' },
    roles: ['support'],
    waiting: countNew,
  },
  {
    href: '/console/conversations',
    group: 'people',
    words: { ru: 'Переписки', en: 'Conversations', uk: 'Листування' },
    waitingWords: { ru: 'переписки без ответа', en: 'conversations without an answer', uk: 'листування без відповіді' },
    roles: ['support'],
    waiting: countConversationsWaiting,
  },
  {
    href: '/console/demands',
    group: 'people',
    words: { ru: 'Подтверждение личности', en: 'Proof of identity', uk: 'Підтвердження особи' },
    waitingWords: {
      ru: 'изображения документов на проверку',
      en: 'images of documents to be checked',
      uk: 'зображення документів на перевірку',
    },
    roles: ['verifier'],
    waiting: countProofsWaiting,
  },
  {
    href: '/console/desk',
    group: 'people',
    words: { ru: 'Личный визит', en: 'In person', uk: 'Особистий візит' },
    waitingWords: null,
    roles: ['verifier'],
    waiting: async () => 0,
  },
];
