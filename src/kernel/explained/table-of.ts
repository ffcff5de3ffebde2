import type { ExplainedTable } from './explained-table.ts';

/** Whose it is, how long it is kept and how it is erased: the same for many tables. */
type Kept = Omit<ExplainedTable, 'table' | 'holds' | 'columns'>;

const tableOf =
  (kept: Kept) =>
  (table: string, ru: string, en: string, uk: string, columns: ExplainedTable['columns']): ExplainedTable => ({
    ...kept,
    table,
    holds: { ru, en, uk },
    columns,
  });

/** A table whose rows belong to one person and go with them. */
export const ofPerson = tableOf({ whose: 'person', kept: 'until-erased', erased: 'deleted', exported: true });

/** A table that belongs to nobody in particular, and stays as long as the site. */
export const ofSite = tableOf({ whose: 'site', kept: 'with-the-site', erased: 'nobody-s', exported: false });
