import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openTestApp, type TestApp, type TestCredential, type TestPerson } from '../../../test/testkit/app.ts';
import { joinedDealing } from '../../../test/testkit/joined-dealing.ts';
import { refusedAs } from '../../../test/testkit/refused-as.ts';
import type { Declarations } from '../../kernel/policy/declarations.ts';
import { leaveData, seeOwnData, seeOwnHistory } from '../agreement/index.ts';
import { askFields } from '../use/index.ts';

let kit: TestApp;
let shop: TestCredential;
let person: TestPerson;
let dealing: string;
before(async () => {
  kit = await openTestApp();
  await kit.publish();
  shop = await kit.credential('service', 'shop');
  person = await kit.person();
  dealing = await joinedDealing(kit, person);
});
after(() => kit[Symbol.asyncDispose]());

/** Delivery may ask one field more than when the person left it. */
const wider = (declarations: Declarations): Declarations => ({
  ...declarations,
  services: declarations.services.map((one) => ({
    ...one,
    purposes: one.purposes.map((purpose) =>
      purpose.id === 'delivery' ? { ...purpose, fields: [...new Set([...purpose.fields, 'birth-date'])] } : purpose,
    ),
  })),
});
const strict = (declarations: Declarations): Declarations => ({
  ...wider(declarations),
  site: { ...declarations.site, strict: true },
});
const ask = (fields: readonly string[]) => kit.app.gate.pass(askFields, shop.asker, { dealing, fields });
const lastEntry = async () => {
  const { output } = await kit.app.gate.pass(seeOwnHistory, person.asker, {});
  return output.entries.find(({ kind }) => kind === askFields.name)?.body;
};

test('what only the newer version permits of older data is given, and the entry says which fields were widened', async () => {
  await assert.rejects(ask(['name', 'birth-date']), refusedAs('forbidden_by_policy'));
  await kit.publish(wider);
  const { output } = await ask(['name', 'birth-date']);
  assert.equal(typeof output.fields['birth-date'], 'string');
  assert.deepEqual((await lastEntry())?.widened, ['birth-date']);
  await ask(['name']);
  assert.equal((await lastEntry())?.widened, undefined);
});

test('where the operator chose it, both versions must allow: the older data stay what they were left for', async () => {
  await kit.publish(strict);
  await assert.rejects(
    ask(['name', 'birth-date']),
    refusedAs('forbidden_by_policy', ({ detail }) => assert.equal(detail.section, 'use')),
  );
  const entry = await lastEntry();
  assert.deepEqual([entry?.decision, entry?.widened], ['refused', ['birth-date']]);
  await ask(['name', 'address']);
});

test('what is left again under the newer version is newer data', async () => {
  await kit.app.gate.pass(leaveData, person.asker, { fields: { 'birth-date': '1984-03-01' }, language: 'ru' });
  const { output } = await ask(['birth-date']);
  assert.equal(output.fields['birth-date'], '1984-03-01');
  assert.equal((await lastEntry())?.widened, undefined);
  // A look at one's own data is never a wider use.
  const own = await kit.app.gate.pass(seeOwnData, person.asker, {});
  assert(own.output.fields.length > 3);
});
