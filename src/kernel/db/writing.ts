import type { Sql } from './db.ts';

/**
 * A writing that makes many rows at once. Whoever asks it gives one row; those of all who are written together go out as
 * one statement.
 */
export interface Writing<Row, Made extends object> {
  /**
   * Takes its rows from `unnest`, writes those that may still be written, and answers for each of them, as `asked`, which
   * one it was, from 1. A row that it leaves out is decided on anew.
   */
  readonly text: string;
  /** The rows as the columns that the text binds. */
  values(rows: readonly Row[]): readonly unknown[];
  /**
   * What is locked until the transaction ends, by a statement of its own before the rows: what the text compares has to be
   * of after the lock.
   */
  readonly holds?: string;
  /** What it means that a row was left out. Absent: somebody else was first, and it is decided on anew. */
  leftOut?(): Error;
  /** Never there: what is made of a row, as `run` is given it. */
  readonly made?: Made;
}

/** One row of a writing. */
export interface ToWrite<Made extends object = object> {
  readonly writing: Writing<never, Made>;
  readonly row: unknown;
}

export function toWrite<Row, Made extends object>(writing: Writing<Row, Made>, row: Row): ToWrite<Made> {
  return { writing: writing as unknown as Writing<never, Made>, row };
}

/**
 * Writes all, a statement for each kind, in the order in which they first come. What was made of each, in the order given;
 * undefined where it was left out.
 */
export async function writeAll(sql: Sql, all: readonly ToWrite[]): Promise<readonly (object | undefined)[]> {
  const made = new Map<ToWrite, object>();
  const writings = [...new Set(all.map((one) => one.writing))];
  const holds = new Set(writings.flatMap((one) => one.holds ?? []));
  // One behind the other on the connection, and nobody waits for the answers in between.
  await Promise.all([
    ...[...holds].map((hold) => sql.run(hold)),
    ...writings.map(async (writing) => {
      const own = all.filter((one) => one.writing === writing);
      const rows = await sql.rows<{ asked: number }>(writing.text, writing.values(own.map(({ row }) => row as never)));
      for (const { asked, ...rest } of rows) {
        const one = own[asked - 1];
        if (one !== undefined) made.set(one, rest);
      }
    }),
  ]);
  return all.map((one) => made.get(one));
}
