import assert from 'node:assert/strict';
import { wrapKey } from '../kernel/vault/wrap.ts';
import { eraseOnRequest } from '../promises/agreement/index.ts';
import { turnEpoch } from '../promises/protection/index.ts';
import { askFields } from '../promises/use/index.ts';
import type { BenchTools } from './bench.ts';
import { type Figure, figure } from './figure.ts';
import type { Place } from './open-place.ts';
import { askForErasure, insertPersonKeys, settle } from './store.ts';

const HOST = { kind: 'host', by: 'bench' } as const;
/** Keys of people of whom nothing else is needed here: re-wrapping touches no more of them. */
const KEYS_FOR_EACH_PERSON = 100;
const BATCH = 5000;
/** Who asks meanwhile. */
const CALLERS = 4;
const ERASED = 50;

/** Turns the epoch while others are served, and erases people one after another. The last bench: it leaves fewer people. */
export async function benchEpochs(
  { app, fields, people, service }: Place,
  { asked }: BenchTools,
): Promise<readonly Figure[]> {
  const { gate } = app;
  const keys = asked ?? people.length * KEYS_FOR_EACH_PERSON;
  await makeKeysOfPeople(app, keys);
  await settle(app.parts.db);
  const latencies: number[] = [];
  let turning = true;
  const caller = async (_: unknown, own: number) => {
    for (let number = own; turning; number += CALLERS) {
      const person = people[(number * 7919) % people.length];
      assert(person !== undefined, 'there are people');
      const before = performance.now();
      await gate.pass(askFields, service.asker, { dealing: person.dealing, fields });
      latencies.push(performance.now() - before);
    }
  };
  const callers = Promise.all(Array.from({ length: CALLERS }, caller));
  const before = performance.now();
  const { rewrapped } = await turnEpoch(gate, { asker: HOST });
  const seconds = (performance.now() - before) / 1000;
  turning = false;
  await callers;
  assert.ok(rewrapped >= keys, 'every key was wrapped anew');
  return [
    figure('epoch-keys-rewrapped', rewrapped / seconds, 'keys/s'),
    figure('epoch-turned', seconds, `s for ${rewrapped} keys`),
    figure('gated-open-while-an-epoch-turns', latencies.length / seconds, 'opens/s', { latencies }),
    await eraseSome({ app, people }),
  ];
}

async function makeKeysOfPeople({ parts }: Place['app'], count: number): Promise<void> {
  const { db, keys, random, site } = parts;
  const { epoch } = keys;
  const wrapping = keys.epochKey(epoch);
  for (let made = 0; made < count; made += BATCH) {
    const rows = Array.from({ length: Math.min(BATCH, count - made) }, () => {
      const personId = random.uuid();
      const place = { siteId: site.siteId, personId, recordId: 'person', epoch };
      return { personId, wrapped: wrapKey(wrapping, place, random.bytes(32), random) };
    });
    await insertPersonKeys(db, epoch, rows);
  }
}

async function eraseSome({ app, people }: Pick<Place, 'app' | 'people'>): Promise<Figure> {
  const latencies: number[] = [];
  for (const { personId } of people.slice(-ERASED)) {
    await askForErasure(app.parts.db, personId);
    const before = performance.now();
    await app.gate.pass(eraseOnRequest, HOST, { personId });
    latencies.push(performance.now() - before);
  }
  const all = latencies.reduce((sum, one) => sum + one, 0);
  return figure('person-erased', (latencies.length * 1000) / all, 'persons/s', { latencies });
}
