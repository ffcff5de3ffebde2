import assert from 'node:assert/strict';
import { BATCH_PERSONS_MAX } from '../kernel/limits.ts';
import { askFields } from '../promises/use/index.ts';
import { bareOpen } from './bare-open.ts';
import type { BenchTools } from './bench.ts';
import { closedLoop, type Loop, type Measured } from './closed-loop.ts';
import { type Figure, figure, median } from './figure.ts';
import { loadOverHttp } from './load-over-http.ts';
import { type BenchPerson, hotOpens, type Place } from './open-place.ts';
import { makeBareTable, readSomeBody, settle } from './store.ts';
import { twoProcesses } from './two-processes.ts';

const CALLERS = 32;
/** Batches under way at once, and the persons of each. */
const BATCHES = 4;

/** Gated opens of five fields: inside the process against the bare baseline, and over HTTP. */
export async function benchGate(place: Place, tools: BenchTools): Promise<readonly Figure[]> {
  const { seconds } = tools;
  const { app, fields, people, service } = place;
  const { gate, parts } = app;
  const gated = async ({ dealing }: BenchPerson) => {
    const { output } = await gate.pass(askFields, service.asker, { dealing, fields });
    return output.fields;
  };
  const any = (number: number) => at(people, number * 7919);
  const first = await gated(any(0));
  const bare = bareOpen(place, await readSomeBody(parts.db, askFields.name));
  await makeBareTable(parts.db);
  assert.deepEqual(await bare(any(0).personId), first, 'both open the same');

  const loop = { callers: CALLERS, milliseconds: seconds * 1000 };
  const warm = { ...loop, milliseconds: loop.milliseconds / 2 };
  await closedLoop(warm, (number) => bare(any(number).personId));
  await closedLoop(warm, (number) => gated(any(number)));
  const rounds: { bare: Measured; gated: Measured }[] = [];
  // In turns, so that whatever else the machine does meets both.
  for (let round = 0; round < 3; round += 1) {
    await settle(parts.db);
    const one = await closedLoop(loop, (number) => bare(any(number).personId));
    await settle(parts.db);
    rounds.push({ bare: one, gated: await closedLoop(loop, (number) => gated(any(number))) });
  }
  const baseline = median(rounds.map((round) => round.bare.perSecond));
  const value = median(rounds.map((round) => round.gated.perSecond));
  const latencies = rounds.flatMap((round) => round.gated.latencies);
  const bareLatencies = rounds.flatMap((round) => round.bare.latencies);
  // How much work it is: this hardly changes when others use the machine too.
  const cpu = (way: 'bare' | 'gated', of: 'own' | 'started') => median(rounds.map((round) => round[way].cpu[of]));
  const crowded = await closedLoop(loop, hotOpens(gate, place));
  return [
    figure('gated-open-5-fields-32-clients', value, 'opens/s', { latencies, baseline }),
    figure('bare-open-5-fields-32-clients', baseline, 'opens/s', { latencies: bareLatencies }),
    figure('gated-open-90-percent-on-10-persons', crowded.perSecond, 'opens/s', {
      latencies: crowded.latencies,
      baseline: value,
    }),
    figure('cpu-of-server-for-a-gated-open', cpu('gated', 'own'), 'ms', { baseline: cpu('bare', 'own') }),
    figure('cpu-of-database-for-a-gated-open', cpu('gated', 'started'), 'ms', { baseline: cpu('bare', 'started') }),
    ...(await inBatches(place, tools)),
    // What needs the built program: a second process, and clients in a thread of their own.
    ...(tools.serve === null
      ? []
      : [figure('two-processes-90-percent-on-10-persons', await twoProcesses(place, halved(loop)), 'opens/s')]),
    ...(await overHttp(place, tools)),
  ];
}

const halved = (loop: Loop): Loop => ({ ...loop, callers: loop.callers / 2 });

/** One field of a hundred persons in one asking, each decided on and recorded by themselves. */
async function inBatches({ app, service, fields, people }: Place, { seconds }: BenchTools): Promise<readonly Figure[]> {
  const one = fields.slice(0, 1);
  const batch = async (number: number) => {
    const inputs = Array.from({ length: BATCH_PERSONS_MAX }, (_, index) => {
      const { dealing } = at(people, (number * BATCH_PERSONS_MAX + index) * 7919);
      return { dealing, fields: one };
    });
    for (const passed of await app.gate.passMany(askFields, service.asker, inputs)) {
      if ('error' in passed) throw passed.error;
    }
  };
  await closedLoop({ callers: BATCHES, milliseconds: seconds * 500 }, batch);
  await settle(app.parts.db);
  const { perSecond, latencies } = await closedLoop({ callers: BATCHES, milliseconds: seconds * 1000 }, batch);
  return [figure('batches-of-100-persons-1-field', perSecond * BATCH_PERSONS_MAX, 'persons/s', { latencies })];
}

async function overHttp(
  { app, service, fields, people }: Place,
  { serve, seconds }: BenchTools,
): Promise<readonly Figure[]> {
  if (serve === null) return [];
  const served = await serve(app);
  try {
    const paths = people.map(({ dealing }) => `/v1/dealings/${dealing}/fields`);
    const headers = { authorization: `Bearer ${service.secret}`, 'content-type': 'application/json' };
    const request = { paths, bodies: [JSON.stringify({ fields })], headers };
    const load = (clients: number) => loadOverHttp(served.address, { ...request, clients, seconds });
    await load(16);
    const [few, many] = [await load(16), await load(64)];
    return [
      figure('http-open-5-fields-16-clients', few.perSecond, 'requests/s', few),
      figure('http-open-5-fields-64-clients', many.perSecond, 'requests/s', many),
    ];
  } finally {
    await served.end();
  }
}

function at(people: readonly BenchPerson[], number: number): BenchPerson {
  const person = people[number % people.length];
  assert(person !== undefined, 'there are people');
  return person;
}
