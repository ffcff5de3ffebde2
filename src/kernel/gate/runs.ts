import { DatabaseUnavailable } from '../db/database-unavailable.ts';
import type { Db, Tx } from '../db/db.ts';
import { type EntryOfRun, insertRuns, type RunToInsert } from '../ledger/append.ts';
import { NO_LEAF } from '../ledger/entry.ts';
import type { PlaceInChain } from './entry-of.ts';
import type { Line, Lines, WrittenInTurn } from './lines.ts';

/** What an asking was decided on, as far as an insert has to check it. */
export interface DecidedOn {
  readonly n: number;
  readonly leaf: Buffer | null;
  readonly at: Date;
  readonly version: number;
  readonly factsNumber: number;
}

/** An asking that was decided and waits for its entry. */
export interface Decided {
  readonly on: DecidedOn;
  /** Closes the entry once its place is known. */
  entryAt(place: PlaceInChain): EntryOfRun;
}

/**
 * Entries of several askings in few commits. What waits of one person goes out as one *run*, numbered n+1 … n+k; the runs
 * of several persons as one insert. A person has one run under way at a time, and a run is written whole or not at all.
 *
 * An asking needs no new reading while every entry since its own is of this process and of acts that only open: those
 * change no fact. Any other entry takes a number away, and the run is not written.
 */
export interface Runs {
  /** To be called before the moment is read, and `leave` when all is done: so long what is known of the chain is kept. */
  enter(personId: string): PersonRuns;
}
export interface PersonRuns {
  /** To be awaited before the moment is read. It is there at once, unless others were first at this chain too often. */
  turn(): Promise<void>;
  /** The number of the committed entry. Undefined: nothing was written, read and decide again. */
  append(decided: Decided): Promise<number | undefined>;
  leave(): void;
}

/** Inserts under way at once: while one waits for the disk, the next is made. */
const UNDER_WAY_MAX = 3;
/** Rows of one insert; the first of them waits for the last. */
const ROWS_MAX = 128;

/** How often in a row a run may lose its numbers to others before its person is stood in line for. */
const LOST_MAX = 2;

interface Waiting extends Decided {
  settle(n: number | undefined): void;
  fail(error: unknown): void;
}

interface Chain {
  readonly personId: string;
  /** Passages that are between `enter` and `leave`. */
  inside: number;
  underWay: boolean;
  waiting: Waiting[];
  /** Runs in a row that were not written. */
  lost: number;
  line: Line | undefined;
  /** The oldest entry from which on all are of this process and change no fact; and the last one. */
  known: { readonly base: number; readonly last: Last } | undefined;
}
type Last = Pick<PlaceInChain, 'n' | 'at'> & { readonly leaf: Buffer };

interface FormedRun extends RunToInsert {
  readonly chain: Chain;
  readonly askings: readonly Waiting[];
}

export function openRuns(db: Db, lines: Lines): Runs {
  const chains = new Map<string, Chain>();
  const ready = new Set<Chain>();
  let underWay = 0;
  let called = false;
  const call = () => {
    // After all that this turn of the loop woke, so that they go out together.
    if (called || underWay >= UNDER_WAY_MAX || ready.size === 0) return;
    called = true;
    setImmediate(() => {
      called = false;
      send();
    });
  };
  const send = () => {
    const runs = takeRuns(ready);
    if (runs.length > 0) {
      underWay += 1;
      void insert(db, runs).finally(() => {
        underWay -= 1;
        for (const { chain } of runs) ended(chain);
        call();
      });
    }
    call();
  };
  const ended = (chain: Chain) => {
    chain.underWay = false;
    if (chain.waiting.length > 0 && chain.line === undefined) ready.add(chain);
    else if (chain.inside === 0) chains.delete(chain.personId);
  };
  const standInLine = (chain: Chain) => {
    const line = lines(chain.personId, (tx) => writeInTurn(tx, chain));
    chain.line = line;
    void line?.over.finally(() => {
      chain.line = undefined;
      if (!chain.underWay) ended(chain);
      call();
    });
    return line;
  };
  return {
    enter(personId) {
      const chain = chains.get(personId) ?? emptyChain(personId);
      chains.set(personId, chain);
      chain.inside += 1;
      let joined: Line | undefined;
      const arrive = () => {
        joined?.arrived();
        joined = undefined;
      };
      return {
        turn: async () => {
          while (chain.line?.begun() === true) await chain.line.over;
          if (chain.line === undefined && chain.lost < LOST_MAX) return;
          joined = chain.line ?? standInLine(chain);
          await joined?.join();
        },
        append: (decided) =>
          new Promise((settle, fail) => {
            chain.waiting.push({ ...decided, settle, fail });
            if (!chain.underWay && chain.line === undefined) ready.add(chain);
            arrive();
            call();
          }),
        leave: () => {
          arrive();
          chain.inside -= 1;
          if (chain.inside === 0 && !chain.underWay) chains.delete(personId);
        },
      };
    },
  };
}

function emptyChain(personId: string): Chain {
  return { personId, inside: 0, underWay: false, waiting: [], lost: 0, line: undefined, known: undefined };
}

/** What is ready, as runs: taken out, and under way from now on. */
function takeRuns(ready: Set<Chain>): readonly FormedRun[] {
  const runs: FormedRun[] = [];
  let rows = 0;
  for (const chain of ready) {
    if (rows >= ROWS_MAX) break;
    ready.delete(chain);
    if (chain.line !== undefined) continue;
    const run = formRun(chain, ROWS_MAX - rows);
    if (run === undefined) continue;
    rows += run.entries.length;
    chain.underWay = true;
    runs.push(run);
  }
  if (rows >= ROWS_MAX) for (const { chain } of runs) if (chain.waiting.length > 0 && !chain.underWay) ready.add(chain);
  return runs;
}

/** The next entries of one chain, built one behind the other. Who was decided on something older has to read again. */
function formRun(chain: Chain, rowsMax: number): FormedRun | undefined {
  const waiting = chain.waiting.splice(0, rowsMax);
  const [newest] = waiting.map(({ on }) => on).sort((a, b) => b.n - a.n);
  if (newest === undefined) return undefined;
  if (chain.known === undefined || newest.n > chain.known.last.n) {
    // Entries of others came between: from here on it is known again.
    chain.known = { base: newest.n, last: { n: newest.n, leaf: newest.leaf ?? NO_LEAF, at: newest.at } };
  }
  const { base, last } = chain.known;
  const version = Math.max(...waiting.map(({ on }) => on.version));
  const factsNumber = Math.max(...waiting.map(({ on }) => on.factsNumber));
  const stands = ({ on }: Waiting) => on.n >= base && on.version === version && on.factsNumber === factsNumber;
  for (const one of waiting) if (!stands(one)) one.settle(undefined);
  const askings = waiting.filter(stands);
  if (askings.length === 0) return undefined;
  const entries = entriesBehind(last, askings);
  return { chain, askings, personId: chain.personId, prev: last.leaf, version, factsNumber, entries };
}

function entriesBehind({ n: before, leaf, at }: Last, askings: readonly Decided[]): readonly EntryOfRun[] {
  let [prev, time] = [leaf, at];
  return askings.map(({ on, entryAt }, index) => {
    // The time of a chain never goes back.
    if (on.at > time) time = on.at;
    const made = entryAt({ n: before + 1 + index, prev, at: time });
    prev = made.entry.leaf;
    return made;
  });
}

async function insert(db: Db, runs: readonly FormedRun[]): Promise<void> {
  try {
    const written = await insertRuns(db, runs);
    for (const run of runs) settle(run, written.has(run.personId));
  } catch (error) {
    if (runs.length > 1 && !(error instanceof DatabaseUnavailable)) {
      // The statement is taken back as a whole. What the database cannot take of one person fails nobody else.
      for (const run of runs) await insert(db, [run]);
      return;
    }
    fail(runs, error);
  }
}

function fail(runs: readonly FormedRun[], error: unknown): void {
  for (const { chain, askings } of runs) {
    chain.known = undefined;
    for (const asking of askings) asking.fail(error);
  }
}

/** What waits of a chain, while it is held. */
async function writeInTurn(tx: Tx, chain: Chain): Promise<WrittenInTurn> {
  const run = formRun(chain, ROWS_MAX);
  if (run === undefined) return { committed: () => {}, failed: () => {} };
  try {
    const written = (await insertRuns(tx, [run])).has(run.personId);
    return { committed: () => settle(run, written), failed: (error) => fail([run], error) };
  } catch (error) {
    fail([run], error);
    throw error;
  }
}

function settle({ chain, askings, entries }: FormedRun, written: boolean): void {
  const last = entries.at(-1)?.entry;
  chain.known =
    written && chain.known !== undefined && last !== undefined
      ? { base: chain.known.base, last: { n: last.n, leaf: last.leaf, at: last.at } }
      : undefined;
  chain.lost = written ? 0 : chain.lost + 1;
  askings.forEach((one, index) => {
    one.settle(written ? entries[index]?.entry.n : undefined);
  });
}
