import assert from 'node:assert/strict';
import { makeReceipt } from '../kernel/ledger/receipt.ts';
import { askFields } from '../promises/use/index.ts';
import { closedLoop } from './closed-loop.ts';
import { type Figure, figure, median } from './figure.ts';
import type { BenchPerson, Place } from './open-place.ts';
import { populate } from './populate.ts';
import { readDatabaseBytes, settle } from './store.ts';

/** What every larger site is compared with. */
const FEW = 1000;
const CALLERS = 32;

interface Cost {
  readonly perSecond: number;
  readonly latencies: readonly number[];
  /** Processor time of one act in the server and in the database together, milliseconds. */
  readonly cpu: number;
  readonly receipt: number;
}

/** The same acts on a thousand people and on very many, on one site that grows between. */
export async function benchGrowth(
  place: Place,
  { seconds, persons }: { readonly seconds: number; readonly persons: number },
): Promise<readonly Figure[]> {
  const { db } = place.app.parts;
  const few = await populate(place, FEW);
  await settle(db);
  const before = await costOf(place, few, seconds);
  const begun = performance.now();
  const many = persons > FEW ? await populate(place, persons - FEW) : [];
  const made = (performance.now() - begun) / 1000;
  await settle(db);
  const after = many.length === 0 ? before : await costOf(place, many, seconds);
  const bytes = await readDatabaseBytes(db);
  const here = (cost: Cost, size: number, baseline?: Cost) => [
    figure(`open-at-${size}-persons`, cost.perSecond, 'opens/s', {
      latencies: cost.latencies,
      ...(baseline === undefined ? {} : { baseline: baseline.perSecond }),
    }),
    figure(`cpu-of-an-open-at-${size}-persons`, cost.cpu, 'ms', baseline && { baseline: baseline.cpu }),
    figure(`receipt-at-${size}-persons`, cost.receipt, 'ms', baseline && { baseline: baseline.receipt }),
  ];
  if (many.length === 0) return here(before, FEW);
  return [
    ...here(before, FEW),
    figure('persons-made', (persons - FEW) / made, 'persons/s'),
    ...here(after, persons, before),
    figure('database-on-disk', bytes / 1e6, 'MB'),
  ];
}

async function costOf({ app, service, fields }: Place, people: readonly BenchPerson[], seconds: number): Promise<Cost> {
  const { gate, parts } = app;
  // Strides through everybody, so that what was read last is not what is asked next.
  const at = (number: number) => {
    const person = people[(number * 7919) % people.length];
    assert(person !== undefined, 'there are people');
    return person;
  };
  const open = async (number: number) => {
    const { output } = await gate.pass(askFields, service.asker, { dealing: at(number).dealing, fields });
    assert.equal(Object.keys(output.fields).length, fields.length, 'every generated value opens');
  };
  const loop = { callers: CALLERS, milliseconds: seconds * 1000 };
  await closedLoop(loop, open);
  const rounds = [await closedLoop(loop, open), await closedLoop(loop, open), await closedLoop(loop, open)];
  const receipts = await closedLoop({ callers: 1, milliseconds: loop.milliseconds / 2 }, async (number) => {
    assert(await makeReceipt(parts.db, at(number).personId, 1), 'a generated entry has its receipt');
  });
  return {
    perSecond: median(rounds.map(({ perSecond }) => perSecond)),
    latencies: rounds.flatMap(({ latencies }) => latencies),
    cpu: median(rounds.map(({ cpu }) => cpu.own + cpu.started)),
    receipt: median(receipts.latencies),
  };
}
