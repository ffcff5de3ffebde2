import type { ExplainedTable } from './explained-table.ts';
import { TABLES_OF_ACCOUNTS } from './tables-of-accounts.ts';
import { TABLES_OF_MESSAGES } from './tables-of-messages.ts';
import { TABLES_OF_PERSONS } from './tables-of-persons.ts';
import { TABLES_OF_THE_SITE } from './tables-of-the-site.ts';
import { TABLES_OF_WORK } from './tables-of-work.ts';

/** Every table of the database. A test holds this to the database itself: a column that nobody explains fails it. */
export const EXPLAINED_TABLES: readonly ExplainedTable[] = [
  ...TABLES_OF_PERSONS,
  ...TABLES_OF_ACCOUNTS,
  ...TABLES_OF_MESSAGES,
  ...TABLES_OF_WORK,
  ...TABLES_OF_THE_SITE,
];
