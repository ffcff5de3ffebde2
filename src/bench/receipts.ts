import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { signCheckpoint } from '../kernel/ledger/checkpoint.ts';
import { proveGrowth } from '../kernel/ledger/growth.ts';
import { verifierKey } from '../kernel/ledger/note.ts';
import { makeReceipt } from '../kernel/ledger/receipt.ts';
import { edgeOf, openRightEdge } from '../kernel/ledger/right-edge.ts';
import { integrate } from '../kernel/ledger/sequencer.ts';
import { insertCheckpoint, putTiles, readLatestCheckpoint, readTiles } from '../kernel/ledger/store.ts';
import { parseVerifierKey, verifyReceipt } from '../verify/verify.ts';
import { closedLoop } from './closed-loop.ts';
import { type Figure, figure } from './figure.ts';
import type { Place } from './open-place.ts';
import { insertLogged, insertPending, settle } from './store.ts';

/** What waits to be integrated at each size. */
const PENDING_MAX = 20_000;
const BATCH = 100_000;

/**
 * Receipts and consistency proofs of a ledger that grows tenfold again and again, what integrating costs at each size, and
 * how fast receipts are verified. What the ledger grows by are entries without text; their tiles are made by the code of
 * the sequencer, which checks them before it goes on.
 */
export async function benchReceipts(
  place: Place,
  { seconds, entries }: { readonly seconds: number; readonly entries: number },
): Promise<readonly Figure[]> {
  const { parts } = place.app;
  const figures: Figure[] = [];
  const chain = parts.random.uuid();
  await integrate(parts.sequencer, { wait: true });
  const base = await sizeNow(place);
  let grown: Grown = { chain, from: base, to: base };
  for (let size = Math.min(10_000, entries); size <= entries; size *= 10) {
    const begun = performance.now();
    grown = await growTo(place, chain, base + size);
    const made = (performance.now() - begun) / 1000;
    await settle(parts.db);
    figures.push(...(await measureAt(place, grown, size, seconds)));
    if (size * 10 > entries) figures.push(figure('seconds-to-make-the-last-tenfold', made, 's'));
  }
  return [...figures, await verified(place, grown, seconds)];
}

/** Places of the log that hold entries of this chain: entry n at place n − 1. */
interface Grown {
  readonly chain: string;
  readonly from: number;
  readonly to: number;
}

async function sizeNow({ app }: Place): Promise<number> {
  return (await readLatestCheckpoint(app.parts.db))?.size ?? 0;
}

/** Entries of one chain up to a size of the whole log, in their places, under one signed checkpoint. */
async function growTo(place: Place, chain: string, to: number): Promise<Grown> {
  const { db, keys, site } = place.app.parts;
  const from = await sizeNow(place);
  let size = from;
  const edgeAt = async () => openRightEdge(size, await readTiles(db, edgeOf(size)));
  while (size < to) {
    const count = Math.min(BATCH, to - size);
    const edge = await edgeAt();
    const inserted = insertLogged(db, { chain, from: size, count });
    for (let at = size; at < size + count; at += 1) edge.append(createHash('sha256').update(String(at)).digest());
    await inserted;
    await db.transaction((tx) => putTiles(tx, edge.changed()));
    size += count;
  }
  const tree = { size, root: (await edgeAt()).root() };
  const note = signCheckpoint(tree, site.origin, keys.ledger);
  await db.transaction((tx) => insertCheckpoint(tx, { ...tree, note }));
  return { chain, from, to: size };
}

async function measureAt({ app }: Place, grown: Grown, size: number, seconds: number): Promise<readonly Figure[]> {
  const { parts } = app;
  const { db } = parts;
  const { chain } = grown;
  // Strides through all of them, so that what was read last is not what is asked next.
  const any = (number: number) => grown.from + ((number * 2_654_435_761) % (grown.to - grown.from));
  const loop = { callers: 1, milliseconds: seconds * 1000 };
  const receipt = async (number: number) => {
    assert(await makeReceipt(db, chain, any(number) + 1), 'every entry has its receipt');
  };
  await closedLoop(loop, receipt);
  const receipts = await closedLoop(loop, receipt);
  const growth = await closedLoop(loop, async (number) => {
    assert(await proveGrowth(db, 1 + any(number)), 'every older ledger is continued');
  });
  const pending = Math.min(PENDING_MAX, size);
  await insertPending(db, parts.random.uuid(), pending);
  const begun = performance.now();
  assert((await integrate(parts.sequencer, { wait: true })) >= pending, 'all that waited is in the log');
  const rate = pending / ((performance.now() - begun) / 1000);
  return [
    figure(`receipts-at-${size}-entries`, receipts.perSecond, 'receipts/s', { latencies: receipts.latencies }),
    figure(`cpu-of-a-receipt-at-${size}-entries`, receipts.cpu.own + receipts.cpu.started, 'ms'),
    figure(`consistency-at-${size}-entries`, growth.perSecond, 'proofs/s', { latencies: growth.latencies }),
    figure(`entries-integrated-at-${size}-entries`, rate, 'entries/s'),
  ];
}

/** By the verifier, of the largest ledger: signature, place and text of one receipt after the other. */
async function verified({ app }: Place, { chain, from, to }: Grown, seconds: number): Promise<Figure> {
  const { db, site, keys } = app.parts;
  const key = parseVerifierKey(verifierKey(site.origin, keys.ledger));
  const made: string[] = [];
  for (let number = 0; number < 200; number += 1) {
    const receipt = await makeReceipt(db, chain, 1 + from + ((number * 7919) % (to - from)));
    assert(receipt !== undefined, 'every entry has its receipt');
    made.push(receipt);
  }
  let count = 0;
  const begun = performance.now();
  for (; performance.now() - begun < seconds * 1000; count += 1) verifyReceipt(made[count % made.length] ?? '', key);
  return figure('receipts-verified', count / ((performance.now() - begun) / 1000), 'receipts/s');
}
