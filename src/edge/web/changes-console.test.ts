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
  return { files: new Map(textareas(text)), csrf: hidden(text, 'csrf'), base: hidden(text, 'base') };
}

const hidden = (text: string, name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(text)?.[1] ?? '';

function textareas(text: string): readonly (readonly [string, string])[] {
  return [...text.matchAll(/<textarea[^>]*name="([^"]+)"[^>]*>([\s\S]*?)<\/textarea>/g)].map(
    ([, name = '', value = '']) => [name, plain(value)] as const,
  );
}

function plain(html: string): string {
  return html
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}

async function send(
  doing: string,
  files: ReadonlyMap<string, string>,
  form: { csrf: string; base: string },
  { read = [], to = '/console/policy' }: { read?: readonly string[]; to?: string } = {},
) {
  const body = new URLSearchParams({ csrf: form.csrf, base: form.base, by: 'Owner of the test', do: doing });
  for (const section of read) body.set(`read-${section}`, 'yes');
  // As a browser sends them.
  for (const [path, text] of files) body.set(path, text.replaceAll('\n', '\r\n'));
  const headers = {
    ...cookieOf(owner),
    'content-type': 'application/x-www-form-urlencoded',
    'sec-fetch-site': 'same-origin',
  };
  // Of a machine that has much else to do the editor is told how far the comparison is, and asks again.
  for (;;) {
    const answer = await fetch(`${origin}${to}`, { method: 'POST', headers, body, redirect: 'manual' });
    if (answer.status !== 202) return answer;
    await answer.text();
  }
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

test('words that changed are published only when somebody says that they and the rules were read side by side', async () => {
  const form = await editor();
  const words = `${form.files.get('7-security/ru.md')}\n\nЕщё одно слово.\n`;
  const changed = new Map(form.files).set('7-security/ru.md', words);
  const looked = plain(await (await send('look', changed, form)).text());
  assert.match(looked, /name="read-security"/);
  assert.doesNotMatch(looked, /name="read-use"/);
  assert.match(looked, /<ins>[\s\S]*Ещё одно слово[\s\S]*class="policy-words"[\s\S]*Ещё одно слово/);
  const tried = await send('publish', changed, form, { read: ['use'] });
  assert.equal(tried.status, 422);
  assert.match(await tried.text(), /Отметьте каждый изменённый раздел/);
  assert.equal((await kit.app.parts.shelf.inForce())?.number, 2);
  assert.equal((await send('publish', changed, form, { read: ['security'] })).status, 303);
  assert.equal((await kit.app.parts.shelf.inForce())?.body.approved.sections.security?.by, 'Owner of the test');
});

test('while one types every mistake comes back with its line and its field', async () => {
  const form = await editor();
  const check = async (files: ReadonlyMap<string, string>) => {
    const answer = await send('', files, form, { to: '/console/policy/check' });
    return ((await answer.json()) as { problems: { text: string; at: string }[] }).problems;
  };
  assert.deepEqual(await check(form.files), []);
  const [problem] = await check(new Map(form.files).set('declarations/fields.json', '[{"id":"Phone"}]'));
  assert.match(problem?.text ?? '', /declarations\/fields\.json/);
  assert.equal(problem?.at, 'input-declarations/fields-json');
  const [placeholder] = await check(new Map(form.files).set('6-links/ru.md', 'Слова\n\n{site.nmae}\n'));
  assert.match(placeholder?.text ?? '', /^6-links\/ru\.md:3: /);
  // Without a script the button says the same.
  const shown = plain(await (await send('check', form.files, form)).text());
  assert.match(shown, /Ошибок не найдено/);
});

test('of two editors at once neither loses a word: what only one changed is put together, what both changed stands side by side', async () => {
  const [one, other] = [await editor(), await editor()];
  const words = (form: typeof one, path: string, more: string) => `${form.files.get(path)}\n\n${more}\n`;
  const first = new Map(one.files)
    .set('8-changes/ru.md', words(one, '8-changes/ru.md', 'Первое слово.'))
    .set('6-links/ru.md', words(one, '6-links/ru.md', 'Первая ссылка.'));
  const published = await send('publish', first, one, { read: ['changes', 'links'] });
  assert.equal(published.status, 303);
  const second = new Map(other.files)
    .set('8-changes/ru.md', words(other, '8-changes/ru.md', 'Второе слово.'))
    .set('5-communication/ru.md', words(other, '5-communication/ru.md', 'Второе сообщение.'));
  const answer = await send('publish', second, other, { read: ['changes', 'communication'] });
  assert.equal(answer.status, 409);
  const text = await answer.text();
  assert.match(text, /Пока Вы правили/);
  const texts = new Map(textareas(text));
  assert.match(texts.get('8-changes/ru.md') ?? '', /Второе слово/);
  assert.match(texts.get('5-communication/ru.md') ?? '', /Второе сообщение/);
  assert.match(texts.get('6-links/ru.md') ?? '', /Первая ссылка/);
  assert.match(text, /<textarea readonly[^>]*>[^<]*Первое слово/);
  assert.equal((await kit.app.parts.shelf.inForce())?.number, 4);
  // With what was taken over by hand it publishes, and both stand in it.
  const both = new Map(texts).set('8-changes/ru.md', `${texts.get('8-changes/ru.md')}\nПервое слово.\n`);
  const again = { csrf: other.csrf, base: hidden(text, 'base') };
  assert.equal((await send('publish', both, again, { read: ['changes', 'communication'] })).status, 303);
  const { words: now } = (await kit.app.parts.shelf.inForce()) ?? assert.fail();
  assert.match(now.changes, /Второе слово[\s\S]*Первое слово/);
  assert.match(now.links, /Первая ссылка/);
  assert.match(now.communication, /Второе сообщение/);
});

test('who is not of the staff does not learn that there is an editor', async () => {
  const stranger = await guardedPerson(kit);
  const answer = await fetch(`${origin}/console/policy`, { headers: cookieOf(stranger) });
  assert.equal(answer.status, 404);
});
