import type { Sql } from '../kernel/db/db.ts';
import type { StaffRole } from '../kernel/gate/store.ts';
import type { Words } from '../kernel/words.ts';

/** The console's places by what they are about: who wrote and came, what leaves, what is said to everybody, the machine. */
export const CONSOLE_GROUPS = ['people', 'leaving', 'words', 'server'] as const;
export type ConsoleGroup = (typeof CONSOLE_GROUPS)[number];

/** One place of the console: what the navigation shows of it, to whom, and how much waits there for somebody. */
export interface ConsoleEntry {
  readonly href: `/console/${string}`;
  readonly group: ConsoleGroup;
  /** Its name in the navigation. */
  readonly words: Words;
  /** What waits, as a plural noun («сообщения без ответа»); null where nothing ever waits there. */
  readonly waitingWords: Words | null;
  /** Whose work it is; an owner sees every place. */
  readonly roles: readonly StaffRole[];
  /** Counts only: no value is opened to say how much there is to do. */
  waiting(sql: Sql): Promise<number>;
}
