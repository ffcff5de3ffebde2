/**
 * The one handle on PostgreSQL (15 to 18). Every statement is a named prepared statement; the name follows from the
 * text, so a statement is planned once a connection. Values are always bound.
 */
export interface Sql {
  /** All rows. `bigint` columns arrive as `number` (asserted safe), `timestamptz` as `Date`, `bytea` as `Buffer`. */
  rows<R extends object>(text: string, values?: readonly unknown[]): Promise<readonly R[]>;
  /** The first row, or undefined. */
  row<R extends object>(text: string, values?: readonly unknown[]): Promise<R | undefined>;
  /** Runs it and tells how many rows it touched. */
  run(text: string, values?: readonly unknown[]): Promise<number>;
}

/** Inside a transaction: what must be atomic asks for this type. */
export interface Tx extends Sql {
  /** Runs in a savepoint; when it throws, its writes return and the error goes on. */
  savepoint<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
}

export interface Db extends Sql {
  /** Begin, work, commit; rollback when it throws. Read committed, like the gate's moment expects. */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
