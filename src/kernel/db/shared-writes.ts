import { DatabaseUnavailable } from './database-unavailable.ts';
import type { Db } from './db.ts';
import type { Writing } from './writing.ts';

/**
 * Rows of many askers by one statement, which is its own commit: those that wait for the same writing go out together.
 * Alone nobody waits.
 */
export interface SharedWrites<Row, Made extends object> {
  /** Resolves once it is committed. Undefined: it was left out, and nothing of it is there. */
  write(row: Row): Promise<Made | undefined>;
}

/** Rows of one statement; the first of them waits for the last. */
const ROWS_MAX = 32;
/** Statements under way at once: while one waits for the disk, the next is made. */
const UNDER_WAY_MAX = 3;

interface Waiting<Row, Made> {
  readonly row: Row;
  settle(made: Made | undefined): void;
  fail(error: unknown): void;
}

export function openSharedWrites<Row, Made extends object>(
  db: Db,
  writing: Writing<Row, Made>,
): SharedWrites<Row, Made> {
  const waiting: Waiting<Row, Made>[] = [];
  let underWay = 0;
  let called = false;
  const call = () => {
    if (called || underWay >= UNDER_WAY_MAX || waiting.length === 0) return;
    called = true;
    // After all that this turn of the loop woke, so that they go out together.
    setImmediate(() => {
      called = false;
      underWay += 1;
      void write(db, writing, waiting.splice(0, ROWS_MAX)).finally(() => {
        underWay -= 1;
        call();
      });
      call();
    });
  };
  return {
    write: (row) =>
      new Promise((settle, fail) => {
        waiting.push({ row, settle, fail });
        call();
      }),
  };
}

async function write<Row, Made extends object>(
  db: Db,
  writing: Writing<Row, Made>,
  all: readonly Waiting<Row, Made>[],
): Promise<void> {
  try {
    const rows = await db.rows<{ asked: number }>(writing.text, writing.values(all.map(({ row }) => row)));
    const made = new Map(rows.map(({ asked, ...rest }) => [asked, rest as Made]));
    for (const [index, { settle }] of all.entries()) settle(made.get(index + 1));
  } catch (error) {
    const [only, ...others] = all;
    if (others.length === 0) only?.fail(error);
    else if (error instanceof DatabaseUnavailable) for (const { fail } of all) fail(error);
    // The statement is taken back as a whole. What the database cannot take of one of them takes nothing from the others.
    else for (const one of all) await write(db, writing, [one]);
  }
}
