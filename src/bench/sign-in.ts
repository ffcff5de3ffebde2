import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App } from '../app.ts';
import type { AskerIdentity } from '../kernel/gate/asker.ts';
import type { Gate } from '../kernel/gate/gate.ts';
import { changePolicy } from '../prove/twin/change-policy.ts';
import { makePerson } from '../prove/twin/people.ts';
import { BARE_CLIENT, openBareProvider } from './bare-provider.ts';
import type { BenchTools } from './bench.ts';
import { benchClientCall } from './client-call.ts';
import { cpuOf, type Measured, rateOf } from './closed-loop.ts';
import { type Figure, figure } from './figure.ts';
import { loadOverHttp } from './load-over-http.ts';
import { type Place, SERVICE } from './open-place.ts';
import { settle } from './store.ts';

type Person = Extract<AskerIdentity, { kind: 'person' }>;

export interface SignInTools {
  /** A refresh token for each person, as their sign-in to the service would have left it. */
  refreshTokens(
    app: App,
    origin: string,
    asked: {
      readonly service: string;
      readonly purpose: string;
      readonly scope: string;
      readonly people: readonly Person[];
    },
  ): Promise<readonly string[]>;
}

const CLIENTS = 16;
const ROUNDS = 3;
const SCOPE = 'openid offline_access profile email phone address';

/**
 * The token endpoint, each client with one person's refresh token that is another after each answer; beside it, in turns, the
 * library alone on a plain PostgreSQL adapter and in memory. Then what a service is told of the person, through the gate.
 */
export async function benchSignIn(place: Place, tools: BenchTools): Promise<readonly Figure[]> {
  const { app, service } = place;
  const { serve, signIn, seconds } = tools;
  if (serve === null || signIn === undefined) return [];
  await openToSignIns(app.gate);
  const people: Person[] = [];
  for (let number = 0; number < CLIENTS; number += 1) people.push((await makePerson(app.gate)).asker as Person);
  const asked = { service: SERVICE, purpose: SERVICE, scope: SCOPE, people };
  const ours = await serve(app);
  const plain = await openBareProvider(app.parts.db);
  const memory = await openBareProvider(null);
  const tokens = await signIn.refreshTokens(app, 'http://localhost', asked);
  try {
    const authorization = basic(SERVICE, service.secret);
    const bare = basic(BARE_CLIENT.id, BARE_CLIENT.secret);
    const measured = await inTurns(app, seconds, [
      {
        address: ours.address,
        path: '/oidc/token',
        authorization,
        fresh: () => signIn.refreshTokens(app, 'http://localhost', asked),
      },
      { address: plain.address, path: '/token', authorization: bare, fresh: () => plain.refreshTokens(CLIENTS) },
      { address: memory.address, path: '/token', authorization: bare, fresh: () => memory.refreshTokens(CLIENTS) },
    ]);
    const [own = [], onPostgres = [], inMemory = []] = measured;
    const latencies = own.flatMap((round) => round.latencies);
    return [
      figure('tokens-refreshed-16-clients', rateOf(own), 'answers/s', { latencies, baseline: rateOf(onPostgres) }),
      figure('cpu-of-a-token', cpuOf(own), 'ms', { baseline: cpuOf(onPostgres) }),
      figure('tokens-refreshed-beside-the-library-in-memory', rateOf(own), 'answers/s', { baseline: rateOf(inMemory) }),
      ...(await benchUserinfo(ours.address, place, { authorization, tokens, seconds })),
      ...(await benchClientCall()),
    ];
  } finally {
    await memory.end();
    await plain.end();
    await ours.end();
  }
}

interface Endpoint {
  readonly address: string;
  readonly path: string;
  readonly authorization: string;
  fresh(): Promise<readonly string[]>;
}

/** In turns, so that whatever else the machine does meets all of them; the first turn only warms up. */
async function inTurns(app: App, seconds: number, endpoints: readonly Endpoint[]): Promise<readonly Measured[][]> {
  const rounds: Measured[][] = endpoints.map(() => []);
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const [at, { address, path, authorization, fresh }] of endpoints.entries()) {
      const bodies = (await fresh()).map(refreshing);
      await settle(app.parts.db);
      const headers = { ...FORM, authorization };
      const load = { paths: [path], bodies, headers, clients: CLIENTS, chained: 'refresh_token' };
      const measured = await loadOverHttp(address, { ...load, seconds: round === 0 ? seconds / 2 : seconds });
      if (round > 0) rounds[at]?.push(measured);
    }
  }
  return rounds;
}

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const refreshing = (token: string) => `grant_type=refresh_token&refresh_token=${encodeURIComponent(token)}`;
const basic = (id: string, secret: string) => `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;

/** What a service is told, beside the same fields of the same people asked for by the API, which passes the same gate. */
async function benchUserinfo(
  address: string,
  { fields, service }: Place,
  { authorization, tokens, seconds }: { authorization: string; tokens: readonly string[]; seconds: number },
): Promise<readonly Figure[]> {
  const bearers: string[] = [];
  const dealings: string[] = [];
  for (const token of tokens) {
    const given = { method: 'POST', body: refreshing(token), headers: { ...FORM, authorization } };
    const { access_token: bearer = '' } = await answerOf(`${address}/oidc/token`, given);
    const asked = { method: 'POST', body: bearing(bearer), headers: FORM };
    bearers.push(bearer);
    dealings.push((await answerOf(`${address}/oidc/userinfo`, asked)).dealing ?? '');
  }
  const told = { paths: ['/oidc/userinfo'], headers: FORM, clients: CLIENTS, bodies: bearers.map(bearing) };
  const json = { 'content-type': 'application/json', authorization: `Bearer ${service.secret}` };
  const paths = dealings.map((dealing) => `/v1/dealings/${dealing}/fields`);
  const opened = { paths, headers: json, clients: CLIENTS, bodies: [JSON.stringify({ fields })] };
  const [userinfo, api]: [Measured[], Measured[]] = [[], []];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const [one, other] = [
      await loadOverHttp(address, { ...told, seconds }),
      await loadOverHttp(address, { ...opened, seconds }),
    ];
    if (round === 0) continue;
    userinfo.push(one);
    api.push(other);
  }
  const latencies = userinfo.flatMap((round) => round.latencies);
  return [
    figure('userinfo-through-the-gate-16-clients', rateOf(userinfo), 'answers/s', { latencies, baseline: rateOf(api) }),
    figure('cpu-of-userinfo', cpuOf(userinfo), 'ms', { baseline: cpuOf(api) }),
  ];
}

const bearing = (token: string) => `access_token=${encodeURIComponent(token)}`;

async function answerOf(address: string, asked: RequestInit): Promise<Readonly<Record<string, string>>> {
  return (await (await fetch(address, asked)).json()) as Readonly<Record<string, string>>;
}

/** People may sign in to the service of the bench. */
async function openToSignIns(gate: Gate): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'kristalux-bench-sign-in-'));
  const signIn = { purpose: SERVICE, callbacks: ['http://localhost/back'] };
  await changePolicy(gate, folder, ({ declarations, ...source }) => ({
    ...source,
    declarations: {
      ...declarations,
      services: declarations.services.map((one) => (one.id === SERVICE ? { ...one, signIn } : one)),
    },
  })).finally(() => rmSync(folder, { recursive: true, force: true }));
}
