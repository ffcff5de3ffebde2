import assert from 'node:assert/strict';
import { DatabaseUnavailable } from '../db/database-unavailable.ts';
import type { Db } from '../db/db.ts';
import { type ToWrite, toWrite } from '../db/writing.ts';
import { insertRuns, type RunToInsert } from '../ledger/append.ts';
import { newKeyrings } from '../vault/made/store.ts';
import type { ToSeal } from '../vault/seal-elsewhere.ts';
import { writeRows } from './making.ts';
import type { GateParts } from './parts.ts';
import { Conflict } from './request.ts';

/** Somebody who was decided on and waits to be written: the first entry of their chain, and every other row. */
export interface ToMake {
  readonly run: RunToInsert;
  readonly person: ToWrite;
  readonly toSeal: ToSeal;
  readonly rows: readonly ToWrite[];
}

/** Resolves once it is committed. Throws where nothing was written: Conflict to decide anew, or what a row says. */
export type Makings = (toMake: ToMake) => Promise<void>;

/** People of one commit; the first of them waits for the last. */
const PERSONS_MAX = 128;
/** Where fewer wait, they go with the next commit: one costs less than two of half as many. */
const PERSONS_FEW = 32;
/** Commits under way where a whole one waits: while some are with the disk, the next is written, and the one after is sealed. */
const UNDER_WAY_MAX = 4;

function underWayMost(waiting: number): number {
  if (waiting < PERSONS_FEW) return 1;
  return waiting < PERSONS_MAX ? 2 : UNDER_WAY_MAX;
}

interface Waiting extends ToMake {
  settle(): void;
  fail(error: unknown): void;
}

/** People who are made at the same time, in few statements and few commits. Alone nobody waits. */
export function openMakings(parts: GateParts): Makings {
  const waiting: Waiting[] = [];
  let underWay = 0;
  let called = false;
  const call = () => {
    if (called || underWay >= underWayMost(waiting.length) || waiting.length === 0) return;
    called = true;
    // After all that this turn of the loop woke, so that they go out together.
    setImmediate(() => {
      called = false;
      underWay += 1;
      const all = waiting.splice(0, PERSONS_MAX);
      const unmade = (error: unknown) => {
        for (const { fail } of all) fail(error);
      };
      void make(parts, all)
        .catch(unmade)
        .finally(() => {
          underWay -= 1;
          call();
        });
      call();
    });
  };
  return (toMake) =>
    new Promise((settle, fail) => {
      waiting.push({ ...toMake, settle, fail });
      call();
    });
}

type Sealed = Pick<Waiting, 'run' | 'rows' | 'settle' | 'fail'>;

async function make(parts: GateParts, all: readonly Waiting[]): Promise<void> {
  const rings = await parts.sealElsewhere.seal(
    parts,
    all.map(({ toSeal }) => toSeal),
  );
  const sealed = all.map(({ person, rows, ...one }, index): Sealed => {
    const ring = rings[index];
    assert(ring !== undefined, 'who is made has a keyring');
    return { ...one, rows: [person, toWrite(newKeyrings, ring), ...rows] };
  });
  await write(parts.db, sealed);
}

async function write(db: Db, all: readonly Sealed[]): Promise<void> {
  try {
    await db.transaction(async (tx) => {
      const rows = all.flatMap((one) => one.rows);
      const [inserted] = await Promise.all([
        insertRuns(
          tx,
          all.map(({ run }) => run),
        ),
        writeRows(tx, rows),
      ]);
      if (inserted.size < all.length) throw new Conflict();
    });
    for (const one of all) one.settle();
  } catch (error) {
    if (all.length === 1 || error instanceof DatabaseUnavailable) for (const one of all) one.fail(error);
    else {
      // The commit is taken back as a whole. What one of them cannot have takes nothing from anybody else.
      const middle = Math.ceil(all.length / 2);
      await write(db, all.slice(0, middle));
      await write(db, all.slice(middle));
    }
  }
}
