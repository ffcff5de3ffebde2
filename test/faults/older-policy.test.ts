import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { openApp } from '../../src/app.ts';
import { approve } from '../../src/kernel/policy/approve.ts';
import { readPolicyFolder } from '../../src/kernel/policy/folder.ts';
import type { PolicySource } from '../../src/kernel/policy/policy-source.ts';
import { versionGap } from '../../src/kernel/policy/version-gap.ts';
import { seeOwnData } from '../../src/promises/agreement/index.ts';
import { allActs } from '../../src/promises/all-acts.ts';
import { publishPolicy } from '../../src/promises/changes/index.ts';
import { stopMessages } from '../../src/promises/communication/index.ts';
import { signIn, signOut } from '../../src/promises/security/index.ts';
import { askFields, endDealing, joinDealing, openDealing } from '../../src/promises/use/index.ts';
import { root } from '../../src/root.ts';
import { sayKind } from '../../src/ui/say-kind.ts';
import { openTestApp, STRANGER, type TestApp, type TestCredential, type TestPerson } from '../testkit/app.ts';
import { publishAsOlderProgram } from '../testkit/older-program.ts';
import { refusedAs } from '../testkit/refused-as.ts';
import { appointStaff } from '../testkit/staff.ts';

let kit: TestApp;
let shop: TestCredential;
let person: TestPerson;
let origin: string;
before(async () => {
  kit = await openTestApp({ ROLE: 'web' });
  origin = (await kit.serve()).address;
});
after(() => kit[Symbol.asyncDispose]());

const pass: TestApp['app']['gate']['pass'] = (...args) => kit.app.gate.pass(...args);

let rounding = 5;

/** The demonstration's policy in force, as this program knows it, and somebody with an open dealing. */
async function fresh(): Promise<string> {
  rounding += 1;
  await kit.publish(({ thresholds, ...rest }) => ({ ...rest, thresholds: { ...thresholds, rounding } }));
  shop ??= await kit.credential('service', 'shop');
  person = await kit.person();
  const input = { purpose: 'delivery', reference: 'a lamp' };
  const { output } = await pass(openDealing, shop.asker, input, { idempotencyKey: randomUUID() });
  await pass(joinDealing, person.asker, { dealing: output.id });
  return output.id;
}

test('an act that the version in force has not heard of is refused with its entry, and named to the staff', async () => {
  const dealing = await fresh();
  await publishAsOlderProgram(kit, {
    withoutActs: ['endDealing'],
    rules: (text) => text.replaceAll(/@id\("use\.(person|service)-ends-dealing"\)\n.*\n/g, ''),
  });
  await assert.rejects(
    pass(endDealing, person.asker, { dealing }),
    refusedAs('forbidden_by_policy', ({ detail }) => {
      assert.equal(detail.section, 'use');
      assert.equal(typeof detail.entry, 'number');
      assert.deepEqual(detail.missing, []);
    }),
  );
  assert.deepEqual((await pass(askFields, shop.asker, { dealing, fields: ['name'] })).output.fields, {
    name: 'Лампова Канарейка',
  });
  const owner = await appointStaff(kit, 'owner');
  const console_ = await (
    await fetch(`${origin}/console?lang=en`, { headers: { cookie: `kristalux-session=${owner.token}` } })
  ).text();
  assert.match(console_, /The program is newer than the policy/);
  assert.match(console_, new RegExp(sayKind('endDealing', 'en')));
});

test('a wide rule of an older version reaches no act that is younger than it', async () => {
  const dealing = await fresh();
  await publishAsOlderProgram(kit, {
    withoutActs: ['endDealing'],
    rules: (text) => text.replaceAll('action == Action::"endDealing", resource', 'action, resource'),
  });
  await assert.rejects(pass(endDealing, person.asker, { dealing }), refusedAs('forbidden_by_policy'));
});

test('a fact that the version has not heard of changes nothing, and one that the program no longer finds out refuses', async () => {
  const dealing = await fresh();
  await publishAsOlderProgram(kit, {
    withoutFacts: ['askFields.restricted'],
    rules: (text) => text.replace('context.originUsable &&\n  !context.restricted', 'context.originUsable'),
  });
  await pass(askFields, shop.asker, { dealing, fields: ['name'] });
  await fresh();
  const words = { ru: 'светит луна', en: 'the moon shines', uk: 'світить місяць' };
  await publishAsOlderProgram(kit, {
    withFact: { act: 'askFields', fact: { name: 'moonShines', words } },
    rules: (text) => text.replace('context.joinedByPerson &&', 'context.joinedByPerson && !context.moonShines &&'),
  });
  await assert.rejects(pass(askFields, shop.asker, { dealing, fields: ['name'] }), refusedAs('forbidden_by_policy'));
  assert.match(kit.logged.join('\n'), /"level":"error","event":"decision-error","act":"askFields"/);
  const version = await kit.app.parts.shelf.inForce();
  assert.deepEqual(version && versionGap(version.vocabulary, allActs).goneFacts, ['askFields.moonShines']);
});

test('a version that has heard of nothing locks nobody out: sign-in, own look, stop, and a publication pass', async () => {
  await fresh();
  const owner = await appointStaff(kit, 'owner');
  await publishAsOlderProgram(kit, { withoutActs: allActs.map(({ name }) => name), rules: () => '' });
  const signed = await pass(signIn, STRANGER, { identifier: person.accountName, password: person.password });
  assert.equal(typeof signed.output.session, 'string');
  await pass(seeOwnData, person.asker, {});
  await pass(stopMessages, person.asker, {});
  await pass(signOut, person.asker, {});
  await assert.rejects(
    pass(openDealing, shop.asker, { purpose: 'delivery', reference: 'x' }, { idempotencyKey: randomUUID() }),
    refusedAs('forbidden_by_policy'),
  );
  const page = await fetch(`${origin}/policy`);
  assert.equal(page.status, 200);
  const started = await openApp(kit.app.settings, { role: 'command', log: collecting });
  await started.close();
  assert.match(warned.join(), /policy-older-than-program/);
  await pass(publishPolicy, owner.asker, { source: publishedAgain(), by: 'owner' });
  await pass(openDealing, shop.asker, { purpose: 'delivery', reference: 'y' }, { idempotencyKey: randomUUID() });
  const version = await kit.app.parts.shelf.inForce();
  assert.deepEqual(version && versionGap(version.vocabulary, allActs), { newActs: [], newFacts: [], goneFacts: [] });
});

const warned: string[] = [];
const collecting = { info: () => {}, warn: (event: string) => warned.push(event), error: () => {} };

/** The policy that was in force before, as an operator would publish it again. */
function publishedAgain(): PolicySource {
  const { source } = readPolicyFolder(join(root, 'policy'), { overlay: join(root, 'seed') });
  assert(source);
  return { ...source, approved: approve(source, { by: 'owner', at: new Date() }) };
}
