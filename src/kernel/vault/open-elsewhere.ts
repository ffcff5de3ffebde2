import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { root } from '../../root.ts';
import type { Keys } from './keys.ts';
import { personKeyOf } from './open-row.ts';
import type { ElsewhereAnswer, ElsewhereRow, ElsewhereWork } from './opening-thread.ts';
import type { OpenableRow } from './store.ts';

/**
 * Opens values in a thread of their own when many wait together, so that the one that talks to everybody goes on. The
 * thread is told the key of the person whose values they are, for this once, and holds no key of the site.
 */
export interface Elsewhere {
  /** The texts, in the order of the rows. Undefined: not there, to be opened here; that also tells what is wrong. */
  open(keys: Keys, rows: readonly OpenableRow[]): Promise<readonly string[] | undefined>;
  close(): Promise<void>;
}

/** Fewer that wait together are sooner opened here. */
const ROWS_MIN = 20;
/** What is longer would be copied longer than it takes to open. */
const SEALED_BYTES_MAX = 4096;

interface Waiting {
  readonly personKey: Buffer;
  readonly siteId: string;
  readonly rows: readonly OpenableRow[];
  settle(texts: readonly string[] | undefined): void;
}

export function openElsewhere(): Elsewhere {
  let waiting: Waiting[] = [];
  let thread: Thread | undefined;
  const send = () => {
    const taken = waiting;
    waiting = [];
    const rows = taken.reduce((sum, one) => sum + one.rows.length, 0);
    if (rows < ROWS_MIN) for (const one of taken) one.settle(undefined);
    else {
      thread ??= startThread();
      thread.open(taken);
    }
  };
  return {
    async open(keys, rows) {
      const [first] = rows;
      if (first === undefined || !rows.every((row) => isShort(row) && isOfOne(first, row))) return undefined;
      const { personId } = first;
      const personKey = personKeyOf(keys, { personId }, first);
      return await new Promise((settle) => {
        // With all that this turn of the loop still brings.
        if (waiting.length === 0) setImmediate(send);
        waiting.push({ personKey, siteId: keys.siteId, rows, settle });
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

interface Thread {
  open(work: readonly Waiting[]): void;
  end(): Promise<void>;
}

function startThread(): Thread {
  const underWay = new Map<number, readonly Waiting[]>();
  let number = 0;
  let gone = false;
  const worker = new Worker(join(root, 'dist/opening-thread.js'), { env: {} });
  // It keeps no process alive that has nothing else to do.
  worker.unref();
  worker.on('message', ({ id, texts }: ElsewhereAnswer) => {
    for (const [index, one] of (underWay.get(id) ?? []).entries()) one.settle(texts[index] ?? undefined);
    underWay.delete(id);
  });
  const lost = () => {
    gone = true;
    for (const one of [...underWay.values()].flat()) one.settle(undefined);
    underWay.clear();
  };
  worker.on('error', lost);
  worker.on('exit', lost);
  return {
    open(work) {
      if (gone) {
        for (const one of work) one.settle(undefined);
        return;
      }
      number += 1;
      underWay.set(number, work);
      const { message, bytes } = packed(number, work);
      worker.postMessage(message, [bytes]);
    },
    end: async () => {
      await worker.terminate();
    },
  };
}

/** One piece of memory for all of them, which is handed over and not copied. */
function packed(
  id: number,
  work: readonly Waiting[],
): { readonly message: ElsewhereWork; readonly bytes: ArrayBuffer } {
  const parts: Buffer[] = [];
  const persons = work.map(({ personKey, siteId, rows }) => {
    parts.push(personKey);
    return { siteId, rows: rows.map((row) => packedRow(row, parts)) };
  });
  const bytes = new ArrayBuffer(parts.reduce((sum, part) => sum + part.length, 0));
  const target = Buffer.from(bytes);
  let at = 0;
  for (const part of parts) at += part.copy(target, at);
  for (const { personKey } of work) personKey.fill(0);
  return { message: { id, persons: JSON.stringify(persons), bytes }, bytes };
}

function packedRow(row: OpenableRow, parts: Buffer[]): ElsewhereRow {
  const { personId, recordId, field, version, valueKey, sealed } = row;
  parts.push(valueKey.wrapped, sealed);
  return {
    personId,
    recordId,
    field,
    version,
    epoch: valueKey.epoch,
    wrapped: valueKey.wrapped.length,
    sealed: sealed.length,
  };
}
