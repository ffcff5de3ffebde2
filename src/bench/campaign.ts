import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { openRelay } from '../prove/twin/mail-sink.ts';
import type { BenchTools } from './bench.ts';
import { type Figure, figure } from './figure.ts';
import { confirmOne, progressOfOne } from './one-bulletin.ts';
import type { Place } from './open-place.ts';
import { openOwnSite } from './own-site.ts';
import { makeReaders } from './readers.ts';
import { settle } from './store.ts';

/** How long copies are let go once the first one arrived: long enough that memory which grows would show. */
const SECONDS = 60;
const LOOK_MILLISECONDS = 200;

/**
 * A bulletin to very many, by a server that is a process of its own: how long until the first copy is at the relay, what
 * memory the server holds while the audience is written down and copies go, and what the console says of it.
 */
export async function benchCampaign(_: Place, { persons }: BenchTools): Promise<readonly Figure[]> {
  let copies = 0;
  const sink = await openRelay(() => {
    copies += 1;
  });
  const site = openOwnSite({ SMTP_URL: `smtp://127.0.0.1:${sink.port}` });
  try {
    await site.look(async (app) => {
      await makeReaders(app, persons);
      await settle(app.parts.db);
    });
    const { pid } = await site.start();
    const atRest = megabytesOf(pid);
    const seen = await site.look(async (app) => {
      const before = performance.now();
      const begun = await confirmOne(app);
      assert.equal(begun.audience, persons, 'everybody is in the audience');
      while (copies === 0) await pause(LOOK_MILLISECONDS / 10);
      const first = (performance.now() - before) / 1000;
      const memory: number[] = [];
      const from = { at: performance.now(), copies };
      while (performance.now() - from.at < SECONDS * 1000) {
        memory.push(megabytesOf(pid));
        await pause(LOOK_MILLISECONDS);
      }
      const perSecond = ((copies - from.copies) * 1000) / (performance.now() - from.at);
      const looking = performance.now();
      const progress = await progressOfOne(app, begun);
      return { begun, first, memory, perSecond, progress, looked: performance.now() - looking };
    });
    const { begun, first, memory, perSecond, progress, looked } = seen;
    assert(
      progress.accepted > 0 && (progress.minutesLeft ?? 0) > 0,
      'the console tells how far it is, and what is left',
    );
    const quarter = Math.ceil(memory.length / 4);
    const middle = (some: readonly number[]) => some.reduce((sum, one) => sum + one, 0) / some.length;
    return [
      figure(`campaign-to-${persons}-confirmed`, begun.milliseconds / 1000, 's'),
      figure(`campaign-to-${persons}-first-copy`, first, 's'),
      figure('campaign-copies', perSecond, 'copies/s'),
      figure('campaign-memory-of-server-at-most', Math.max(...memory), 'MB', { baseline: atRest }),
      figure('campaign-memory-last-quarter', middle(memory.slice(-quarter)), 'MB', {
        baseline: middle(memory.slice(0, quarter)),
      }),
      figure('campaign-progress-shown', looked, 'ms'),
      figure('campaign-minutes-left-shown', progress.minutesLeft ?? 0, 'min'),
    ];
  } finally {
    await site.close();
    await sink.close();
  }
}

/** What a process holds in memory, as Linux tells it. */
function megabytesOf(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) / 1024;
}
