import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { openTestApp, type TestApp, type TestCredential, type TestPerson } from '../../../test/testkit/app.ts';
import { refusedAs } from '../../../test/testkit/refused-as.ts';
import { askFields, joinDealing, openDealing, pauseUse } from '../../promises/use/index.ts';

let kit: TestApp;
let origin: string;
let shop: TestCredential;
before(async () => {
  kit = await openTestApp({ ROLE: 'web' });
  await kit.publish();
  shop = await kit.credential('service', 'shop');
  origin = (await kit.serve()).address;
});
after(() => kit[Symbol.asyncDispose]());

async function refused(person: TestPerson, fields: readonly string[], change = async () => {}): Promise<number> {
  const { gate } = kit.app;
  const input = { purpose: 'delivery', reference: randomUUID() };
  const { output } = await gate.pass(openDealing, shop.asker, input, { idempotencyKey: randomUUID() });
  await gate.pass(joinDealing, person.asker, { dealing: output.id });
  await change();
  let entry = 0;
  await assert.rejects(
    gate.pass(askFields, shop.asker, { dealing: output.id, fields }),
    refusedAs('forbidden_by_policy', ({ detail }) => {
      entry = detail.entry ?? 0;
    }),
  );
  return entry;
}

test('a refused entry of one’s own history is explained: field by field, and what would have changed the answer', async () => {
  const person = await kit.person();
  const entry = await refused(person, ['address', 'birth-date']);
  assert.match(await read(person, '/account/history'), new RegExp(`href="/account/history/${entry}"`));
  const page = await read(person, `/account/history/${entry}`);
  assert.match(page, /Почтовый адрес[\s\S]*?разрешено правилом Политики/i);
  assert.match(page, /Дата рождения[\s\S]*?Ни одно правило этого не разрешает/);
  assert.match(page, /Было бы разрешено, если бы было так: поле объявлено для этой цели/);
  assert.match(await read(person, `/account/history/${entry}?lang=en`), /It would be allowed if this were so/);
  assert.match(await read(person, `/account/history/${entry}?lang=uk`), /Було б дозволено, якби було так/);
});

test('an entry is explained by the version and the facts of then, whatever holds now', async () => {
  const person = await kit.person();
  const entry = await refused(person, ['address'], async () => {
    await kit.app.gate.pass(pauseUse, person.asker, {});
  });
  const before = await read(person, `/account/history/${entry}`);
  assert.match(before, /использование данных не приостановлено/);
  await kit.publish((declarations) => ({ ...declarations, services: [] }));
  assert.equal(normal(await read(person, `/account/history/${entry}`)), normal(before));
});

test('nobody reads the entries of another, and an entry that is none is not found', async () => {
  const [one, other] = [await kit.person(), await kit.person()];
  assert.equal((await get(one, '/account/history/999')).status, 404);
  assert.equal((await get(null, '/account/history/1')).status, 401);
  // The number is one of their own chain and of no other.
  assert.doesNotMatch(await read(other, '/account/history/1'), /Было бы разрешено/);
});

function normal(page: string): string {
  // What frames the page, and the statement that comes with the next checkpoint.
  return page
    .replace(/<aside class="stated">[\s\S]*?<\/aside>/g, '')
    .replace(/<footer[\s\S]*<\/footer>/g, '')
    .replace(/<header class="(site|top)[\s\S]*?<\/header>/g, '');
}

async function get(reader: TestPerson | null, path: string): Promise<Response> {
  const cookie = reader === null ? {} : { cookie: `kristalux-session=${reader.token}` };
  return await fetch(`${origin}${path}`, { headers: { 'accept-language': 'ru', ...cookie }, redirect: 'manual' });
}

async function read(reader: TestPerson, path: string): Promise<string> {
  const answer = await get(reader, path);
  assert.equal(answer.status, 200, path);
  return await answer.text();
}
