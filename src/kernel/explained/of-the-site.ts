import type { ExplainedTable } from './explained-table.ts';

/** A table that belongs to nobody in particular, and stays as long as the site. */
export const ofSite = (
  table: string,
  ru: string,
  en: string,
  uk: string,
  columns: ExplainedTable['columns'],
): ExplainedTable => ({
  table,
  whose: 'site',
  holds: { ru, en, uk },
  kept: 'with-the-site',
  erased: 'nobody-s',
  columns,
  exported: false,
});
