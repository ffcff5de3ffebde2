import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import type { App } from '../app.ts';
import { fsck } from '../kernel/ledger/fsck.ts';
import type { OwnSite } from './own-site.ts';
import { readDealings, readEntryKinds } from './store.ts';

/** Who is ended in mid-load, and how. */
export type Victim = 'server-killed' | 'database-killed' | 'database-restarted';

export interface Faults {
  /** One round: load, the end of somebody, more load where the server lives, and the count of what must be there. */
  round(victim: Victim): Promise<Round>;
}

export interface Round {
  /** Acts that were answered with success in this round, all of which are there. */
  readonly acknowledged: number;
  /** Until the server answered again; null where it never ended. */
  readonly back: number | null;
}

/** Acts that were answered with success before something was killed. All of them must be there afterwards. */
interface Acknowledged {
  readonly dealings: string[];
  readonly entries: number[];
  fieldsGiven: number;
}

/** So many acts are answered between two faults, however fast the machine is. */
const ACTS_A_ROUND = 60;

interface Made {
  readonly shop: { readonly secret: string };
  readonly people: readonly { readonly accountName: string; readonly password: string }[];
}

/** A site with its demonstration, a person and a service that act on it without a pause while things break. */
export async function openFaults(site: OwnSite): Promise<Faults> {
  let { address } = await site.start();
  const made = JSON.parse(await site.command('seed', '--json')) as Made;
  const [person] = made.people;
  assert(person !== undefined, 'the demonstration has people');
  const call = caller(() => address);
  const signedIn = await call('POST', '/sessions', null, {
    identifier: person.accountName,
    password: person.password,
  });
  const session = String(signedIn?.body.session);
  const opened = await call('POST', '/dealings', made.shop.secret, { purpose: 'delivery', reference: 'the one' });
  const dealing = String(opened?.body.id);
  const joined = await call('POST', `/dealings/${dealing}/join`, session, {});
  assert.equal(joined?.status, 200, 'the person joined the dealing');
  const acknowledged: Acknowledged = { dealings: [], entries: [], fieldsGiven: 0 };
  const who = { secret: made.shop.secret, session, dealing };
  return {
    async round(victim) {
      const before = countOf(acknowledged);
      const strange: string[] = [];
      const loading = load(call, who, acknowledged, strange);
      await loading.acts(ACTS_A_ROUND);
      let back: number | null = null;
      if (victim === 'server-killed') {
        await site.signal('server', 'SIGKILL');
        await loading.stop();
        await site.look((app) => holds(app, dealing, acknowledged));
        const begun = performance.now();
        ({ address } = await site.start());
        back = performance.now() - begun;
      } else {
        await site.signal('database', victim === 'database-killed' ? 'SIGKILL' : 'SIGINT');
        // It comes back under the running server, which goes on by itself.
        await loading.acts(ACTS_A_ROUND);
        await loading.stop();
        await site.look((app) => holds(app, dealing, acknowledged));
      }
      assert.deepEqual(strange, [], 'every other answer is "busy"');
      return { acknowledged: countOf(acknowledged) - before, back };
    },
  };
}

const countOf = ({ dealings, entries, fieldsGiven }: Acknowledged) => dealings.length + entries.length + fieldsGiven;

interface Answer {
  readonly status: number;
  readonly entry: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Undefined where there was no whole answer: then nothing was acknowledged. */
type Call = (method: string, path: string, bearer: string | null, body: object) => Promise<Answer | undefined>;

function caller(address: () => string): Call {
  return async (method, path, bearer, body) => {
    try {
      const answer = await fetch(`${address()}/v1${path}`, {
        method,
        headers: {
          'content-type': 'application/json',
          ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
        },
        body: JSON.stringify(body),
      });
      const entry = Number(answer.headers.get('kristalux-entry'));
      return { status: answer.status, entry, body: (await answer.json()) as Answer['body'] };
    } catch {
      return undefined;
    }
  };
}

interface Who {
  readonly secret: string;
  readonly session: string;
  readonly dealing: string;
}

/** Three kinds of acts at once, until told to stop. A status that is neither done nor "busy" is told. */
function load(call: Call, { secret, session, dealing }: Who, acknowledged: Acknowledged, strange: string[]) {
  let going = true;
  let count = 0;
  const again = async (act: (turn: number) => Promise<Answer | undefined>, keep: (answer: Answer) => void) => {
    for (let turn = 0; going; turn += 1) {
      const answer = await act(turn);
      if (answer === undefined || answer.status === 503) await pause(10);
      else if (answer.status < 300) {
        keep(answer);
        count += 1;
      } else strange.push(`${answer.status} ${JSON.stringify(answer.body)}`);
    }
  };
  const clients = [
    again(
      (turn) => call('POST', '/dealings', secret, { purpose: 'delivery', reference: `order ${turn}` }),
      ({ body }) => acknowledged.dealings.push(String(body.id)),
    ),
    again(
      (turn) => call('PUT', '/own-data', session, { fields: { name: `Имя ${turn}` }, language: 'ru' }),
      ({ entry }) => acknowledged.entries.push(entry),
    ),
    again(
      () => call('POST', `/dealings/${dealing}/fields`, secret, { fields: ['name'] }),
      () => {
        acknowledged.fieldsGiven += 1;
      },
    ),
  ];
  return {
    async acts(number: number) {
      const goal = count + number;
      while (count < goal) await pause(5);
    },
    async stop() {
      going = false;
      await Promise.all(clients);
    },
  };
}

/** Everything that was acknowledged is there, nothing was given without its entry, and the ledger is whole. */
async function holds({ parts, sequence }: App, dealing: string, acknowledged: Acknowledged): Promise<void> {
  await sequence();
  const { db, keys, site: log } = parts;
  const known = new Set(await readDealings(db));
  const lost = acknowledged.dealings.filter((id) => !known.has(id));
  assert.deepEqual(lost, [], 'every acknowledged dealing is there');
  const rows = await readEntryKinds(db, dealing);
  const left = new Set(rows.filter(({ kind }) => kind === 'leaveData').map(({ n }) => n));
  const missing = acknowledged.entries.filter((n) => !left.has(n));
  assert.deepEqual(missing, [], 'every acknowledged correction is there');
  const given = rows.filter(({ kind }) => kind === 'askFields').length;
  assert(given >= acknowledged.fieldsGiven, 'no value was given without its entry');
  const report = await fsck({ db, key: keys.ledger, ...log, erasureKinds: [] });
  assert.deepEqual(report.problems, [], 'the ledger is whole');
  assert.equal(report.pending, 0, 'every entry is under a checkpoint');
}
