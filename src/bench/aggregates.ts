import assert from 'node:assert/strict';
import { computeAggregate } from '../promises/use/index.ts';
import type { BenchTools } from './bench.ts';
import { type Figure, figure, median } from './figure.ts';
import type { Place } from './open-place.ts';
import { forgetReleases, insertCounted, insertCountedLater, readCounts } from './store.ts';

const HOST = { kind: 'host', by: 'bench' } as const;
/** People in one statement: the trigger that counts them runs once for each. */
const AT_ONCE = 10_000;
/** What one round of putting counts together takes: so much may wait while somebody asks. */
const WAITING = 100_000;
/** Askings of each aggregate. */
const TIMES = 20;

/**
 * Aggregates over so many people. Each asking finds no standing answer, so all of it is done: counts, what was not put into
 * them yet, what was told before, the new answer, the entry. People are rows without values: no aggregate looks further.
 */
export async function benchAggregates(place: Place, { persons }: BenchTools): Promise<readonly Figure[]> {
  const { gate } = place.app;
  const { db } = gate.parts;
  for (let made = 0; made < persons; made += AT_ONCE) await insertCounted(db, Math.min(AT_ONCE, persons - made));
  await insertCountedLater(db, WAITING);
  const declared = (await gate.parts.shelf.inForce())?.declarations.aggregates ?? [];
  const { kept, people } = await readCounts(db);
  assert.equal(kept, people, 'the counts are of everybody');
  const figures: Figure[] = [];
  for (const { id } of declared) {
    await gate.pass(computeAggregate, HOST, { aggregate: id });
    const latencies: number[] = [];
    while (latencies.length < TIMES) {
      await forgetReleases(db);
      const begun = performance.now();
      await gate.pass(computeAggregate, HOST, { aggregate: id });
      latencies.push(performance.now() - begun);
    }
    figures.push(figure(`aggregate-${id}-of-${people}`, median(latencies), 'ms', { latencies }));
  }
  return figures;
}
