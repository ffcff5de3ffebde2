import { DatabaseUnavailable } from '../db/database-unavailable.ts';
import type { Db, Sql, Tx } from '../db/db.ts';
import { type ToWrite, writeAll } from '../db/writing.ts';
import { type EntryOfRun, insertRuns, type RunToInsert } from '../ledger/append.ts';
import { NO_LEAF } from '../ledger/entry.ts';
import { readTails } from '../ledger/store.ts';
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
  /** The row that is written with the entry of this number. */
  writes?(entry: number): ToWrite;
  /** Decided by the version alone: it stands wherever its chain ends by now, and waits a moment for others to go with. */
  readonly onVersionAlone?: boolean;
}

/** An entry that is committed, with what was made of the row that was written with it. */
export interface Recorded {
  readonly n: number;
  readonly written: object | undefined;
}

/**
 * Entries of several askings in few commits. What waits of one person goes out as one *run*, numbered n+1 … n+k; the runs
 * of several persons as one insert. A person has one run under way at a time, and a run is written whole or not at all.
 *
 * An asking needs no new reading while every entry since its own is of this process and of acts that only open: those
 * change no fact. Any other entry takes a number away, and the run is not written. Behind one that writes a row stand in
 * its run only those that were decided by the version alone; whoever else was decided on before it reads anew.
 */
export interface Runs {
  /** `leave` is to be called when all is done. What is known of a chain is kept so long, and of the last ones beyond. */
  enter(personId: string): PersonRuns;
}
export interface PersonRuns {
  /** To be awaited before the moment is read. It is there at once, unless others were first at this chain too often. */
  turn(): Promise<void>;
  /** Undefined: nothing was written, read and decide again. */
  append(decided: Decided): Promise<Recorded | undefined>;
  leave(): void;
}

/** Inserts under way at once: while one waits for the disk, the next is made. */
const UNDER_WAY_MAX = 3;
/** Rows of one insert; the first of them waits for the last. */
const ROWS_MAX = 128;
/** So long who was decided by the version alone waits for others: the same statements and the same commit carry them. */
const FOR_OTHERS_MILLISECONDS = 10;

/** Chains of which is still known how they end when nobody asks about them: who has read the moment may come a little later. */
const KNOWN_MAX = 1_000;

/** How often in a row a run may lose its numbers to others before its person is stood in line for. */
const LOST_MAX = 2;

interface Waiting extends Decided {
  settle(recorded: Recorded | undefined): void;
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
  known: Known | undefined;
}
interface Known {
  readonly base: number;
  readonly last: Last;
}
type Last = Pick<PlaceInChain, 'n' | 'at'> & { readonly leaf: Buffer };

interface FormedRun extends RunToInsert {
  readonly chain: Chain;
  readonly askings: readonly Waiting[];
  /** Of the askings that write a row, in their order. */
  readonly toWrite: readonly ToWrite[];
}

/** @param quietKinds Acts whose entries change no fact, whichever process they come from. */
export function openRuns(db: Db, lines: Lines, quietKinds: readonly string[]): Runs {
  const chains = new Map<string, Chain>();
  const left = new Map<string, Known>();
  const forget = ({ personId, known }: Chain) => {
    chains.delete(personId);
    if (known !== undefined) left.set(personId, known);
    const [oldest] = left.keys();
    if (left.size > KNOWN_MAX && oldest !== undefined) left.delete(oldest);
  };
  const chainOf = (personId: string) => {
    const chain = chains.get(personId) ?? newChain(personId, left.get(personId));
    chains.set(personId, chain);
    left.delete(personId);
    return chain;
  };
  const ready = new Set<Chain>();
  let underWay = 0;
  let called = false;
  let waited: NodeJS.Timeout | undefined;
  const call = () => {
    if (called || underWay >= UNDER_WAY_MAX || ready.size === 0) return;
    if (![...ready].some(presses)) {
      waited ??= setTimeout(send, FOR_OTHERS_MILLISECONDS);
      return;
    }
    // After all that this turn of the loop woke, so that they go out together.
    called = true;
    setImmediate(send);
  };
  const send = () => {
    clearTimeout(waited);
    [called, waited] = [false, undefined];
    const runs = takeRuns(ready);
    if (runs.length > 0) {
      underWay += 1;
      void insert({ db, quietKinds }, runs).finally(() => {
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
    else if (chain.inside === 0) forget(chain);
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
      const chain = chainOf(personId);
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
          if (chain.inside === 0 && !chain.underWay) forget(chain);
        },
      };
    },
  };
}

/** Whether somebody of it should not wait for others. */
const presses = ({ waiting }: Chain): boolean => waiting.some(({ onVersionAlone }) => onVersionAlone !== true);

function newChain(personId: string, known: Known | undefined): Chain {
  return { personId, inside: 0, underWay: false, waiting: [], lost: 0, line: undefined, known };
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
  const stands = ({ on, onVersionAlone }: Waiting) =>
    (on.n >= base || onVersionAlone === true) && on.version === version && on.factsNumber === factsNumber;
  const standing = waiting.filter(stands);
  const writer = standing.findIndex(({ writes }) => writes !== undefined);
  const askings = standing.filter(
    ({ onVersionAlone }, index) => writer === -1 || index <= writer || onVersionAlone === true,
  );
  for (const one of waiting) if (!askings.includes(one)) one.settle(undefined);
  if (askings.length === 0) return undefined;
  const entries = entriesBehind(last, askings);
  const toWrite = askings.flatMap(({ writes }, index) => writes?.(last.n + 1 + index) ?? []);
  return { chain, askings, personId: chain.personId, prev: last.leaf, version, factsNumber, entries, toWrite };
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

interface To {
  readonly db: Db;
  readonly quietKinds: readonly string[];
}

async function insert(to: To, runs: readonly FormedRun[]): Promise<void> {
  const lost = await insertOnce(to, runs);
  // What cannot be asked just now is read and decided again, like everything that lost.
  const again = await behindOthers(to, lost).catch(() => new Set<FormedRun>());
  for (const run of lost) if (!again.has(run)) settle(run, undefined);
}

/** @returns the runs that were not written and wait for what becomes of them */
async function insertOnce(to: To, runs: readonly FormedRun[]): Promise<readonly FormedRun[]> {
  try {
    const written = await writeRuns(to.db, runs);
    for (const run of runs) if (written.has(run.personId)) settle(run, written.get(run.personId));
    return runs.filter(({ personId }) => !written.has(personId));
  } catch (error) {
    if (runs.length > 1 && !(error instanceof DatabaseUnavailable)) {
      // The statement is taken back as a whole. What the database cannot take of one person fails nobody else.
      for (const run of runs) await insert(to, [run]);
    } else if (error instanceof NotWritten) for (const run of runs) settle(run, undefined);
    else fail(runs, error);
    return [];
  }
}

/**
 * Runs that lost their numbers to another process, and may go out again behind what it wrote: where that changes no fact
 * either, what was decided still stands. One that was kept from its chain and finds it as it was tries once more too.
 */
async function behindOthers({ db, quietKinds }: To, lost: readonly FormedRun[]): Promise<ReadonlySet<FormedRun>> {
  const tried = lost.filter(({ chain, toWrite }) => toWrite.length === 0 && chain.lost < LOST_MAX);
  if (tried.length === 0) return new Set();
  const from = tried.map(({ personId, entries }) => ({ personId, n: entries[0]?.entry.n ?? 0 }));
  const tails = new Map((await readTails(db, from, quietKinds)).map((tail) => [tail.personId, tail]));
  return new Set(
    tried.filter((run) => {
      const { chain, askings, personId } = run;
      const tail = tails.get(personId);
      if (tail?.quiet === false || chain.known === undefined) return false;
      chain.lost += 1;
      if (tail !== undefined) chain.known = { base: chain.known.base, last: tail };
      chain.waiting.unshift(...askings);
      return true;
    }),
  );
}

/** A row was left out: what it was decided on is no longer so. */
class NotWritten extends Error {}

/** What was made of the rows, for each person whose run was written. */
type WrittenRuns = ReadonlyMap<string, readonly (object | undefined)[]>;

/** Entries, and the rows that belong to them, in one commit. */
async function writeRuns(db: Db, runs: readonly FormedRun[]): Promise<WrittenRuns> {
  if (runs.every(({ toWrite }) => toWrite.length === 0)) return await writeRunsIn(db, runs);
  return await db.transaction((tx) => writeRunsIn(tx, runs));
}

async function writeRunsIn(sql: Sql, runs: readonly FormedRun[]): Promise<WrittenRuns> {
  const toWrite = runs.flatMap((run) => run.toWrite);
  // The rows go out behind the entries, and nobody waits for the answer in between.
  const [inserted, made] = await Promise.all([insertRuns(sql, runs), writeAll(sql, toWrite)]);
  const without = runs.some((run) => run.toWrite.length > 0 && !inserted.has(run.personId));
  // INVARIANT: a row without its entry is taken back with everything that was written beside it.
  if (made.includes(undefined) || without) throw new NotWritten();
  const of = new Map(toWrite.map((one, index) => [one, made[index]]));
  const there = runs.filter(({ personId }) => inserted.has(personId));
  return new Map(there.map((run) => [run.personId, run.toWrite.map((one) => of.get(one))]));
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
    const written = (await tx.savepoint((inner) => writeRunsIn(inner, [run]))).get(run.personId);
    return { committed: () => settle(run, written), failed: (error) => fail([run], error) };
  } catch (error) {
    if (error instanceof NotWritten) {
      settle(run, undefined);
      return { committed: () => {}, failed: () => {} };
    }
    fail([run], error);
    throw error;
  }
}

function settle(run: FormedRun, written: readonly (object | undefined)[] | undefined): void {
  const { chain, askings, entries, toWrite } = run;
  const last = entries.at(-1)?.entry;
  chain.known =
    written !== undefined && chain.known !== undefined && last !== undefined
      ? { base: toWrite.length === 0 ? chain.known.base : last.n, last: { n: last.n, leaf: last.leaf, at: last.at } }
      : undefined;
  chain.lost = written !== undefined ? 0 : chain.lost + 1;
  const rows = [...(written ?? [])];
  askings.forEach((one, index) => {
    const n = entries[index]?.entry.n;
    const made = one.writes === undefined ? undefined : rows.shift();
    one.settle(written === undefined || n === undefined ? undefined : { n, written: made });
  });
}
