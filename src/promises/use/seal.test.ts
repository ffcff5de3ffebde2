import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { LEFT, openTestApp, type TestApp, type TestPerson } from '../../../test/testkit/app.ts';
import { refusedAs } from '../../../test/testkit/refused-as.ts';
import { readHeldKey, sayHeldKey } from '../../kernel/vault/held/held-key-text.ts';
import { eraseOwnData, leaveData, seeOwnData, takeCopy } from '../agreement/index.ts';
import { startConversation } from '../collection/index.ts';
import { askFields, joinDealing, openDealing, resumeUse, sealOwnData, unsealOwnData } from './index.ts';

let kit: TestApp;
before(async () => {
  kit = await openTestApp();
  await kit.publish();
});
after(() => kit[Symbol.asyncDispose]());

const seal = async ({ asker, password }: TestPerson) =>
  (await kit.app.gate.pass(sealOwnData, asker, { password })).output;
const unseal = (person: TestPerson, key: string) => kit.app.gate.pass(unsealOwnData, person.asker, { key });

async function valuesOf({ asker }: TestPerson): Promise<Readonly<Record<string, string>>> {
  const { output } = await kit.app.gate.pass(seeOwnData, asker, {});
  return Object.fromEntries(output.fields.map(({ field, value }) => [field, value]));
}

test('what is sealed nobody can open, nor can the site with all it has; the key brings everything back as it was', async () => {
  const person = await kit.person();
  await kit.app.gate.pass(startConversation, person.asker, { text: 'до паузы', language: 'ru' });
  const before = await valuesOf(person);
  const { key, sealed } = await seal(person);
  assert.equal(sealed, Object.keys(LEFT).length + 1, 'every field and a message');
  assert.deepEqual(await valuesOf(person), {});
  const { db } = kit.app.parts;
  const left = await db.rows<{ field: string }>(
    `select v.field from value_key k join value v using (person_id, record_id) where person_id = $1`,
    [person.personId],
  );
  assert.deepEqual([...new Set(left.map(({ field }) => field))], ['session/seen'], 'what guards the account stays');
  await unseal(person, key.toUpperCase().replaceAll('-', ' '));
  assert.deepEqual(await valuesOf(person), before);
  const held = await db.rows('select 1 as one from held_value_key where person_id = $1', [person.personId]);
  assert.deepEqual(held, []);
});

test('no service gets anything of a sealed person, and going on without the key is refused', async () => {
  const person = await kit.person();
  const { gate } = kit.app;
  const shop = await kit.credential('service', 'shop');
  const { output } = await gate.pass(openDealing, shop.asker, { purpose: 'delivery', reference: 'order 7' });
  await gate.pass(joinDealing, person.asker, { dealing: output.id });
  const { key } = await seal(person);
  const asking = () => gate.pass(askFields, shop.asker, { dealing: output.id, fields: ['name'] });
  await assert.rejects(asking(), refusedAs('forbidden_by_policy'));
  await assert.rejects(gate.pass(resumeUse, person.asker, {}), refusedAs('conflict'));
  await unseal(person, key);
  assert.equal((await asking()).output.fields.name, LEFT.name);
});

test('another key changes nothing, and no second key is made over the first', async () => {
  const [person, other] = [await kit.person(), await kit.person()];
  const { key } = await seal(person);
  const { key: another } = await seal(other);
  await assert.rejects(unseal(person, another), refusedAs('invalid'));
  await assert.rejects(unseal(person, 'no key at all'), refusedAs('invalid'));
  await assert.rejects(seal(person), refusedAs('conflict'));
  await unseal(person, key);
  await assert.rejects(unseal(person, key), refusedAs('conflict'));
  assert.equal((await valuesOf(person)).name, LEFT.name);
});

test('without the key one still corrects a field, takes a copy of the rest, and erases everything', async () => {
  const person = await kit.person();
  const { asker, password } = person;
  const { key } = await seal(person);
  await kit.app.gate.pass(leaveData, asker, { fields: { name: 'Новая Канарейка' }, language: 'ru', password });
  assert.deepEqual(await valuesOf(person), { name: 'Новая Канарейка' });
  await kit.app.gate.pass(takeCopy, asker, { password, passphrase: 'what is left of it', language: 'en' });
  await unseal(person, key);
  const { name, phone } = await valuesOf(person);
  assert.deepEqual(
    { name, phone },
    { name: 'Новая Канарейка', phone: LEFT.phone },
    'the corrected value stays corrected',
  );

  await seal(person);
  await kit.app.gate.pass(eraseOwnData, asker, { password });
  const { db } = kit.app.parts;
  for (const table of ['value', 'value_key', 'held_value_key', 'person_key']) {
    const rows = await db.rows(`select 1 as one from ${table} where person_id = $1`, [person.personId]);
    assert.deepEqual(rows, [], table);
  }
});

test('sealing takes the password, because a stolen session must not lock its owner out', async () => {
  const { asker } = await kit.person();
  await assert.rejects(kit.app.gate.pass(sealOwnData, asker, {}), refusedAs('presence_required'));
  await assert.rejects(kit.app.gate.pass(sealOwnData, asker, { password: 'a guess' }), refusedAs('presence_required'));
});

test('a key is read as it was written, and a slip of the pen never becomes another key', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (bytes) => {
      const text = sayHeldKey(Buffer.from(bytes));
      assert.match(text, /^(?:[a-z2-7]{4}-){12}[a-z2-7]{4}$/);
      assert.deepEqual(readHeldKey(text), Buffer.from(bytes));
      assert.equal(readHeldKey(text.slice(1)), undefined);
    }),
  );
});
