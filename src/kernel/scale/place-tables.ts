import { columnsOf, type ExplainedTable } from '../explained/explained-table.ts';
import { STAYS_HERE } from './stays-here.ts';
import type { Catalog } from './store.ts';

/**
 * Where a table stands in a distributed PostgreSQL. `spread`: its rows lie on the machines by one column, and tables that
 * are spread by the same one lie together. `everywhere`: whole on every machine, for what all refer to. `here`: on the one
 * machine that is asked.
 */
export type Place =
  | { readonly kind: 'spread'; readonly by: string; readonly with: 'persons' | 'keys' }
  | { readonly kind: 'everywhere' }
  | { readonly kind: 'here'; readonly because: string };

export type Places = ReadonlyMap<string, Place>;

/** Kinds of columns that a row is found by alone: hashes, keyed hashes, ids. */
const KEYS = ['tag', 'secret', 'id'];

/**
 * Out of what is told of the tables, and of the keys that the database has: rows of a person lie with the person; rows
 * that are found by a hash or id before anybody knows whose they are lie by that; what spread rows refer to is everywhere;
 * all the rest stays where it is.
 */
export function placeTables(explained: readonly ExplainedTable[], catalog: Catalog): Places {
  const places = new Map<string, Place>();
  for (const table of explained) places.set(table.table, placeOf(table, catalog));
  // What is referred to from every machine has to be on every machine; and so on for what that refers to.
  for (let changed = true; changed; ) {
    changed = false;
    for (const { table, to } of catalog.foreignKeys) {
      if (places.get(table)?.kind === 'here' || places.get(to)?.kind !== 'here') continue;
      if (STAYS_HERE[to] !== undefined) continue;
      places.set(to, { kind: 'everywhere' });
      changed = true;
    }
  }
  return places;
}

function placeOf(table: ExplainedTable, { uniques }: Catalog): Place {
  const because = STAYS_HERE[table.table];
  if (because !== undefined) return { kind: 'here', because };
  const columns = columnsOf(table);
  const first = uniques.find((rule) => rule.table === table.table && rule.kind === 'primary')?.columns[0];
  const key = columns.find(({ name }) => name === first) ?? columns.find(({ kind }) => kind === 'tag');
  if (key?.kind === 'person') return { kind: 'spread', by: key.name, with: 'persons' };
  const grows = table.whose !== 'site' && columns.some(({ kind }) => kind === 'person' || kind === 'tag');
  if (grows && key !== undefined && KEYS.includes(key.kind)) return { kind: 'spread', by: key.name, with: 'keys' };
  return { kind: 'here', because: 'small, or written by one at a time' };
}
