import { DatabaseUnavailable } from './database-unavailable.ts';
import type { Db } from './db.ts';
import { type Numbered, type Reading, type Reads, rowOf } from './reading.ts';

/**
 * Keys that one statement carries: more make the first of them wait for the last. Where very many wait, as of a batch of
 * a hundred persons, half of them go at once.
 */
const KEYS_USUAL = 16;
const KEYS_MAX = 64;
/** Statements of one reading that are under way at once; who comes meanwhile waits together. */
const UNDER_WAY_MAX = 2;

interface Waiting {
  readonly key: unknown;
  resolve(rows: readonly object[]): void;
  reject(error: unknown): void;
}
type AnyReading = Reading<unknown, object>;

/**
 * Readings of many askers in few statements: those that wait for the same one go out as one select. Alone nobody waits,
 * and nobody shares an answer with who asked earlier: a statement carries only keys that were asked before it left.
 */
export function openSharedReads(db: Db): Reads {
  const queues = new Map<AnyReading, Queue>();
  return {
    read<Key, Row extends object>(reading: Reading<Key, Row>, key: Key) {
      const asked = reading as unknown as AnyReading;
      const queue = queues.get(asked) ?? openQueue(db, asked);
      queues.set(asked, queue);
      return new Promise<readonly Row[]>((resolve, reject) => {
        queue.add({ key, resolve: (rows) => resolve(rows as readonly Row[]), reject });
      });
    },
  };
}

interface Queue {
  add(waiting: Waiting): void;
}

function openQueue(db: Db, reading: AnyReading): Queue {
  const waiting: Waiting[] = [];
  let underWay = 0;
  let called = false;
  const send = () => {
    called = false;
    while (waiting.length > 0 && underWay < UNDER_WAY_MAX) {
      underWay += 1;
      const usual = Math.min(Math.max(KEYS_USUAL, Math.ceil(waiting.length / 2)), KEYS_MAX);
      // One answer for all who ask for the only thing there is.
      const many = waiting[0]?.key === null ? waiting.length : usual;
      void answer(db, reading, waiting.splice(0, many)).finally(() => {
        underWay -= 1;
        send();
      });
    }
  };
  return {
    add(one) {
      waiting.push(one);
      // After all that this turn of the loop woke: they ask for the same at the same time.
      if (!called && underWay < UNDER_WAY_MAX) {
        called = true;
        setImmediate(send);
      }
    },
  };
}

async function answer(db: Db, reading: AnyReading, askers: readonly Waiting[]): Promise<void> {
  try {
    // Who asks for the same number or name (or, by null, for the only thing there is) shares one answer.
    const found = new Map(askers.map(({ key }): [unknown, object[]] => [key, []]));
    const of = [...found.values()];
    const rows = await db.rows<Numbered>(reading.text, reading.values([...found.keys()]));
    for (const row of rows) of[row.asked - 1]?.push(rowOf(reading, row));
    for (const { key, resolve } of askers) resolve(found.get(key) ?? []);
  } catch (error) {
    const [only, ...others] = askers;
    if (others.length === 0) only?.reject(error);
    else if (error instanceof DatabaseUnavailable) for (const { reject } of askers) reject(error);
    // One key that the database cannot take fails nobody else's reading.
    else await Promise.all(askers.map((one) => answer(db, reading, [one])));
  }
}
