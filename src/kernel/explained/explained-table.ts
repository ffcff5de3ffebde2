import type { Words } from '../words.ts';

/**
 * What stands in a column. The first four are readable by nobody who has the database alone; of the others none holds a
 * text that a person typed.
 */
export type ColumnKind =
  | 'sealed'
  | 'key'
  | 'secret'
  | 'tag'
  | 'person'
  | 'staff'
  | 'id'
  | 'time'
  | 'word'
  | 'name'
  | 'count'
  | 'history'
  | 'reference'
  | 'proof'
  | 'text';

/** Kind, and where a category of DPV speaks of it, that too: `word:pd:Country`. */
export type ColumnSays = ColumnKind | `${ColumnKind}:pd:${string}`;

/** Whose data a table holds. `address`: of whoever has an address, by its keyed hash alone. */
export type Whose = 'person' | 'staff' | 'address' | 'site';

/** How long its rows are kept. */
export type Kept = 'until-erased' | 'until-replaced' | 'shortly' | 'until-answered' | 'with-the-site';

/** What an erasure of the person does to its rows. */
export type Erased = 'deleted' | 'key-destroyed' | 'unlinked' | 'texts-deleted' | 'stays' | 'nobody-s';

/** One table of the database, told to whoever asks what is kept of them. */
export interface ExplainedTable {
  readonly table: string;
  readonly whose: Whose;
  readonly holds: Words;
  readonly kept: Kept;
  readonly erased: Erased;
  readonly columns: Readonly<Record<string, ColumnSays>>;
  /** Whether its rows are in a person's export; false only where they tell the person nothing. */
  readonly exported: boolean;
}

export interface ExplainedColumn {
  readonly name: string;
  readonly kind: ColumnKind;
  /** A term of the Data Privacy Vocabulary; null: it is about nobody, or says nothing about them. */
  readonly category: string | null;
}

export function columnsOf({ columns }: ExplainedTable): readonly ExplainedColumn[] {
  return Object.entries(columns).map(([name, says]) => {
    const [kind = 'text', ...category] = says.split(':');
    return { name, kind: kind as ColumnKind, category: category.length === 0 ? null : category.join(':') };
  });
}

/** What a person's copy takes from a row: nothing that is only a key, the hash of a secret or the number of somebody. */
const EXPORTED: readonly ColumnKind[] = [
  'id',
  'time',
  'word',
  'name',
  'count',
  'reference',
  'text',
  'history',
  'proof',
];

export function exportedColumns(table: ExplainedTable): readonly string[] {
  return columnsOf(table).flatMap(({ name, kind }) => (EXPORTED.includes(kind) ? [name] : []));
}
