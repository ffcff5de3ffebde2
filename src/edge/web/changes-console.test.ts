import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openTestApp, type TestApp } from '../../../test/testkit/app.ts';
import { type GuardedPerson, guardedPerson, makeOwner } from '../../../test/testkit/people.ts';

let kit: TestApp;
let origin: string;
let owner: GuardedPerson;
before(async () => {
  kit = await openTestApp();
  owner = await makeOwner(kit);
  origin = (await kit.serve()).address;
});
after(() => kit[Symbol.asyncDispose]());

const cookieOf = ({ token }: GuardedPerson) => ({ cookie: `kristalux-session=${token}` });

async function editor(): Promise<{ files: Map<string, string>; csrf: string; base: string }> {
  const text = await (await fetch(`${origin}/console/policy?lang=ru`, { headers: cookieOf(owner) })).text();
  const files = new Map(
    [...text.matchAll(/<textarea[^>]*name="([^"]+)"[^>]*>([\s\S]*?)<\/textarea>/g)].map(([, name = '', value = '']) => [
      name,
      plain(value),
    ]),
  );
  const hidden = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(text)?.[1] ?? '';
  return { files, csrf: hidden('csrf'), base: hidden('base') };
}

function plain(html: string): string {
  return html
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}

async function send(doing: string, files: ReadonlyMap<string, string>, form: { csrf: string; base: string }) {
  const body = new URLSearchParams({ csrf: form.csrf, base: form.base, by: 'Owner of the test', do: doing });
  // As a browser sends them.
  for (const [path, text] of files) body.set(path, text.replaceAll('\n', '\r\n'));
  const headers = {
    ...cookieOf(owner),
    'content-type': 'application/x-www-form-urlencoded',
    'sec-fetch-site': 'same-origin',
  };
  return await fetch(`${origin}/console/policy`, { method: 'POST', headers, body, redirect: 'manual' });
}

test('the owner sees the difference and publishes, and the next decision is by the new version', async () => {
  const form = await editor();
  const fields = JSON.parse(form.files.get('declarations/fields.json') ?? '[]') as {
    id: string;
    retentionDays: number | null;
  }[];
  const changed = new Map(form.files).set(
    'declarations/fields.json',
    JSON.stringify(fields.map((field) => (field.id === 'phone' ? { ...field, retentionDays: 90 } : field))),
  );
  const looked = await send('look', changed, form);
  assert.equal(looked.status, 200);
  assert.match(await looked.text(), /срок хранения[\s\S]*90/);
  const published = await send('publish', changed, form);
  assert.equal(published.status, 303);
  const version = await kit.app.parts.shelf.inForce();
  assert.equal(version?.number, 2);
  assert.equal(version?.publishedBy, 'Owner of the test');
  assert.equal(version?.declarations.fields.find(({ id }) => id === 'phone')?.retentionDays, 90);
});

test('what was published and opened again without a change is the same policy', async () => {
  const form = await editor();
  const looked = await send('look', form.files, form);
  assert.match(await looked.text(), /Ничего не изменилось/);
});

test('a mistake is named with its file and line, and nothing is published', async () => {
  const form = await editor();
  const broken = new Map(form.files).set(
    '4-use/rules.cedar',
    '@id("use.x") permit (principal == Asker::"king", action, resource);',
  );
  const answer = await send('publish', broken, form);
  assert.equal(answer.status, 409);
  assert.match(plain(await answer.text()), /4-use\/rules\.cedar:1/);
  assert.equal((await kit.app.parts.shelf.inForce())?.number, 2);
});

test('of two editors at once the second is told, and no word of theirs is lost', async () => {
  const [one, other] = [await editor(), await editor()];
  const words = (form: typeof one, more: string) =>
    new Map(form.files).set('8-changes/ru.md', `${form.files.get('8-changes/ru.md')}\n\n${more}\n`);
  assert.equal((await send('publish', words(one, 'Первое слово.'), one)).status, 303);
  const second = await send('publish', words(other, 'Второе слово.'), other);
  assert.equal(second.status, 409);
  assert.match(await second.text(), /Второе слово/);
  assert.equal((await kit.app.parts.shelf.inForce())?.number, 3);
});

test('who is not of the staff does not learn that there is an editor', async () => {
  const stranger = await guardedPerson(kit);
  const answer = await fetch(`${origin}/console/policy`, { headers: cookieOf(stranger) });
  assert.equal(answer.status, 404);
});
