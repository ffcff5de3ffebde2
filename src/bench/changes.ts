import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { versionInForce } from '../kernel/gate/parts.ts';
import { Refusal } from '../kernel/refusal.ts';
import { askFields } from '../promises/use/index.ts';
import { changePolicy } from '../prove/twin/change-policy.ts';
import type { BenchTools } from './bench.ts';
import { closedLoop } from './closed-loop.ts';
import { type Figure, figure } from './figure.ts';
import type { Place } from './open-place.ts';
import { type Decided, olderDecisions } from './store.ts';

const CALLERS = 32;
/** Nobody publishes oftener, and nearly nobody as often. */
const BETWEEN_MILLISECONDS = 500;

/**
 * Publications while services ask as fast as they can: none may be refused, and none decided by a version older than was
 * acknowledged before it was asked.
 */
export async function benchChanges({ app, people, service, fields }: Place, { seconds }: BenchTools) {
  const { gate, parts } = app;
  const folder = mkdtempSync(join(tmpdir(), 'kristalux-bench-changes-'));
  const decided: Decided[] = [];
  const published: number[] = [];
  let acknowledged = (await versionInForce(parts)).number;
  let asking = true;
  let busy = 0;
  const ask = async (number: number) => {
    const floor = acknowledged;
    const { personId, dealing } = people[number % people.length] ?? assert.fail('there are people');
    try {
      const { entry } = await gate.pass(askFields, service.asker, { dealing, fields });
      decided.push({ personId, n: entry ?? 0, floor });
    } catch (error) {
      // Nothing was decided: a machine under load says so, and the caller asks again. Any other refusal is a wrong one.
      if (!(error instanceof Refusal) || error.code !== 'busy') throw error;
      busy += 1;
    }
  };
  const publish = async () => {
    while (asking) {
      const before = performance.now();
      const name = `Published ${acknowledged} times`;
      const version = await changePolicy(gate, folder, ({ declarations, ...rest }) => ({
        ...rest,
        declarations: { ...declarations, site: { ...declarations.site, name } },
      }));
      acknowledged = version.number;
      published.push(performance.now() - before);
      await pause(BETWEEN_MILLISECONDS);
    }
  };
  try {
    const asked = closedLoop({ callers: CALLERS, milliseconds: seconds * 2000 }, ask).finally(() => {
      asking = false;
    });
    // Both to their end: what is left under way would meet a closed database.
    await Promise.allSettled([asked, publish()]).then((ends) => {
      for (const end of ends) if (end.status === 'rejected') throw end.reason;
    });
    const { perSecond, latencies } = await asked;
    const older = await olderDecisions(parts.db, decided);
    assert.equal(older, 0, 'no decision is by a version older than was acknowledged before it was asked');
    const figures: readonly Figure[] = [
      figure('decisions-while-publishing', perSecond, 'opens/s', { latencies }),
      figure('publications-meanwhile', published.length, 'versions', { latencies: published }),
      figure('asked-again-because-busy', busy, 'askings'),
    ];
    return figures;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
