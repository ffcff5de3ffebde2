/**
 * A select that answers many keys at once. Whoever asks it gives one key; whether the statement that goes out carries
 * one key or those of all who wait is the business of what they ask it of.
 */
export interface Reading<Key, Row extends object> {
  /** Takes its keys from `unnest`, and says with each row as `asked` which key it belongs to, from 1. */
  readonly text: string;
  /** The keys as the columns that the text binds. */
  values(keys: readonly Key[]): readonly unknown[];
  /** Rows as the database gives them, as the asker gets them; absent: as they are. */
  row?(raw: never): Row;
}

/** What can be asked a reading: a transaction, and what many share. */
export interface Reads {
  /** The rows that belong to this key. */
  read<Key, Row extends object>(reading: Reading<Key, Row>, key: Key): Promise<readonly Row[]>;
}

/** What the database gave for one key of several, by the number of its key. */
export type Numbered = object & { readonly asked: number };

/** A row without the number of its key, as the reading gives it. */
export function rowOf<Row extends object>(reading: Pick<Reading<never, Row>, 'row'>, numbered: Numbered): Row {
  const { asked: _, ...raw } = numbered;
  return reading.row === undefined ? (raw as Row) : reading.row(raw as never);
}

/** What one statement has found for the key of another reading. */
export interface Answer {
  readonly reading: unknown;
  readonly key: unknown;
  readonly rows: readonly object[];
}

/** One statement that is asked in the place of several readings, because they are about one thing of one moment. */
export interface Together<Key, Row extends object> {
  readonly reading: Reading<Key, Row>;
  readonly key: Key;
  /** What it says for each of them; undefined: there is no such thing. */
  answers(row: Row | undefined): readonly Answer[];
}

export function answer<Key, Row extends object>(reading: Reading<Key, Row>, key: Key, rows: readonly Row[]): Answer {
  return { reading, key, rows };
}

/** Readings of which some are answered already; the others are asked. */
export function answered(answers: readonly Answer[], others: Reads): Reads {
  return {
    read<Key, Row extends object>(reading: Reading<Key, Row>, key: Key) {
      const known = answers.find((one) => one.reading === reading && sameKey(one.key, key));
      return known === undefined ? others.read(reading, key) : Promise.resolve(known.rows as readonly Row[]);
    },
  };
}

function sameKey(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Array.isArray(one)) {
    return Array.isArray(other) && one.length === other.length && one.every((part, at) => sameKey(part, other[at]));
  }
  const parts = other as Readonly<Record<string, unknown>>;
  const all = Object.entries(one);
  return all.length === Object.keys(other).length && all.every(([name, part]) => sameKey(part, parts[name]));
}
