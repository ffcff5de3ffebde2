import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { fsck } from '../kernel/ledger/fsck.ts';
import { ERASURES } from '../promises/agreement/index.ts';
import type { SeveralServers } from './several-servers.ts';
import { readDealings, readEntryKinds } from './store.ts';

/** Acts by several servers at once, of which one after the other is killed. */
export interface Several {
  readonly people: readonly DemoPerson[];
  readonly secret: string;
  /** The dealing that the acts are about. */
  readonly dealing: string;
  /** One question to one server; undefined where it gave no whole answer. */
  ask(server: number, question: Question): Promise<Answer | undefined>;
  /** A session of the person, made by one server. */
  signIn(server: number, person: DemoPerson): Promise<string>;
  /** Lets the acts go on without a pause until so many more were answered. */
  acts(count: number): Promise<void>;
  /** A server is killed in mid-load, the others go on, and it comes back. @returns until it answered again, milliseconds */
  round(server: number): Promise<number>;
  /** Ends the load. What was answered is there, what makes something exactly once, and the ledger is whole. @returns how many */
  settle(): Promise<number>;
}

export interface DemoPerson {
  readonly accountName: string;
  readonly password: string;
}
export interface Question {
  readonly method: string;
  readonly path: string;
  readonly bearer?: string | null;
  readonly body?: object;
  /** The same key with the same question does it once, whoever is asked. */
  readonly key?: string;
}
export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** So many acts are answered before a server is killed, and again before it comes back. */
const ACTS_A_ROUND = 40;

export async function openSeveral(servers: SeveralServers): Promise<Several> {
  const made = JSON.parse(await servers.command('seed', '--json')) as {
    readonly shop: { readonly secret: string };
    readonly people: readonly DemoPerson[];
  };
  const ask: Several['ask'] = (server, question) => askServer(servers.addresses[server] ?? '', question);
  const signIn: Several['signIn'] = async (server, { accountName: identifier, password }) => {
    const answer = await ask(server, { method: 'POST', path: '/sessions', body: { identifier, password } });
    assert.equal(answer?.status, 200, 'the person signs in');
    return String(answer.body.session);
  };
  const { secret } = made.shop;
  const [person] = made.people;
  assert(person !== undefined, 'the demonstration has people');
  const session = await signIn(0, person);
  const order = { method: 'POST', path: '/dealings', bearer: secret, body: { purpose: 'delivery', reference: 'one' } };
  const dealing = String((await ask(0, order))?.body.id);
  const joined = await ask(0, { method: 'POST', path: `/dealings/${dealing}/join`, bearer: session, body: {} });
  assert.equal(joined?.status, 200, 'the person joined the dealing');
  const before = await servers.look(({ parts }) => readDealings(parts.db));
  const load = loadOn(ask, servers, { secret, session, dealing });
  return {
    ...{ people: made.people, secret, dealing, ask, signIn },
    acts: load.acts,
    async round(server) {
      await load.acts(ACTS_A_ROUND);
      await servers.end(server, 'SIGKILL');
      const begun = performance.now();
      await load.acts(ACTS_A_ROUND);
      await servers.start(server);
      return performance.now() - begun;
    },
    async settle() {
      await load.stop();
      assert.deepEqual(load.strange, [], 'every other answer is "busy"');
      await servers.look(async ({ parts, sequence }) => {
        await sequence();
        const { db, keys, site } = parts;
        const added = (await readDealings(db)).filter((id) => !before.includes(id));
        assert.deepEqual(added.toSorted(), load.dealings.toSorted(), 'every dealing is there, and none twice');
        const kinds = (await readEntryKinds(db, dealing)).map(({ kind }) => kind);
        const of = (kind: string) => kinds.filter((one) => one === kind).length;
        // Asked again it is a second correction with the same text: only what makes something is told apart by its key.
        const corrected = of('leaveData');
        assert(corrected >= load.corrections(), 'every correction is there');
        assert(corrected <= load.corrections() + load.repeated(), 'and none that nobody asked for');
        assert(of('askFields') >= load.given(), 'no value was given without its entry');
        const { problems, pending } = await fsck({ db, key: keys.ledger, ...site, erasureKinds: ERASURES });
        assert.deepEqual([problems, pending], [[], 0], 'the ledger is whole');
      });
      return load.dealings.length + load.corrections() + load.given();
    },
  };
}

interface Who {
  readonly secret: string;
  readonly session: string;
  readonly dealing: string;
}

/** Each act is asked of one server after the other, under one key, until it was done. */
function loadOn(ask: Several['ask'], { addresses, fallen }: SeveralServers, { secret, session, dealing }: Who) {
  const strange: string[] = [];
  const dealings: string[] = [];
  let [going, corrections, given, turn, repeated] = [true, 0, 0, 0, 0];
  const done = async (question: Question): Promise<Answer | undefined> => {
    const key = randomUUID();
    for (;;) {
      turn += 1;
      const answer = await ask(turn % addresses.length, { ...question, key });
      if (answer !== undefined && answer.status < 300) return answer;
      if (answer !== undefined && answer.status !== 503) {
        strange.push(`${answer.status} ${JSON.stringify(answer.body)}`);
        return undefined;
      }
      repeated += 1;
      await pause(10);
    }
  };
  const again = async (act: (number: number) => Question, keep: (answer: Answer) => void) => {
    for (let number = 0; going; number += 1) {
      const answer = await done(act(number));
      if (answer !== undefined) keep(answer);
    }
  };
  const clients = [
    again(
      (n) => ({ method: 'POST', path: '/dealings', bearer: secret, body: { purpose: 'delivery', reference: `${n}` } }),
      ({ body }) => dealings.push(String(body.id)),
    ),
    again(
      (n) => ({
        method: 'PUT',
        path: '/own-data',
        bearer: session,
        body: { fields: { name: `Имя ${n}` }, language: 'ru' },
      }),
      () => {
        corrections += 1;
      },
    ),
    again(
      () => ({ method: 'POST', path: `/dealings/${dealing}/fields`, bearer: secret, body: { fields: ['name'] } }),
      () => {
        given += 1;
      },
    ),
  ];
  return {
    strange,
    dealings,
    corrections: () => corrections,
    given: () => given,
    repeated: () => repeated,
    async acts(count: number) {
      const all = () => dealings.length + corrections + given;
      const goal = all() + count;
      while (all() < goal && strange.length === 0) {
        assert.deepEqual(fallen, [], 'no server ends by itself');
        await pause(5);
      }
    },
    async stop() {
      going = false;
      await Promise.all(clients);
    },
  };
}

async function askServer(address: string, question: Question): Promise<Answer | undefined> {
  const { method, path, bearer = null, body, key } = question;
  try {
    const answer = await fetch(`${address}/v1${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, body: text === '' ? {} : (JSON.parse(text) as Answer['body']) };
  } catch {
    return undefined;
  }
}
