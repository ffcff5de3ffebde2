import type { BenchTools } from '../bench.ts';
import { closedLoop, type Measured } from '../closed-loop.ts';
import { type Figure, figure, median } from '../figure.ts';
import type { Place } from '../open-place.ts';
import { settle } from '../store.ts';
import { openBareSite } from './bare-site.ts';
import { halvesOf, openGatedSite } from './gated-site.ts';
import { callsOf, MIX_NAMES, type MixName, type Site } from './mixes.ts';

const CALLERS = 16;
const ROUNDS = 3;

/**
 * The mixes of GDPRbench with policy and ledger, and beside them on the same database, in turns, a site that seals its values and
 * commits as durably, and has neither: the price of the promise.
 */
export async function benchGdpr(place: Place, { seconds }: BenchTools): Promise<readonly Figure[]> {
  const gated = await openGatedSite(place);
  const bare = await openBareSite(place);
  const figures: Figure[] = [];
  for (const mix of MIX_NAMES) figures.push(...(await priceOf(place, mix, { gated, bare, seconds })));
  return figures;
}

interface Sides {
  readonly gated: Site;
  readonly bare: Site;
  readonly seconds: number;
}

async function priceOf(place: Place, mix: MixName, { gated, bare, seconds }: Sides): Promise<readonly Figure[]> {
  const { app } = place;
  const { db } = app.parts;
  const { half } = halvesOf(place);
  const [on, off] = [callsOf(gated, mix, half), callsOf(bare, mix, half)];
  let asked = 0;
  // Each measurement goes on where the last one of both ended, so that both are asked alike.
  const measure = async (calls: typeof on, milliseconds: number) => {
    const from = asked;
    asked += 1_000_000;
    return await closedLoop({ callers: CALLERS, milliseconds }, (number) => calls(from + number));
  };
  for (const calls of [off, on]) await measure(calls, seconds * 500);
  const rounds: { on: Measured; off: Measured }[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    await settle(db);
    const without = await measure(off, seconds * 500);
    await settle(db);
    rounds.push({ off: without, on: await measure(on, seconds * 1000) });
    await app.sequence();
  }
  const middle = (side: 'on' | 'off', of: (measured: Measured) => number) =>
    median(rounds.map((round) => of(round[side])));
  const rate = ({ perSecond }: Measured) => perSecond;
  const cpu = (measured: Measured) => measured.cpu.own + measured.cpu.started;
  const latencies = rounds.flatMap((round) => round.on.latencies);
  return [
    figure(`gdpr-${mix}`, middle('on', rate), 'questions/s', { latencies, baseline: middle('off', rate) }),
    figure(`cpu-of-gdpr-${mix}`, middle('on', cpu), 'ms', { baseline: middle('off', cpu) }),
  ];
}
