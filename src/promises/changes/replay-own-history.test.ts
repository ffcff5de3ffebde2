import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import {
  openTestApp,
  STRANGER,
  type TestApp,
  type TestCredential,
  type TestPerson,
} from '../../../test/testkit/app.ts';
import { joinedDealing } from '../../../test/testkit/joined-dealing.ts';
import { refusedAs } from '../../../test/testkit/refused-as.ts';
import type { EntryBody } from '../../kernel/ledger/entry.ts';
import { replay } from '../../kernel/policy/replay.ts';
import { changePolicy, withRule } from '../../prove/twin/change-policy.ts';
import { seeOwnHistory } from '../agreement/index.ts';
import { askFields } from '../use/index.ts';
import { replayOwnHistory } from './index.ts';

let kit: TestApp;
let shop: TestCredential;
let person: TestPerson;
let dealing: string;
before(async () => {
  kit = await openTestApp();
  await kit.publish();
  shop = await kit.credential('service', 'shop');
});
after(() => kit[Symbol.asyncDispose]());
beforeEach(async () => {
  person = await kit.person();
  dealing = await joinedDealing(kit, person);
  await kit.app.gate.pass(askFields, shop.asker, { dealing, fields: ['name', 'address'] });
  await assert.rejects(
    kit.app.gate.pass(askFields, shop.asker, { dealing, fields: ['name', 'birth-date'] }),
    refusedAs('forbidden_by_policy'),
  );
});

test('decided once more by the version that decided, every entry of a year comes out as it did', async () => {
  const { output } = await kit.app.gate.pass(replayOwnHistory, person.asker, {});
  assert.deepEqual(output.otherwise, []);
  assert.equal(output.erased, 0);
  const history = await kit.app.gate.pass(seeOwnHistory, person.asker, {});
  assert.equal(output.looked, history.output.entries.length);
  const { floor, shelf } = kit.app.parts;
  const version = await shelf.inForce();
  assert(version !== null);
  for (const { body } of history.output.entries) {
    assert(body !== null);
    assert.equal(replay(floor, version.rules, version, body).answer, body.decision);
  }
});

test('what an entry does not say is not guessed', async () => {
  const version = await kit.app.parts.shelf.inForce();
  assert(version !== null);
  const { output } = await kit.app.gate.pass(seeOwnHistory, person.asker, {});
  const body = output.entries.find(({ kind }) => kind === 'askFields')?.body;
  assert(body !== undefined && body !== null);
  for (const missing of Object.keys(body.facts)) {
    const { [missing]: _, ...facts } = body.facts;
    const poorer: EntryBody = { ...body, facts };
    assert.deepEqual(replay(kit.app.parts.floor, version.rules, version, poorer), {
      answer: 'cannot-be-said',
      fact: missing,
    });
  }
});

test('a year under other rules is shown to its own person alone', async () => {
  await assert.rejects(kit.app.gate.pass(replayOwnHistory, STRANGER, {}), refusedAs('unauthenticated'));
  await assert.rejects(kit.app.gate.pass(replayOwnHistory, shop.asker, {}), refusedAs('not_found'));
  await assert.rejects(
    kit.app.gate.pass(replayOwnHistory, person.asker, { version: 1_000_000 }),
    refusedAs('not_found'),
  );
});

test('a version that no longer lets a service have a field would have refused what was given, and says by which section', async () => {
  const before = await kit.app.parts.shelf.inForce();
  const after = await kit.publish((declarations) => ({
    ...declarations,
    // The replay is from stored facts, so a changed declaration alone changes nothing that was decided.
    services: declarations.services.map((one) => ({
      ...one,
      purposes: one.purposes.map((p) => ({ ...p, fields: [] })),
    })),
  }));
  const declared = await kit.app.gate.pass(replayOwnHistory, person.asker, {});
  assert.deepEqual([declared.output.version, declared.output.otherwise], [after, []]);
  const rule = '@id("use.no-shop") forbid (principal == Asker::"service", action == Action::"askFields", resource);';
  const { number: ruled } = await changePolicy(kit.app.gate, kit.keyDir, (source) => withRule(source, 'use', rule));
  const { output } = await kit.app.gate.pass(replayOwnHistory, person.asker, { version: ruled });
  const [one, ...more] = output.otherwise;
  assert.deepEqual(more, []);
  assert(one !== undefined);
  assert.deepEqual(
    { ...one, n: 0, at: null },
    {
      n: 0,
      at: null,
      kind: 'askFields',
      asker: 'service:shop',
      version: before?.number,
      was: 'allowed',
      now: 'refused',
      sections: ['use'],
    },
  );
});
