import type { Clock } from '../clock.ts';
import { Refusal } from '../refusal.ts';
import type { Sql } from './db.ts';

/** What a process knows of the database it stands on: the time there, and whether its shape is the one this program knows. */
export interface Bearings {
  /** The database's time, counted on from the last look, so that a machine whose clock is wrong decides like all others. */
  readonly clock: Clock;
  /** By how much this machine's own clock was ahead at the last look, milliseconds. */
  ahead(): number;
  look(): Promise<void>;
  /**
   * @param migrations How many made the shape of the database, as it was just read.
   * @throws Refusal `busy` once a newer program changed it
   */
  hold(migrations: number): void;
  /** What went wrong; where that is because the shape is another one now, the refusal that says so. */
  explain(error: unknown): Promise<unknown>;
  /** Never taken back: a database is not made older under a process. */
  isOvertaken(): boolean;
  /** Settled once a newer program has changed the shape. */
  readonly overtaken: Promise<void>;
}

/**
 * @param known How many migrations this program brings.
 * @param clock Another than the database's, for a test.
 */
export async function openBearings(sql: Sql, known: number, clock?: Clock): Promise<Bearings> {
  let settle = () => {};
  let over = false;
  const overtaken = new Promise<void>((resolve) => {
    settle = resolve;
  });
  const note = (migrations: number) => {
    if (migrations <= known) return;
    over = true;
    settle();
  };
  let last = { at: 0, since: 0, ahead: 0 };
  const look = async () => {
    const asked = performance.now();
    const row = await sql.row<{ at: Date; migrations: number }>('select clock_timestamp() as at, migrations from site');
    if (row === undefined) throw new Error('the site has a row');
    // Read about halfway between question and answer.
    const since = (asked + performance.now()) / 2;
    const at = row.at.getTime();
    last = { at, since, ahead: Date.now() - (performance.now() - since) - at };
    note(row.migrations);
  };
  const refusal = () =>
    new Refusal('busy', 'a newer version of this server has taken over; ask again', { retryAfterSeconds: 1 });
  await look();
  return {
    clock: clock ?? { now: () => new Date(last.at + performance.now() - last.since) },
    ahead: () => last.ahead,
    look,
    hold(migrations) {
      note(migrations);
      if (over) throw refusal();
    },
    async explain(error) {
      if (!over && isOfOtherShape(error)) await look().catch(() => {});
      return over && isOfOtherShape(error) ? refusal() : error;
    },
    isOvertaken: () => over,
    overtaken,
  };
}

/** A table, column or type that is not there (class 42), or a plan made for another one: the statement was not run. */
function isOfOtherShape(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && (code.startsWith('42') || code === '0A000');
}
