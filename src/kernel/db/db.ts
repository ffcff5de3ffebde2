import type { Reads } from './reading.ts';

/**
 * The one handle on PostgreSQL (15 to 18). Every statement is a named prepared statement; the name follows from the
 * text, so a statement is planned once a connection. Values are always bound.
 */
export interface Sql extends Reads {
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

/** A transaction that moves whole tables. */
export interface Bulk extends Tx {
  /** The answer of a `copy … to stdout` in pieces, to be read to its end before anything else is asked. */
  copyOut(text: string): AsyncIterable<Buffer>;
  /** Feeds a `copy … from stdin`. */
  copyIn(text: string, source: AsyncIterable<Uint8Array>): Promise<void>;
}

export interface Db extends Sql {
  /** Begin, work, commit; rollback when it throws. Read committed, like the gate's moment expects. */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /**
   * Like `transaction`, for whole tables. With `snapshot` it only reads, and sees one state of the database however long
   * it takes.
   */
  bulk<T>(work: (bulk: Bulk) => Promise<T>, options?: { readonly snapshot?: boolean }): Promise<T>;
  close(): Promise<void>;
}
