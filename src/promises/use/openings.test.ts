import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { openTestApp, type TestApp, type TestCredential, type TestPerson } from '../../../test/testkit/app.ts';
import { otherFields } from '../../../test/testkit/people.ts';
import { refusedAs } from '../../../test/testkit/refused-as.ts';
import { signal } from '../../../test/testkit/signal.ts';
import { ledgerProblems } from '../../../test/testkit/whole-ledger.ts';
import { openDb } from '../../kernel/db/open-db.ts';
import { type Gate, openGate } from '../../kernel/gate/gate.ts';
import type { EntryBody } from '../../kernel/ledger/entry.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { seeOwnAccount } from '../agreement/index.ts';
import { endCredential, seeOwnSessions } from '../security/index.ts';
import { askFields, endDealing, joinDealing, openDealing, pauseUse, resumeUse } from './index.ts';

let kit: TestApp;
let shop: TestCredential;
/** The reference: every act in a transaction of its own. */
let plain: Gate;
/** Like the gates of two processes: nothing but the database is shared. Nobody runs out of time at them. */
let first: Gate;
let second: Gate;
let secondDb: ReturnType<typeof openDb>;
const FIELDS = ['name', 'address', 'phone', 'birth-date'] as const;

before(async () => {
  kit = await openTestApp();
  await kit.publish();
  shop = await kit.credential('service', 'shop');
  const { parts, acts } = kit.app.gate;
  plain = openGate(parts, acts, { sharing: null });
  secondDb = openDb({ url: kit.databaseUrl }, { connections: 4 });
  const now = new Date();
  const unhurried = { ...parts, clock: { now: () => now } };
  [first, second] = [
    openGate(unhurried, acts, { sharing: parts.db }),
    openGate(unhurried, acts, { sharing: secondDb }),
  ];
});
after(async () => {
  await secondDb.close();
  await kit[Symbol.asyncDispose]();
});

interface Customer {
  readonly person: TestPerson;
  readonly dealing: string;
}

async function customer(fields?: Readonly<Record<string, unknown>>): Promise<Customer> {
  const person = await kit.person(fields ?? otherFields());
  return { person, dealing: await newDealing(person) };
}

async function newDealing(person: TestPerson): Promise<string> {
  const { output } = await kit.app.gate.pass(openDealing, shop.asker, { purpose: 'delivery', reference: 'order' });
  await kit.app.gate.pass(joinDealing, person.asker, { dealing: output.id });
  return output.id;
}

const ask = (gate: Gate, dealing: string, fields: readonly string[] = ['name']) =>
  gate.pass(askFields, shop.asker, { dealing, fields: [...fields] });

/** What the chain says, without what differs between two chains that were used alike. */
async function chainOf(personId: string, after = 0) {
  const rows = await kit.app.parts.db.rows<{ n: number; at: Date; body: string }>(
    'select n, at, body from entry where person_id = $1 and n > $2 order by n',
    [personId, after],
  );
  return rows.map(({ body, ...row }) => {
    const { chain: _chain, prev: _prev, at: _at, n: _n, ...said } = JSON.parse(body) as EntryBody;
    return { ...row, said: JSON.stringify(said) };
  });
}

/** Every chain without a gap, every link and leaf as its text says. */
const assertWhole = async () => assert.deepEqual(await ledgerProblems(kit.app), []);

type Step =
  | { readonly do: 'ask'; readonly together: readonly (readonly string[])[] }
  | { readonly do: 'pause' | 'resume' | 'end' | 'look' };

const steps = fc.array(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constant('ask' as const),
        together: fc.array(fc.subarray([...FIELDS], { minLength: 1 }), { minLength: 1, maxLength: 5 }),
      }),
    },
    { weight: 1, arbitrary: fc.constantFrom<Step>({ do: 'pause' }, { do: 'resume' }, { do: 'end' }, { do: 'look' }) },
  ),
  { minLength: 1, maxLength: 6 },
);

/** One sequence through one gate: what every asker heard, and what the chain says of it. */
async function walk(gate: Gate, { person, dealing }: Customer, sequence: readonly Step[]) {
  const begun = (await chainOf(person.personId)).length;
  const heard: unknown[] = [];
  for (const step of sequence) {
    if (step.do === 'ask') {
      const answers = await Promise.all(step.together.map((fields) => answerOf(ask(gate, dealing, fields))));
      heard.push(answers.map(({ said }) => said));
      heard.push(answers.map(({ entry }) => entry - begun).sort((a, b) => a - b));
    } else if (step.do === 'look') heard.push(await look(gate, person));
    else if (step.do === 'end') await answerOf(gate.pass(endDealing, shop.asker, { dealing }));
    else await answerOf(gate.pass(step.do === 'pause' ? pauseUse : resumeUse, person.asker, {}));
  }
  const chain = await chainOf(person.personId, begun);
  assert.deepEqual(
    chain.map(({ n }) => n),
    chain.map((_, index) => begun + 1 + index),
  );
  // Who asked together was recorded in any order.
  return { heard, chain: chain.map(({ said }) => said).sort() };
}

/** Two looks at one's own: of which one opens nothing. What the first counts is what the history says. */
async function look(gate: Gate, { personId, asker }: TestPerson) {
  // One after the other: a look that opens, where it is first, leaves nothing to record of one that opens nothing.
  const overview = await gate.pass(seeOwnAccount, asker, {});
  const sessions = await gate.pass(seeOwnSessions, asker, {});
  const { entries, refusals, receivers } = (await gate.pass(seeOwnAccount, asker, {})).output;
  const bodies = (await chainOf(personId)).map(({ said }) => JSON.parse(said) as EntryBody);
  assert.equal(entries, bodies.length);
  assert.equal(refusals, bodies.filter(({ decision }) => decision === 'refused').length);
  const gave = bodies.filter(
    ({ decision, fields, recipient }) =>
      decision === 'allowed' && fields.length > 0 && !['nobody', 'person'].includes(recipient),
  );
  assert.equal(
    receivers.reduce((sum, { times }) => sum + times, 0),
    gave.length,
  );
  assert(receivers.every(({ recipient, about }) => recipient === 'service' && about === 'service:shop'));
  const { fieldsHeld, agreedVersion } = overview.output;
  return {
    fieldsHeld,
    agreedVersion,
    seen: sessions.output.sessions.map(({ agent, network }) => ({ agent, network })),
  };
}

async function answerOf(passing: Promise<{ readonly output: unknown; readonly entry: number | null }>) {
  try {
    const { output, entry } = await passing;
    const fields = typeof output === 'object' && output !== null && 'fields' in output ? output.fields : null;
    return { said: JSON.stringify({ fields }), entry: entry ?? 0 };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { entry, ...detail } = error.detail;
    return { said: JSON.stringify({ code: error.code, detail }), entry: entry ?? 0 };
  }
}

test('whatever is asked in whatever order, shared askings decide, answer and record like single ones', async () => {
  const left = otherFields();
  const [one, other] = [await customer(left), await customer(left)];
  await fc.assert(
    fc.asyncProperty(steps, async (sequence) => {
      const begun = await Promise.all([one, other].map(({ person }) => newDealing(person)));
      const shared = await walk(kit.app.gate, { ...one, dealing: begun[0] ?? '' }, sequence);
      const single = await walk(plain, { ...other, dealing: begun[1] ?? '' }, sequence);
      assert.deepEqual(shared, single);
      await Promise.all([one, other].map(({ person }) => answerOf(plain.pass(resumeUse, person.asker, {}))));
    }),
    { numRuns: 12 },
  );
  await assertWhole();
});

test('two processes on the same few persons: every asking is answered, no number is missing, none is given twice', async () => {
  const customers = [await customer(), await customer(), await customer()];
  const lengths = await Promise.all(customers.map(async ({ person }) => (await chainOf(person.personId)).length));
  const askings = Array.from({ length: 240 }, (_, index) => {
    const { dealing } = customers[index % customers.length] ?? { dealing: '' };
    return ask(index % 2 === 0 ? first : second, dealing, ['name', 'address']);
  });
  const passed = await Promise.all(askings);
  for (const [index, { person }] of customers.entries()) {
    const numbers = passed.filter((_, at) => at % customers.length === index).map(({ entry }) => entry ?? 0);
    const begun = lengths[index] ?? 0;
    assert.deepEqual(
      numbers.toSorted((a, b) => a - b),
      numbers.map((_, at) => begun + 1 + at),
    );
    const chain = await chainOf(person.personId);
    assert(chain.every(({ at }, n) => n === 0 || at >= (chain[n - 1]?.at ?? at)));
  }
  await assertWhole();
});

test('a slow act of one person delays nobody else', async () => {
  const [slow, quick] = [await customer(), await customer()];
  const [begun, hasBegun] = signal();
  const [over, end] = signal();
  const slowPause: typeof pauseUse = {
    ...pauseUse,
    run: async (running) => {
      hasBegun();
      await over;
      return await pauseUse.run(running);
    },
  };
  const pausing = kit.app.gate.pass(slowPause, slow.person.asker, {});
  await begun;
  // It holds its person until `end`; were anybody waiting for it, this would never come to an end.
  const behind = answerOf(ask(first, slow.dealing));
  for (let round = 0; round < 3; round++) {
    await Promise.all([1, 2, 3].map(() => ask(kit.app.gate, quick.dealing)));
    await ask(second, quick.dealing);
  }
  end();
  await pausing;
  assert.match((await behind).said, /forbidden_by_policy/, 'decided on what was true after it');
});

test('who is never let in hears that it is busy, and nothing is written', async () => {
  const { person, dealing } = await customer();
  const before = (await chainOf(person.personId)).length;
  let asked = 0;
  const clock = {
    now: () => {
      asked += 1;
      return new Date(asked * 300);
    },
  };
  const hurried = openGate({ ...kit.app.parts, clock }, kit.app.gate.acts, { sharing: secondDb });
  await kit.app.parts.db.transaction(async (tx) => {
    await tx.row('select pg_advisory_xact_lock(hashtextextended($1::text, 0))', [person.personId]);
    await assert.rejects(ask(hurried, dealing), refusedAs('busy'));
  });
  assert.equal((await chainOf(person.personId)).length, before);
  await ask(hurried, dealing);
});

test('what is known of a chain is not believed when another process wrote to it', async () => {
  const { person, dealing } = await customer();
  const askings: Promise<unknown>[] = [];
  for (let round = 0; round < 20; round++) {
    askings.push(ask(kit.app.gate, dealing));
    if (round === 10) askings.push(second.pass(pauseUse, person.asker, {}));
  }
  await Promise.allSettled(askings);
  await assert.rejects(ask(kit.app.gate, dealing), refusedAs('forbidden_by_policy'));
  const said = (await chainOf(person.personId)).map((one) => JSON.parse(one.said) as EntryBody);
  const paused = said.findIndex(({ kind }) => kind === 'pauseUse');
  const asked = (from: number, to: number) => said.slice(from, to).filter(({ kind }) => kind === 'askFields');
  assert(asked(0, paused).every(({ decision }) => decision === 'allowed'));
  assert(asked(paused, said.length).every(({ decision }) => decision === 'refused'));
  await assertWhole();
});

/** A gate of a process that is overtaken between its decision and its entry, and counts what it reads. */
function overtaken(overtake: () => Promise<unknown>): { readonly gate: Gate; readonly readings: () => number } {
  const { parts, acts } = kit.app.gate;
  let [readings, inserts] = [0, 0];
  const db: typeof parts.db = {
    ...parts.db,
    rows: async (text, values) => {
      if (text.includes('dealing')) readings += 1;
      if (text.includes('insert into entry')) {
        inserts += 1;
        if (inserts === 1) await overtake();
      }
      return await parts.db.rows(text, values);
    },
  };
  return { gate: openGate(parts, acts, { sharing: db }), readings: () => readings };
}

test('whom another process overtakes without changing a fact writes behind it what was decided', async () => {
  const { person, dealing } = await customer();
  const { gate, readings } = overtaken(() => ask(second, dealing, ['phone']));
  await ask(gate, dealing, ['name']);
  assert.equal(readings(), 1);
  const said = (await chainOf(person.personId)).slice(-2).map((one) => JSON.parse(one.said) as EntryBody);
  assert.deepEqual(
    said.map(({ fields }) => fields),
    [['phone'], ['name']],
  );
  await assertWhole();
});

test('whom another process overtakes with a change of facts reads and decides again', async () => {
  const { person, dealing } = await customer();
  const { gate, readings } = overtaken(async () => {
    await ask(second, dealing, ['phone']);
    await second.pass(pauseUse, person.asker, {});
  });
  await assert.rejects(ask(gate, dealing, ['name']), refusedAs('forbidden_by_policy'));
  assert(readings() > 1);
  await assertWhole();
});

test('once a publication was acknowledged, no asking is decided by an older version', async () => {
  const customers = [await customer(), await customer()];
  let published = 0;
  const seen: { since: number; by: number }[] = [];
  let stop = false;
  const asking = async (index: number) => {
    while (!stop) {
      const since = published;
      const { person, dealing } = customers[index % 2] ?? customers[0] ?? (await customer());
      const { entry } = await ask(index % 2 === 0 ? first : second, dealing);
      const row = await kit.app.parts.db.row<{ version: number }>(
        'select version from entry where person_id = $1 and n = $2',
        [person.personId, entry],
      );
      seen.push({ since, by: row?.version ?? 0 });
    }
  };
  const askers = Array.from({ length: 6 }, (_, index) => asking(index));
  for (let times = 1; times <= 2; times++) {
    published = await kit.publish((declarations) => ({
      ...declarations,
      providers: declarations.providers.map((one) => ({ ...one, address: `http://127.0.0.1:${times}/payments` })),
    }));
  }
  stop = true;
  await Promise.all(askers);
  assert(seen.length > 0 && seen.every(({ since, by }) => by >= since));
});

test('several persons are asked about in one request, and each is decided on, recorded and answered by themselves', async () => {
  const [anna, olha, ivan] = [await customer(), await customer(), await customer()];
  await kit.app.gate.pass(pauseUse, ivan.person.asker, {});
  const unjoined = await kit.app.gate.pass(openDealing, shop.asker, { purpose: 'delivery', reference: 'nobody' });
  const dealings = [olha.dealing, unjoined.output.id, ivan.dealing, anna.dealing, 'not a dealing'];
  const before = await Promise.all(
    [anna, olha, ivan].map(async ({ person }) => (await chainOf(person.personId)).length),
  );
  const { address } = await kit.serve();
  const send = async (body: object) => {
    const headers = { authorization: `Bearer ${shop.secret}`, 'content-type': 'application/json' };
    const answer = await fetch(`${address}/v1/dealings/fields`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    return { status: answer.status, said: (await answer.json()) as { answers: Answer[]; field?: string } };
  };
  const { status, said } = await send({ dealings, fields: ['name'] });
  assert.equal(status, 200);
  const seen = said.answers.map(({ dealing, fields, problem }) => [
    dealing,
    Object.keys(fields ?? {}),
    problem?.status,
  ]);
  assert.deepEqual(seen, [
    [olha.dealing, ['name'], undefined],
    [unjoined.output.id, [], 404],
    [ivan.dealing, [], 403],
    [anna.dealing, ['name'], undefined],
    [undefined, [], 422],
  ]);
  const after = await Promise.all(
    [anna, olha, ivan].map(async ({ person }) => (await chainOf(person.personId)).length),
  );
  assert.deepEqual(
    after.map((length, index) => length - (before[index] ?? 0)),
    [1, 1, 1],
  );
  const tooMany = await send({ dealings: Array.from({ length: 101 }, () => anna.dealing), fields: ['name'] });
  assert.deepEqual([tooMany.status, tooMany.said.field], [422, 'dealings']);
  const hundred = await send({ dealings: Array.from({ length: 100 }, () => anna.dealing), fields: ['name'] });
  assert.equal(hundred.said.answers.filter(({ fields }) => fields !== undefined).length, 100);
  await assertWhole();
});

interface Answer {
  readonly dealing?: string;
  readonly fields?: Readonly<Record<string, string | null>>;
  readonly problem?: { readonly status: number };
}

test('a credential that ended opens nothing, also for who was let in before it did', async () => {
  const { dealing } = await customer();
  const stranger = await kit.credential('service', 'shop');
  await ask(kit.app.gate, dealing);
  await kit.app.gate.pass(endCredential, { kind: 'host', by: 'test' }, { kind: 'service', name: 'shop' });
  const late = kit.app.gate.pass(askFields, stranger.asker, { dealing, fields: ['name'] });
  await assert.rejects(late, refusedAs('unauthenticated'));
  await assert.rejects(ask(plain, dealing), refusedAs('unauthenticated'));
});
