import type { Keys } from './keys.ts';
import { personKeyOf } from './open-row.ts';
import type { ElsewhereAnswer, ElsewhereWork } from './opening-thread.ts';
import { packRow } from './packed/packed-row.ts';
import type { OpenableRow } from './store.ts';
import { startThread, type Thread } from './thread.ts';
import { KEY_BYTES } from './wrap.ts';

/**
 * Opens values in a thread of their own when many wait together, so that the one that talks to everybody goes on. The
 * thread is told the key of the person whose values they are, for this once, and holds no key of the site.
 */
export interface Elsewhere {
  /** The texts, in the order of the rows. Undefined: not there, to be opened here; that also tells what is wrong. */
  open(keys: Keys, rows: readonly OpenableRow[]): Promise<readonly string[] | undefined> | undefined;
  close(): Promise<void>;
}

/** Fewer that wait together are sooner opened here. */
const ROWS_MIN = 20;
/** Parcels that are with the thread at once; what comes meanwhile goes together. */
const UNDER_WAY_MAX = 2;
/** What is longer would be copied longer than it takes to open. */
const SEALED_BYTES_MAX = 4096;

interface Waiting {
  readonly personKey: Buffer;
  readonly siteId: string;
  readonly personId: string;
  readonly rows: readonly OpenableRow[];
  settle(texts: readonly string[] | undefined): void;
}

export function openElsewhere(): Elsewhere {
  let waiting: Waiting[] = [];
  let called = false;
  let underWay = 0;
  let thread: Thread<ElsewhereWork, ElsewhereAnswer> | undefined;
  const call = () => {
    if (called || waiting.length === 0 || underWay >= UNDER_WAY_MAX) return;
    called = true;
    // With all that this turn of the loop still brings.
    setImmediate(send);
  };
  const send = () => {
    called = false;
    const taken = waiting;
    waiting = [];
    if (taken.reduce((sum, { rows }) => sum + rows.length, 0) < ROWS_MIN) {
      for (const one of taken) one.settle(undefined);
      return;
    }
    thread ??= startThread('opening-thread.js');
    underWay += 1;
    const work = packed(taken);
    void thread.ask(work, [work.bytes]).then((texts = []) => {
      for (const [index, one] of taken.entries()) one.settle(texts[index] ?? undefined);
      underWay -= 1;
      call();
    });
  };
  return {
    open(keys, rows) {
      const [first] = rows;
      if (first === undefined || !rows.every((row) => isShort(row) && isOfOne(first, row))) return undefined;
      const { personId } = first;
      const personKey = personKeyOf(keys, { personId }, first);
      return new Promise((settle) => {
        waiting.push({ personKey, siteId: keys.siteId, personId, rows, settle });
        call();
      });
    },
    close: async () => await thread?.end(),
  };
}

const isShort = ({ role, sealed }: OpenableRow): boolean => role === 'value' && sealed.length <= SEALED_BYTES_MAX;

const isOfOne = (one: OpenableRow, { personId, keyOwner, personKey }: OpenableRow): boolean =>
  keyOwner === undefined &&
  personId === one.personId &&
  personKey.epoch === one.personKey.epoch &&
  personKey.wrapped.equals(one.personKey.wrapped);

/** One piece of memory for all of them, which is handed over and not copied. */
function packed(work: readonly Waiting[]): ElsewhereWork {
  const persons = work.map(({ personKey, rows }) => ({ personKey, rows: rows.map(packRow) }));
  const lengths = persons.map(({ rows }) => rows.reduce((sum, row) => sum + row.length, 0));
  const bytes = new ArrayBuffer(lengths.reduce((sum, length) => sum + KEY_BYTES + 4 + length, 0));
  const target = Buffer.from(bytes);
  let at = 0;
  for (const [index, { personKey, rows }] of persons.entries()) {
    at += personKey.copy(target, at);
    personKey.fill(0);
    at = target.writeUInt32BE(lengths[index] ?? 0, at);
    for (const row of rows) at += row.copy(target, at);
  }
  return { persons: work.map(({ personId, siteId }) => ({ personId, siteId })), bytes };
}
