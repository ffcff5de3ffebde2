import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { approve } from '../../src/kernel/policy/approve.ts';
import { checkPolicy } from '../../src/kernel/policy/check.ts';
import { readPolicyFolder } from '../../src/kernel/policy/folder.ts';
import { flowsOf } from '../../src/kernel/policy/matrix.ts';
import type { PolicySource } from '../../src/kernel/policy/policy-source.ts';
import { listVersions } from '../../src/kernel/policy/store.ts';
import { Refusal } from '../../src/kernel/refusal.ts';
import { register, seeOwnData } from '../../src/promises/agreement/index.ts';
import { publishPolicy } from '../../src/promises/changes/index.ts';
import { stopMessages } from '../../src/promises/communication/index.ts';
import { signIn } from '../../src/promises/security/index.ts';
import { handOverTransfer } from '../../src/promises/use/hand-over-transfer.ts';
import { askFields, joinDealing, openDealing, startTransfer } from '../../src/promises/use/index.ts';
import { changePolicy, withRule } from '../../src/prove/twin/change-policy.ts';
import { root } from '../../src/root.ts';
import { openTestApp, STRANGER, type TestApp, type TestCredential, type TestPerson } from '../testkit/app.ts';
import { openTestFolder } from '../testkit/folder.ts';
import { refusedAs } from '../testkit/refused-as.ts';

const folder = openTestFolder();
let kit: TestApp;
let shop: TestCredential;
let person: TestPerson;
let dealing: string;
before(async () => {
  kit = await openTestApp();
  await kit.publish();
  shop = await kit.credential('service', 'shop');
  person = await kit.person();
  dealing = await joined(person);
});
after(async () => {
  await kit[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

const pass: TestApp['app']['gate']['pass'] = (...args) => kit.app.gate.pass(...args);

async function joined(by: TestPerson): Promise<string> {
  const input = { purpose: 'delivery', reference: 'a lamp' };
  const { output } = await pass(openDealing, shop.asker, input, { idempotencyKey: randomUUID() });
  await pass(joinDealing, by.asker, { dealing: output.id });
  return output.id;
}

function demonstration(): PolicySource {
  const { source } = readPolicyFolder(join(root, 'policy'), { overlay: join(root, 'seed') });
  assert(source);
  return source;
}

function problemsOf(source: PolicySource): readonly string[] {
  const { acts, floor, shippedExamples: shipped } = kit.app.parts;
  return checkPolicy(source, { acts, floor, shipped }, { lock: false }).map(String);
}

async function publish(source: PolicySource, by = 'test'): Promise<number> {
  const approved = approve(source, { by, at: new Date() });
  return (await pass(publishPolicy, { kind: 'host', by }, { source: { ...source, approved }, by })).output.number;
}

/** Publishes a changed policy whose examples were all dropped by name, as somebody would who means it. */
const insist = (change: (source: PolicySource) => PolicySource) => changePolicy(kit.app.gate, folder.path, change);

test('a policy of 10,000 lines and 200 rules is checked, published, and decides as its rules say', async () => {
  const rules = Array.from(
    { length: 200 },
    (_, index) => `${`// A line for readers.\n`.repeat(50)}@id("use.more-${index}")
permit (principal == Asker::"service", action == Action::"askFields", resource == Category::"pd:Name")
when { context.dealingOpen && context.restricted && context.recipient == Recipient::"service" };`,
  ).join('\n');
  const source = withRule(demonstration(), 'use', rules);
  assert(source.sections.use.rulesText.split('\n').length > 10_000);
  assert(source.sections.use.rules.length > 200);
  assert.deepEqual(
    problemsOf(source).filter((one) => !one.includes('example `')),
    [],
  );
  await insist((now) => withRule(now, 'use', rules));
  await pass(askFields, shop.asker, { dealing, fields: ['name'] });
  await assert.rejects(
    pass(askFields, shop.asker, { dealing, fields: ['birth-date'] }),
    refusedAs('forbidden_by_policy', ({ detail }) => assert.deepEqual(detail.missing, ['fieldDeclaredForPurpose'])),
  );
});

test('a rule that is always false is refused with its file and line, whether its types say so or only its facts', () => {
  const falsity = (condition: string) =>
    `@id("use.never")\npermit (principal == Asker::"service", action == Action::"askFields", resource) when { ${condition} };`;
  const at = demonstration().sections.use.rulesText.split('\n').length + 1;
  for (const condition of [
    'false',
    'context.dealingOpen && !context.dealingOpen',
    'context.recipient == Recipient::"bank"',
  ]) {
    const found = problemsOf(withRule(demonstration(), 'use', falsity(condition)));
    assert.equal(found.length, 1, found.join('\n'));
    const line = Number(
      /^4-use\/rules\.cedar:(\d+): |^rules\.cedar:(\d+): /
        .exec(found[0] ?? '')
        ?.slice(1)
        .find(Boolean),
    );
    assert(line === at || line === at + 1, found[0]);
  }
});

const EVERYTHING = '@id("use.everything") permit (principal, action, resource);';

test('a rule that allows everything does not publish: the shipped examples fail by name', async () => {
  const source = withRule(demonstration(), 'use', EVERYTHING);
  const found = problemsOf(source);
  const named = new Set(found.map((one) => /example `([^`]+)`/.exec(one)?.[1]));
  assert(named.size >= 10 && !named.has(undefined), found.join('\n'));
  await assert.rejects(
    publish(source),
    refusedAs('invalid', ({ message }) => assert.match(message, /example `/)),
  );
});

test('and once every example was dropped by name, the floor still holds against it', async () => {
  const version = await insist((source) => withRule(source, 'use', EVERYTHING));
  // What the rule opens, it opens: a field that was declared for no purpose.
  await pass(askFields, shop.asker, { dealing, fields: ['birth-date'] });
  const needed = {
    'payment-provider': 'confirmedByPerson',
    bank: 'confirmedByPerson',
    authority: 'groundFound',
    'mail-relay': 'relayDeclared',
  } as const;
  for (const { act, recipient, when, category } of flowsOf(version, kit.app.parts).values()) {
    if (recipient === 'public') assert.deepEqual([act.name, category], ['publishPolicy', 'none']);
    const fact = needed[recipient as keyof typeof needed];
    if (fact === undefined) continue;
    const stride = when.facts.findIndex(({ name }) => name === fact);
    assert(stride >= 0, `${act.name} asks ${fact}`);
    // Of a yes-no fact the first value is yes: bit `stride` of the number of a combination is its value.
    assert(
      when.allowed.every((bit, number) => bit === 0 || (number >> stride) % 2 === 0),
      act.name,
    );
  }
  const transfer = { provider: 'demo-pay', method: 'card-transfer', amount: 100, currency: 'UAH', payee: 'A shop' };
  const { output } = await pass(startTransfer, person.asker, { transfer }, { idempotencyKey: randomUUID() });
  await assert.rejects(
    pass(handOverTransfer, { kind: 'worker' }, { transfer: output.id }),
    refusedAs('forbidden_by_policy', ({ detail }) => assert.equal(detail.section, 'use')),
  );
});

test('under a version that forbids everything a stop, a sign-in, the own look and a publication still pass', async () => {
  await insist((source) => withRule(source, 'use', '@id("use.nothing") forbid (principal, action, resource);'));
  await assert.rejects(pass(askFields, shop.asker, { dealing, fields: ['name'] }), refusedAs('forbidden_by_policy'));
  const input = {
    fields: { name: 'Somebody', country: 'UA' },
    password: randomUUID(),
    language: 'ru',
    policyVersion: 1,
  };
  await assert.rejects(pass(register, STRANGER, input), refusedAs('forbidden_by_policy'));
  await pass(stopMessages, person.asker, {});
  await pass(signIn, STRANGER, { identifier: person.accountName, password: person.password });
  await pass(seeOwnData, person.asker, {});
  await publish(demonstration());
  await pass(askFields, shop.asker, { dealing, fields: ['name'] });
});

test('of two publications at once one is in force and the other is told that it came second', async () => {
  const before = (await listVersions(kit.app.parts.db, { below: null, limit: 1 }))[0]?.number ?? 0;
  const variants = [21, 22, 23, 24].map((minimumGroup) => {
    const source = demonstration();
    const { thresholds } = source.declarations;
    return { ...source, declarations: { ...source.declarations, thresholds: { ...thresholds, minimumGroup } } };
  });
  const ends = await Promise.allSettled(variants.map((source) => publish(source)));
  const published = ends.filter((end) => end.status === 'fulfilled');
  assert.equal(published.length, 1);
  for (const end of ends) if (end.status === 'rejected') assert(refusedAs('conflict')(end.reason));
  const [last] = await listVersions(kit.app.parts.db, { below: null, limit: 1 });
  assert.equal(last?.number, before + 1);
  // What is in force is one of them, whole.
  const inForce = await kit.app.parts.shelf.inForce();
  const at = ends.findIndex((end) => end.status === 'fulfilled');
  assert.equal(inForce?.declarations.thresholds.minimumGroup, variants[at]?.declarations.thresholds.minimumGroup);
});

test('while many decide, publications take effect: none is decided by a version older than was acknowledged before it began', async () => {
  const { db } = kit.app.parts;
  const people = await Promise.all(Array.from({ length: 8 }, () => kit.person({ name: 'Somebody', country: 'UA' })));
  const dealings = await Promise.all(people.map(async (one) => ({ one, dealing: await joined(one) })));
  let acknowledged = (await kit.app.parts.shelf.inForce())?.number ?? 0;
  let publishing = true;
  const asked: { floor: number; version: number; allowed: boolean }[] = [];
  const versions = async () => {
    // In turns the shop may have the name, and may not.
    // At least six, and as many as it takes until enough were decided meanwhile.
    for (let round = 0; round < 6 || (asked.length <= 50 && round < 100); round += 1) {
      const allowed = round % 2 === 1;
      const source = demonstration();
      const services = source.declarations.services.map((service) => ({
        ...service,
        purposes: service.purposes.map((one) => ({ ...one, fields: allowed ? one.fields : ['address'] })),
      }));
      const number = await publish({ ...source, declarations: { ...source.declarations, services } });
      acknowledged = number;
      allows.set(number, allowed);
    }
    publishing = false;
  };
  const allows = new Map([[acknowledged, true]]);
  // Each of them about another person: what is raced for here is the version.
  const caller = async ({ dealing, one }: (typeof dealings)[number]) => {
    while (publishing) {
      const floor = acknowledged;
      const end = await pass(askFields, shop.asker, { dealing, fields: ['name'] }).then(
        ({ entry }) => ({ entry, allowed: true }),
        (error) => {
          // Too much at once on a slow machine: nothing was decided, and nothing is said of it.
          if (error instanceof Refusal && error.code === 'busy') return null;
          assert(refusedAs('forbidden_by_policy')(error));
          return { entry: error.detail.entry as number, allowed: false };
        },
      );
      if (end === null) continue;
      const row = await db.row<{ version: number }>('select version from entry where person_id = $1 and n = $2', [
        one.personId,
        end.entry,
      ]);
      asked.push({ floor, version: row?.version ?? 0, allowed: end.allowed });
    }
  };
  await Promise.all([versions(), ...dealings.map(caller)]);
  assert(asked.length > 50, `${asked.length} were decided`);
  for (const { floor, version, allowed } of asked) {
    assert(version >= floor, `decided by ${version} although ${floor} was acknowledged`);
    assert.equal(allowed, allows.get(version), `by version ${version}`);
  }
  assert(new Set(asked.map(({ version }) => version)).size > 2, 'decisions fell between the publications');
});
