import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { openPasswordHasher } from '../kernel/passwords.ts';
import type { TwinPerson } from '../kernel/probe.ts';
import { Refusal } from '../kernel/refusal.ts';
import { personOfSession, signIn, signInWithPasskey, startSession } from '../promises/security/index.ts';
import { makePerson } from '../prove/twin/people.ts';
import { makeAccounts } from './accounts/store.ts';
import type { BenchTools } from './bench.ts';
import { makeBenchPasskey } from './bench-passkey.ts';
import { closedLoop, cpuOf, type Measured, rateOf } from './closed-loop.ts';
import { type Figure, figure, median } from './figure.ts';
import { loadOverHttp } from './load-over-http.ts';
import type { BenchPerson, Place } from './open-place.ts';
import { populate } from './populate.ts';
import { rankSumZ } from './rank-sum.ts';
import { settle } from './store.ts';

const PEOPLE = 12;
const GUESSES = 10_000;
const ROUNDS = 3;
/** People with a session, more than are ever asked about at the same time. */
const SIGNED_IN = 400;
/** More than ask at the same time, so that nobody waits for themselves. */
const WITH_PASSKEYS = 64;

/** Signing in and what it costs; whether a stranger can tell who is known; an owner while somebody guesses. */
export async function benchSecurity(place: Place, tools: BenchTools): Promise<readonly Figure[]> {
  const { gate } = place.app;
  const people: TwinPerson[] = [];
  for (let n = 0; n < PEOPLE; n += 1) people.push(await makePerson(gate));
  // First, while each has one session as people do: signing in makes thousands, and a list shows thirty of them.
  const few = tools.asked === undefined ? place.people : await populate(place, SIGNED_IN);
  const checks = await sessionChecks(place, tools, few);
  const passwords = await passwordSignIns(place, tools, people);
  const passkeys = await passkeySignIns(place, tools, few);
  return [
    ...checks,
    ...passwords,
    ...passkeys,
    ...(await knownAndUnknown(place, tools, people)),
    ...(await ownerWhileGuessed(place, tools, people)),
    ...(tools.asked === undefined ? [] : await grown(place, tools, tools.asked, [...checks, ...passkeys])),
  ];
}

/** The same figures where very many have an account, each beside what it was before the site grew. */
async function grown(
  place: Place,
  tools: BenchTools,
  asked: number,
  before: readonly Figure[],
): Promise<readonly Figure[]> {
  const { db } = place.app.parts;
  const begun = performance.now();
  const others = await populate(place, asked);
  await makeAccounts(db);
  const made = (performance.now() - begun) / 1000;
  await settle(db);
  const after = [...(await sessionChecks(place, tools, others)), ...(await passkeySignIns(place, tools, others))];
  return [
    figure('seconds-to-make-the-accounts', made, 's'),
    ...after.map((one) => {
      const baseline = before.find(({ name }) => name === one.name)?.value ?? one.value;
      const name = `${one.name}-at-${asked}-accounts`;
      return { ...one, name, baseline, ratio: Math.round((one.value / baseline) * 1000) / 1000 };
    }),
  ];
}

/** A network that nobody came from before. */
const somewhere = () => ({ kind: 'anyone', network: `bench-${randomUUID()}` }) as const;

async function passwordSignIns(
  { app }: Place,
  { seconds, serve }: BenchTools,
  people: readonly TwinPerson[],
): Promise<readonly Figure[]> {
  const callers = availableParallelism();
  const loop = { callers, milliseconds: seconds * 1000 };
  const hasher = openPasswordHasher(callers);
  const salt = app.parts.random.bytes(16);
  const hash = () => hasher.hash('a password of the usual length', salt);
  const enter = (number: number) => {
    const { accountName, password } = at(people, number);
    return app.gate.pass(signIn, somewhere(), { identifier: accountName, password });
  };
  // In turns, so that whatever else the machine does meets both.
  const [bare, entered]: [Measured[], Measured[]] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    bare.push(await closedLoop(loop, hash));
    entered.push(await closedLoop({ ...loop, callers: callers * 4 }, enter));
  }
  const rate = [
    figure('password-sign-ins', rateOf(entered), 'sign-ins/s', {
      latencies: entered.flatMap(({ latencies }) => latencies),
      baseline: rateOf(bare),
    }),
    figure('cpu-of-a-password-sign-in', cpuOf(entered), 'ms', { baseline: cpuOf(bare) }),
  ];
  if (serve === null) return rate;
  const served = await serve(app);
  try {
    const pages = { paths: ['/sign-in'], bodies: [], headers: {}, method: 'GET' as const, clients: 2, seconds };
    const [beside] = await Promise.all([
      loadOverHttp(served.address, pages),
      closedLoop({ ...loop, callers: callers * 4 }, enter),
    ]);
    return [...rate, figure('pages-beside-password-sign-ins', beside.perSecond, 'pages/s', beside)];
  } finally {
    await served.end();
  }
}

async function passkeySignIns(
  { app }: Place,
  { seconds }: BenchTools,
  people: readonly BenchPerson[],
): Promise<readonly Figure[]> {
  const owners = people.slice(0, WITH_PASSKEYS);
  const answers = await Promise.all(owners.map(({ personId }) => makeBenchPasskey(app, personId)));
  const enter = async (number: number) => {
    const assertion = await at(answers, number)();
    await app.gate.pass(signInWithPasskey, somewhere(), { assertion });
  };
  // Nobody twice at the same time: entries of one chain stand behind each other.
  const loop = { callers: Math.min(16, answers.length), milliseconds: seconds * 1000 };
  await closedLoop({ ...loop, milliseconds: loop.milliseconds / 4 }, enter);
  await settle(app.parts.db);
  const measured = await closedLoop(loop, enter);
  const { own, started } = measured.cpu;
  return [
    figure('passkey-sign-ins', measured.perSecond, 'sign-ins/s', measured),
    figure('cpu-of-a-passkey-sign-in', own + started, 'ms'),
  ];
}

/** What whoever is signed in asks all day: whether they are, what sessions they have, and the first page of their account. */
async function sessionChecks(
  { app }: Place,
  { seconds, serve }: BenchTools,
  people: readonly BenchPerson[],
): Promise<readonly Figure[]> {
  const sessions = await signInAll(app, people.slice(0, SIGNED_IN));
  const check = async (number: number) => {
    assert((await personOfSession(app.parts.db, at(sessions, number), app.parts.reads)) !== undefined, 'it lives');
  };
  const loop = { callers: 32, milliseconds: seconds * 1000 };
  await closedLoop({ ...loop, milliseconds: loop.milliseconds / 4 }, check);
  await settle(app.parts.db);
  const checks = await closedLoop(loop, check);
  const inside = figure('session-checks', checks.perSecond, 'checks/s', checks);
  if (serve === null) return [inside];
  const served = await serve(app);
  const ask = async (path: string, clients: number, each: readonly Readonly<Record<string, string>>[]) => {
    const load = { paths: [path], bodies: [], method: 'GET' as const, headers: {}, each, clients };
    // Once by everybody: the first look of a day is recorded.
    await loadOverHttp(served.address, { ...load, seconds: seconds / 2 });
    return await loadOverHttp(served.address, { ...load, seconds });
  };
  try {
    const bearers = sessions.map((session) => ({ authorization: `Bearer ${session}` }));
    const cookies = sessions.map((session) => ({ cookie: `kristalux-session=${session}` }));
    const figures = [inside];
    for (const [name, unit, path, each] of [
      ['http-session-check', 'checks/s', '/v1/session', bearers],
      ['http-own-sessions', 'requests/s', '/v1/own-sessions', bearers],
      ['http-account-page', 'pages/s', '/account', cookies],
    ] as const) {
      const measured = await ask(path, 32, each);
      figures.push(figure(`${name}-32-clients`, measured.perSecond, unit, measured));
      figures.push(figure(`cpu-of-${name}`, measured.cpu.own, 'ms'));
    }
    return figures;
  } finally {
    await served.end();
  }
}

/** Sessions of people who have no password: as a sign-in leaves them. */
async function signInAll(app: Place['app'], people: readonly BenchPerson[]): Promise<readonly string[]> {
  const { parts } = app;
  const begin = (personId: string) =>
    parts.db.transaction((tx) => {
      const start = {
        how: 'password',
        strong: false,
        seen: { agent: 'Mozilla/5.0 Firefox/140.0 (X11; Linux)' },
      } as const;
      return startSession({ tx, parts, asker: somewhere() }, personId, start);
    });
  const begun = [];
  for (const { personId } of people) begun.push((await begin(personId)).session);
  return begun;
}

/** The same wrong password for names that are here and names that are not, in turns: status, words and time. */
async function knownAndUnknown(
  { app }: Place,
  { seconds }: BenchTools,
  people: readonly TwinPerson[],
): Promise<readonly Figure[]> {
  const tries = seconds < 1 ? 4 : 180;
  const heard = new Set<string>();
  const timed = async (identifier: string): Promise<number> => {
    const begun = performance.now();
    const answer = await app.gate.pass(signIn, somewhere(), { identifier, password: 'not the password at all' }).then(
      () => 'in',
      (error: unknown) => (error instanceof Refusal ? `${error.code} ${error.message}` : 'defect'),
    );
    heard.add(answer);
    return performance.now() - begun;
  };
  const known: number[] = [];
  const unknown: number[] = [];
  for (let number = 0; number < tries; number += 1) {
    const { accountName } = at(people, number);
    const nobody = `zzzz-zzzz-z${String(number % PEOPLE).padStart(3, '0')}`;
    if (number % 2 === 0) known.push(await timed(accountName));
    unknown.push(await timed(nobody));
    if (number % 2 === 1) known.push(await timed(accountName));
  }
  assert.equal(heard.size, 1, 'one answer for all');
  return [
    figure('wrong-password-of-a-known-name', median(known), 'ms', { latencies: known }),
    figure('wrong-password-of-an-unknown-name', median(unknown), 'ms', { latencies: unknown, baseline: median(known) }),
    figure('known-and-unknown-told-apart', rankSumZ(known, unknown), 'z'),
  ];
}

/** Ten thousand wrong passwords against one account from five hundred networks, while its owner signs in. */
async function ownerWhileGuessed(
  { app }: Place,
  { seconds }: BenchTools,
  people: readonly TwinPerson[],
): Promise<readonly Figure[]> {
  const guesses = seconds < 1 ? 50 : GUESSES;
  const { accountName: identifier, password } = at(people, 0);
  const { output } = await app.gate.pass(signIn, somewhere(), { identifier, password, seen: {} });
  const device = output.device ?? '';
  let left = guesses;
  const guesser = async () => {
    while (left > 0) {
      left -= 1;
      const asker = { kind: 'anyone', network: `guesser-${left % 500}` } as const;
      const wrong = await app.gate.pass(signIn, asker, { identifier, password: `guess number ${left}` }).catch(Boolean);
      assert.equal(wrong, true, 'no guess comes in');
    }
  };
  const latencies: number[] = [];
  const owner = async () => {
    do {
      const begun = performance.now();
      await app.gate.pass(signIn, somewhere(), { identifier, password, seen: { device } });
      latencies.push(performance.now() - begun);
    } while (left > 0);
  };
  const begun = performance.now();
  await Promise.all([owner(), ...Array.from({ length: 16 }, guesser)]);
  const spent = (performance.now() - begun) / 1000;
  return [
    figure('wrong-passwords-answered', guesses / spent, 'answers/s'),
    figure('owner-signs-in-while-guessed', latencies.length, 'sign-ins', { latencies }),
  ];
}

function at<T>(list: readonly T[], number: number): T {
  const one = list[number % list.length];
  assert(one !== undefined, 'there is somebody');
  return one;
}
