import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import type { AskerIdentity } from '../kernel/gate/asker.ts';
import {
  approveLegalRequest,
  authenticateLegalRequest,
  findNecessary,
  receiveLegalRequest,
  scopeLegalRequest,
  seeLegalRequest,
  seeLegalRequests,
} from '../promises/protection/index.ts';
import { changePolicy } from '../prove/twin/change-policy.ts';
import { makeStaff } from '../prove/twin/people.ts';
import { closedLoop } from './closed-loop.ts';
import { type Figure, figure } from './figure.ts';
import type { Place } from './open-place.ts';
import { populate } from './populate.ts';
import { fillLegalRequests, nameInScope, settle } from './store.ts';

/** As many as one request may name. */
const PERSONS_MAX = 10_000;
const REGISTER = 10_000;
const GROUND = 'bench-order';
const REASON = 'The order of the bench names exactly these people and fields.';

/** A large production through the worker with its memory, and the register as many years leave it. */
export async function benchLegal(
  place: Place,
  { seconds, persons }: { readonly seconds: number; readonly persons: number },
): Promise<readonly Figure[]> {
  const { gate, parts } = place.app;
  const count = Math.min(persons, PERSONS_MAX);
  const people = await populate(place, count);
  await declareGround(place);
  const first = (await makeStaff(gate, 'legal-officer')).asker;
  const second = (await makeStaff(gate, 'legal-officer')).asker;
  await settle(parts.db);
  const begun = performance.now();
  const legalRequest = await asked(place, first, count);
  const listed = performance.now() - begun;
  await nameInScope(
    parts.db,
    legalRequest,
    people.map(({ personId }) => personId),
  );
  await gate.pass(findNecessary, first, { legalRequest, reason: REASON });
  await gate.pass(approveLegalRequest, second, { legalRequest });
  const produced = await production(place, count);
  const { output } = await gate.pass(seeLegalRequest, first, { legalRequest });
  assert.deepEqual([output.state, output.batches.every(({ given }) => given)], ['produced', true]);
  await fillLegalRequests(parts.db, GROUND, REGISTER);
  const loop = { callers: 1, milliseconds: seconds * 1000 };
  const look = () => gate.pass(seeLegalRequests, first, {});
  await closedLoop(loop, look);
  const register = await closedLoop(loop, look);
  return [
    figure(`listing-${count}-persons`, listed, 'ms'),
    ...produced,
    figure(`register-of-${REGISTER}-requests`, register.perSecond, 'looks/s', { latencies: register.latencies }),
  ];
}

async function declareGround({ app, fields }: Place): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'kristalux-bench-ground-'));
  const words = { ru: 'Измерение', en: 'Measurement', uk: 'Вимірювання' };
  const ground = { id: GROUND, country: 'UA', kind: 'order' as const, words, article: 'bench', reaches: [...fields] };
  await changePolicy(app.gate, folder, (source) => ({
    ...source,
    declarations: { ...source.declarations, grounds: [...source.declarations.grounds, ground] },
  }));
  rmSync(folder, { recursive: true });
}

/** The names lead to nobody: who is meant is set behind the listing, since generated people have no names that are known. */
async function asked({ app, fields }: Place, officer: AskerIdentity, count: number): Promise<string> {
  const { gate, parts } = app;
  const { output } = await gate.pass(receiveLegalRequest, officer, {
    ground: GROUND,
    authorityKey: await identityToRecipient(await generateX25519Identity()),
    authority: 'bench',
    reference: 'bench',
    asked: 'bench',
    expiresAt: new Date(parts.clock.now().getTime() + 86_400_000).toISOString(),
  });
  const legalRequest = output.id;
  await gate.pass(authenticateLegalRequest, officer, { legalRequest, how: REASON });
  const persons = Array.from({ length: count }, (_, number) => `nobody-${number}@example.org`);
  await gate.pass(scopeLegalRequest, officer, { legalRequest, persons, fields: [...fields] });
  return legalRequest;
}

/** All that waits is done by the worker. What is still held after everything needless was given back is compared between quarters. */
async function production({ app }: Place, count: number): Promise<readonly Figure[]> {
  const giveBack = garbageCollector();
  const held: number[] = [];
  const looking = setInterval(() => {
    giveBack();
    const { heapUsed, external } = process.memoryUsage();
    held.push((heapUsed + external) / 1e6);
  }, LOOK_MILLISECONDS);
  const begun = performance.now();
  await app.worker.drain();
  clearInterval(looking);
  const took = (performance.now() - begun) / 1000;
  const most = (from: number, to: number) => Math.max(0, ...held.slice(held.length * from, held.length * to));
  return [
    figure('persons-produced', count / took, 'persons/s'),
    figure('memory-held-in-the-first-quarter', most(0, 0.25), 'MB'),
    figure('memory-held-in-the-last-quarter', most(0.75, 1), 'MB', { baseline: most(0, 0.25) }),
  ];
}

const LOOK_MILLISECONDS = 1_000;

/** What V8 has not collected yet is no memory that anybody needs. */
function garbageCollector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}
