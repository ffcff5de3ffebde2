import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { fsck } from '../../src/kernel/ledger/fsck.ts';
import { type OwnServer, ownServer } from '../testkit/own-server.ts';

/** Acts that were answered with success before something was killed. All of them must be there afterwards. */
interface Acknowledged {
  readonly dealings: string[];
  readonly entries: number[];
  fieldsGiven: number;
}
const acknowledged: Acknowledged = { dealings: [], entries: [], fieldsGiven: 0 };
/** So many acts are answered between two kills, however fast the machine is. */
const ACTS_A_ROUND = 60;

interface Made {
  readonly shop: { readonly secret: string };
  readonly people: readonly { readonly accountName: string; readonly password: string }[];
}

let site: OwnServer;
let made: Made;
let session: string;
let address: string;
let dealing: string;

before(async () => {
  site = ownServer();
  address = await site.start();
  made = JSON.parse((await site.command('seed', '--json')).stdout) as Made;
  const [person] = made.people;
  assert(person !== undefined, 'the demonstration has people');
  const signIn = await call('POST', '/sessions', null, { identifier: person.accountName, password: person.password });
  session = String(signIn?.body.session);
  const opened = await call('POST', '/dealings', made.shop.secret, { purpose: 'delivery', reference: 'the one' });
  dealing = String(opened?.body.id);
  const joined = await call('POST', `/dealings/${dealing}/join`, session, {});
  assert.equal(joined?.status, 200);
});
after(() => site[Symbol.asyncDispose]());

interface Answer {
  readonly status: number;
  readonly entry: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Undefined where there was no whole answer: then nothing was acknowledged. */
async function call(method: string, path: string, bearer: string | null, body: object): Promise<Answer | undefined> {
  try {
    const answer = await fetch(`${address}/v1${path}`, {
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
}

/** Three kinds of acts at once, until told to stop. A status that is neither done nor "busy" is told. */
function load(strange: string[]) {
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
      (turn) => call('POST', '/dealings', made.shop.secret, { purpose: 'delivery', reference: `order ${turn}` }),
      ({ body }) => acknowledged.dealings.push(String(body.id)),
    ),
    again(
      (turn) => call('PUT', '/own-data', session, { fields: { name: `Имя ${turn}` }, language: 'ru' }),
      ({ entry }) => acknowledged.entries.push(entry),
    ),
    again(
      () => call('POST', `/dealings/${dealing}/fields`, made.shop.secret, { fields: ['name'] }),
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

async function holds(): Promise<void> {
  await site.look(async ({ parts, sequence }) => {
    await sequence();
    const { db, keys, site: log } = parts;
    const dealings = await db.rows<{ id: string }>('select dealing_id as id from dealing');
    const known = new Set(dealings.map(({ id }) => id));
    assert.deepEqual(
      acknowledged.dealings.filter((id) => !known.has(id)),
      [],
      'every acknowledged dealing is there',
    );
    const rows = await db.rows<{ n: number; kind: string }>(
      'select n, kind from entry where person_id = (select person_id from dealing where dealing_id = $1)',
      [dealing],
    );
    const left = new Set(rows.filter(({ kind }) => kind === 'leaveData').map(({ n }) => Number(n)));
    assert.deepEqual(
      acknowledged.entries.filter((n) => !left.has(n)),
      [],
      'every acknowledged correction is there',
    );
    const given = rows.filter(({ kind }) => kind === 'askFields').length;
    assert(given >= acknowledged.fieldsGiven, 'no value was given without its entry');
    const report = await fsck({ db, key: keys.ledger, ...log, erasureKinds: [] });
    assert.deepEqual(report.problems, []);
    assert.equal(report.pending, 0);
  });
}

for (const round of [1, 2, 3, 4, 5]) {
  const victim = round % 2 === 1 ? 'server' : 'database';
  test(`round ${round}: the ${victim} is killed in mid-load, and nothing acknowledged is lost`, async () => {
    const strange: string[] = [];
    const loading = load(strange);
    await loading.acts(ACTS_A_ROUND);
    if (victim === 'server') {
      site.server().kill('SIGKILL');
      await site.server().ended;
      await loading.stop();
      await holds();
      address = await site.start();
    } else {
      process.kill(site.database(), 'SIGKILL');
      // It comes back under the running server, which goes on by itself.
      await loading.acts(ACTS_A_ROUND);
      await loading.stop();
      await holds();
    }
    assert.deepEqual(strange, [], 'every other answer is "busy"');
  });
}

test('a database that is restarted in mid-load loses nothing that was acknowledged', async () => {
  const strange: string[] = [];
  const loading = load(strange);
  await loading.acts(ACTS_A_ROUND);
  process.kill(site.database(), 'SIGINT');
  await loading.acts(ACTS_A_ROUND);
  await loading.stop();
  await holds();
  assert.deepEqual(strange, []);
});
