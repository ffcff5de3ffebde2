import type { ConsoleEntry } from '../../ui/console-entry.ts';
import { countErasureRequests } from './store.ts';

/** The places of this promise in the console. What is left is there once it is left; who asks to be erased waits. */
export const consoleEntries: readonly ConsoleEntry[] = [
  {
    href: '/console/forms',
    group: 'words',
    words: { ru: 'Формы', en: 'Forms', uk: 'Форми' },
    waitingWords: null,
    roles: ['editor', 'support'],
    waiting: async () => 0,
  },
  {
    href: '/console/erasures',
    group: 'people',
    words: { ru: 'Просьбы о стирании', en: 'Requests to erase', uk: 'Прохання про стирання' },
    waitingWords: { ru: 'просьбы о стирании', en: 'requests to erase', uk: 'прохання про стирання' },
    roles: ['support'],
    waiting: countErasureRequests,
  },
];
