import type { ExplainedTable } from './explained-table.ts';

/** A table whose rows belong to one person and go with them. */
export const ofPerson = (
  table: string,
  ru: string,
  en: string,
  uk: string,
  columns: ExplainedTable['columns'],
): ExplainedTable => ({
  table,
  whose: 'person',
  holds: { ru, en, uk },
  kept: 'until-erased',
  erased: 'deleted',
  columns,
  exported: true,
});
