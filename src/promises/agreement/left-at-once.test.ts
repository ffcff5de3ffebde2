import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { LEFT, openTestApp, STRANGER, type TestApp } from '../../../test/testkit/app.ts';
import { type Gate, openGate } from '../../kernel/gate/gate.ts';
import { fsck } from '../../kernel/ledger/fsck.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { turnEpoch } from '../protection/index.ts';
import { personOfSession } from '../security/index.ts';
import { leaveForm, makeFormNonce, seeOwnData, useOwnKey } from './index.ts';

/** People who leave a form at the same time share statements and commits; each is decided on and recorded by themself. */
let kit: TestApp;
let shop: Awaited<ReturnType<TestApp['credential']>>;
before(async () => {
  kit = await openTestApp();
  await publish();
  shop = await kit.credential('service', 'shop');
});
after(() => kit[Symbol.asyncDispose]());

/** As many as the test leaves come from one network. */
const publish = (retentionDays = 30) =>
  kit.publish((declarations) => ({
    ...declarations,
    fields: declarations.fields.map((field) => (field.id === 'phone' ? { ...field, retentionDays } : field)),
    forms: declarations.forms.map((form) => ({ ...form, hourly: { network: 100_000, all: 100_000 } })),
  }));
const page = async () => {
  const version = await kit.app.parts.shelf.inForce();
  return makeFormNonce(kit.app.parts, 'contact', version?.number ?? 0);
};
const fields = { name: LEFT.name, country: 'UA', email: LEFT.email };
const contact = async (over: object = {}) => ({
  ...{ form: 'contact', fields, message: 'Перезвоните мне', language: 'ru', nonce: await page() },
  ...over,
});
const leave = (input: object, gate: Gate = kit.app.gate) => gate.pass(leaveForm, STRANGER, input);

const TABLES = ['person', 'person_key', 'value', 'value_key', 'message_address', 'submission', 'inbox', 'form_nonce'];
async function counted(): Promise<Readonly<Record<string, number>>> {
  const counts = [...TABLES, 'own_key', 'entry'].map((table) => `(select count(*)::int from ${table}) as ${table}`);
  return (await kit.app.parts.db.row<Record<string, number>>(`select ${counts.join(', ')}`)) ?? {};
}
async function added(work: () => Promise<unknown>): Promise<Readonly<Record<string, number>>> {
  const before = await counted();
  await work();
  const now = await counted();
  return Object.fromEntries(Object.entries(now).map(([table, rows]) => [table, rows - (before[table] ?? 0)]));
}

async function valuesBehind(key: string | null) {
  const { output } = await kit.app.gate.pass(useOwnKey, STRANGER, { key });
  const asker = await personOfSession(kit.app.parts.db, output.session);
  assert(asker !== undefined, 'the key makes a session');
  const seen = await kit.app.gate.pass(seeOwnData, asker, {});
  return Object.fromEntries(seen.output.fields.map(({ field, value }) => [field, value]));
}

async function assertWhole(): Promise<void> {
  await kit.app.sequence();
  const { db, keys, site } = kit.app.parts;
  assert.deepEqual((await fsck({ db, key: keys.ledger, ...site, erasureKinds: [] })).problems, []);
}

test('whatever is left by whom, shared and alone it is decided, kept, answered and recorded alike', async () => {
  const { parts, acts } = kit.app.gate;
  const alone = openGate(parts, acts, { sharing: null });
  const cases = [
    { input: await contact(), asker: STRANGER },
    { input: await contact({ message: '', fields: { name: LEFT.name, country: 'UA' } }), asker: STRANGER },
    { input: { ...(await contact()), nonce: undefined }, asker: shop.asker },
    { input: { ...(await contact()), nonce: undefined }, asker: STRANGER },
    { input: await contact({ fields: { name: LEFT.name } }), asker: STRANGER },
  ];
  for (const { input, asker } of cases) {
    const seen = [];
    for (const [index, gate] of [kit.app.gate, alone].entries()) {
      const given = input.nonce === undefined ? input : { ...input, nonce: await page() };
      let told: unknown;
      const rows = await added(async () => {
        told = await gate.pass(leaveForm, asker, given).then(
          ({ output, entry }) => ({ entry, key: typeof output.key, version: output.version }),
          (error: unknown) => String(error),
        );
      });
      const entry = await kit.app.parts.db.row<{ body: string }>(
        `select body from entry where kind = 'leaveForm' order by at desc, person_id limit 1`,
      );
      const { chain: _, at: __, ...said } = JSON.parse(entry?.body ?? '{}');
      seen.push({ told, rows, said });
      assert.ok(index === 0 || rows['person'] === seen[0]?.rows['person']);
    }
    assert.deepEqual(seen[0], seen[1]);
  }
  await assertWhole();
});

test('forty people at once are forty people; a page that comes twice among them is left once', async () => {
  const inputs = await Promise.all(
    Array.from({ length: 40 }, (_, n) => contact({ fields: { ...fields, name: `Name ${n}` } })),
  );
  const [first, second] = inputs;
  assert(first !== undefined && second !== undefined, 'there are two');
  const more = [first, first, { ...second, message: 'Something else' }];
  const rows = await added(async () => {
    const passed = await Promise.allSettled([...inputs, ...more].map((input) => leave(input)));
    const done = passed.map((one) => (one.status === 'fulfilled' ? one.value.output : undefined));
    const keys = done.map((output) => output?.key ?? null);
    assert.equal(new Set(keys.slice(0, 40).filter((key) => key !== null)).size >= 39, true);
    assert.deepEqual([done[40], done[41]], [done[0], done[0]], 'a repeat has the same answer');
    const told = [passed[1], passed[42]].filter((one) => one?.status === 'rejected');
    assert.equal(told.length, 1, 'of two different texts on one page one is refused');
    const last = (await valuesBehind(keys[39] ?? null)) as Record<string, unknown>;
    assert.deepEqual(last, { ...fields, name: 'Name 39' });
  });
  assert.deepEqual(
    [rows['person'], rows['submission'], rows['form_nonce'], rows['value'], rows['value_key']],
    [40, 40, 40, 160, 160],
  );
  await assertWhole();
});

test('the keys are turned and a policy is published while people leave a form: nobody is lost and nothing is of an older one', async () => {
  let stop = false;
  let published = (await kit.app.parts.shelf.inForce())?.number ?? 0;
  const left: { since: number; by: number; key: string | null }[] = [];
  const somebody = async () => {
    while (!stop) {
      const since = published;
      try {
        const { output } = await leave(await contact());
        left.push({ since, by: output.version, key: output.key });
      } catch (error) {
        stop ||= !(error instanceof Refusal);
        // The page linked the version before, or too much happened at once: nothing was kept, and the person looks again.
        assert.ok(error instanceof Refusal && ['forbidden_by_policy', 'busy'].includes(error.code), String(error));
      }
    }
  };
  const people = Array.from({ length: 6 }, somebody);
  await turnEpoch(kit.app.gate, { asker: { kind: 'host', by: 'test' } });
  published = await publish(77);
  await leave(await contact());
  stop = true;
  await Promise.all(people);
  assert(left.length > 0 && left.every(({ since, by }) => by >= since));
  for (const { key } of [left[0], left.at(-1)].flatMap((one) => one ?? [])) {
    assert.deepEqual(await valuesBehind(key), fields);
  }
  await assertWhole();
});
