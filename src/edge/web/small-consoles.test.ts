import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { generateIdentity, identityToRecipient } from 'age-encryption';
import { LEFT, openTestApp, STRANGER, type TestApp, type TestPerson } from '../../../test/testkit/app.ts';
import { type GuardedPerson, makeOwner } from '../../../test/testkit/people.ts';
import { writeActivity } from '../../kernel/watch/activity.ts';
import { leaveForm, makeFormNonce } from '../../promises/agreement/index.ts';
import { outboundLinks } from '../../promises/links/index.ts';
import { wordsOf } from '../../ui/words/words.ts';

let kit: TestApp;
let owner: GuardedPerson;
let origin: string;
before(async () => {
  kit = await openTestApp();
  owner = await makeOwner(kit);
  origin = (await kit.serve()).address;
});
after(() => kit[Symbol.asyncDispose]());

async function look(path: string): Promise<string> {
  const answer = await fetch(`${origin}${path}`, { headers: { cookie: `kristalux-session=${owner.token}` } });
  assert.equal(answer.status, 200, path);
  return await answer.text();
}

test('the console counts what was left by which form and shows none of it', async () => {
  const fields = { name: LEFT.name, country: 'UA' };
  const input = { form: 'contact', fields, language: 'ru', nonce: makeFormNonce(kit.app.parts, 'contact', 1) };
  await kit.app.gate.pass(leaveForm, STRANGER, input);
  const page = await look('/console/forms?lang=ru');
  assert.match(page, /Написать нам<\/a>[\s\S]*?<td[^>]*>1<\/td>/);
  assert.doesNotMatch(page, /Канарейка/);
});

test('an aggregate in the console tells no group that is too small', async () => {
  await kit.app.parts.db.run(
    `insert into person (person_id, chain, country, country_how, language)
     select gen_random_uuid(), uuid_send(gen_random_uuid()), 'GE', 'declared', 'ru' from generate_series(1, 23)`,
  );
  const page = await look('/console/quality?lang=en&aggregate=persons-by-country');
  assert.match(page, /Georgia/);
  assert.doesNotMatch(page, /Ukraine/);
});

test('the console lists where the words in force lead, look-alike hosts by what they are', async () => {
  await look('/console/links?lang=uk');
  const version = await kit.app.parts.shelf.inForce();
  assert(version !== null);
  const links =
    'See [one](https://example.org/a), [another](https://exаmple.org), [ours](/policy), [mail](mailto:a@example.org).';
  const found = outboundLinks({ ...version, words: { ...version.words, links } }, origin);
  assert.deepEqual(
    found.map(({ host, section }) => [host, section]),
    [
      ['example.org', 'links'],
      ['xn--exmple-4nf.org', 'links'],
    ],
  );
});

test('a job that was given up waits in the console, and runs again by an owner’s order that is an entry of the site', async () => {
  const { db, random } = kit.app.parts;
  const [again, gone] = [random.uuid(), random.uuid()];
  await db.run(
    `insert into job (job_id, kind, run_at, failed_at, failure)
     select unnest($1::uuid[]), 'send-proving-code', clock_timestamp(), clock_timestamp(), 'no-relay'`,
    [[again, gone]],
  );
  const home = await look('/console?lang=ru');
  assert.match(home, /задания, которые не удались серверу<\/th>\s*<td[^>]*>2</);
  const said = Object.keys(wordsOf('ru').console.jobs.kinds);
  assert.deepEqual(
    kit.app.worker.kinds.filter((kind) => !said.includes(kind)),
    [],
    'what the server does by itself is said in words',
  );
  const page = await look('/console/jobs');
  assert.match(page, /письмо с кодом подтверждения адреса/);
  const [, csrf = ''] = /name="csrf" value="([^"]+)"/.exec(page) ?? [];
  const order = (job: string, what: string) =>
    fetch(`${origin}/console/jobs/${job}`, {
      method: 'POST',
      headers: { cookie: `kristalux-session=${owner.token}`, origin },
      body: new URLSearchParams({ csrf, order: what }),
      redirect: 'manual',
    });
  assert.equal((await order(again, 'again')).status, 303);
  assert.equal((await order(gone, 'let-go')).status, 303);
  assert.equal((await order(gone, 'again')).status, 404, 'what was let go stays so');
  const rows = await db.rows(
    'select failed_at as "failedAt", done_at is not null as done from job where job_id = any($1)',
    [[again, gone]],
  );
  assert.deepEqual(
    rows.toSorted((a, b) => Number(Reflect.get(a, 'done')) - Number(Reflect.get(b, 'done'))),
    [
      { failedAt: null, done: false },
      { failedAt: null, done: true },
    ],
  );
  const entries = await db.row(`select count(*)::int as orders from entry where kind = 'settleFailedJob'`);
  assert.deepEqual(entries, { orders: 4 }, 'the one that found nothing is there as asked and as undone');
});

test('the first page draws what each act was done, once a process has written its counts down', async () => {
  await kit.person();
  await writeActivity(kit.app.parts);
  const home = await look('/console?lang=en');
  assert.match(home, /registrations<\/th>\s*<td[^>]*>[1-9]\d*</);
  assert.match(home, /How the server is/);
  const twice = await kit.app.parts.db.rows<{ times: number }>(`select times from activity where act = 'register'`);
  await writeActivity(kit.app.parts);
  const after = await kit.app.parts.db.rows<{ times: number }>(`select times from activity where act = 'register'`);
  assert.deepEqual(after, twice, 'nothing is counted twice');
});

test('settings are shown with their source, and no secret with them', async () => {
  const page = await look('/console/settings?lang=en');
  assert.match(page, /DATABASE_URL<\/code><\/th>\s*<td[^>]*>set, not shown<\/td>\s*<td[^>]*>set at the start/);
  assert(!page.includes(kit.databaseUrl));
});

test('the owner says where a service is sent notices, is shown its secret once, turns it, and ends the notices', async () => {
  await kit.publish();
  const page = await look('/console/notices?lang=ru');
  const [, csrf = ''] = /name="csrf" value="([^"]+)"/.exec(page) ?? [];
  const post = async (said: Readonly<Record<string, string>>) => {
    const answer = await fetch(`${origin}/console/notices`, {
      method: 'POST',
      headers: { cookie: `kristalux-session=${owner.token}; language=ru`, origin },
      body: new URLSearchParams({ csrf, service: 'shop', ...said }),
      redirect: 'manual',
    });
    return { status: answer.status, text: await answer.text() };
  };
  const wrong = await post({ address: 'http://10.0.0.1/notices' });
  assert.deepEqual([wrong.status, /Этот адрес не подходит/.test(wrong.text)], [422, true]);
  const set = await post({ address: 'https://shop.example/notices' });
  const [first] = /whsec_[\w+/=]{40,}/.exec(set.text) ?? [];
  assert(first !== undefined, 'shown in this answer');
  assert(!(await look('/console/notices')).includes(first), 'and in no other');
  const turned = await post({ order: 'secret' });
  assert.match(turned.text, /Прежний секрет действует до/);
  assert(!turned.text.includes(first));
  assert.match((await post({ order: 'again' })).text, /Посылается ещё раз: 0/);
  assert.equal((await post({ order: 'end' })).status, 303);
  assert.match(await look('/console/notices?lang=ru'), /Пока ни одной службе/);
});

test('the owner orders the move of the site in the console, to a key that is one', async () => {
  const page = await look('/console/backups?lang=ru');
  const [, csrf = ''] = /name="csrf" value="([^"]+)"/.exec(page) ?? [];
  const post = (recipient: string) =>
    fetch(`${origin}/console/site-exports`, {
      method: 'POST',
      headers: { cookie: `kristalux-session=${owner.token}; language=ru`, origin },
      body: new URLSearchParams({ csrf, recipient }),
      redirect: 'manual',
    });
  const wrong = await post('age1nobody');
  assert.deepEqual([wrong.status, /распоряжение не дано/.test(await wrong.text())], [422, true]);
  assert.equal((await post(await identityToRecipient(await generateIdentity()))).status, 303);
  assert.match(await look('/console/backups?lang=ru'), /Распоряжение дано[\s\S]*npx kristalux export/);
});

/** Sends a form of one's own page as a browser does. */
async function send({ token }: TestPerson, path: string, values: Readonly<Record<string, string>>, from = path) {
  const headers = { cookie: `kristalux-session=${token}; language=ru`, origin };
  const page = await (await fetch(`${origin}${from}`, { headers })).text();
  const [, csrf = ''] = /name="csrf" value="([^"]+)"/.exec(page) ?? [];
  const body = new URLSearchParams({ csrf, ...values });
  return await fetch(`${origin}${path}`, { method: 'POST', headers, body, redirect: 'manual' });
}

test('a copy of one’s own data is asked for, withdrawn and taken by the forms of its page, sealed, and never without the password', async () => {
  const person = await kit.person();
  const passphrase = 'семь ламп горят над столом';
  const given = { password: person.password, passphrase };
  const wrong = await send(person, '/account/copy', { ...given, password: 'not the one at all' });
  assert.deepEqual([wrong.status, wrong.headers.get('content-disposition')], [403, null]);
  assert.equal((await send(person, '/account/copy', { ...given, passphrase: 'short' })).status, 422);
  assert.equal((await send(person, '/account/copy', { ...given, do: 'request' })).status, 200);
  const waiting = async () =>
    (await kit.app.parts.db.rows('select 1 as one from copy_request where person_id = $1', [person.personId])).length;
  assert.equal(await waiting(), 1);
  assert.equal((await send(person, '/account/copy/withdraw', {}, '/account/copy')).status, 200);
  assert.equal(await waiting(), 0);
  const taken = await send(person, '/account/copy', given);
  assert.equal(taken.status, 200);
  assert.match(taken.headers.get('content-disposition') ?? '', /^attachment; filename="[^"]+\.age"$/);
  assert.match(taken.headers.get('cache-control') ?? '', /no-store/);
  const file = Buffer.from(await taken.arrayBuffer());
  assert.ok(file.toString('latin1').startsWith('age-encryption.org/v1\n'));
  assert.ok(!file.includes(LEFT.name) && !file.includes(LEFT.email));
});

test('data is sealed and opened again by the forms of their pages: a wrong key opens nothing, the right one everything', async () => {
  const person = await kit.person();
  const data = async () =>
    await (await fetch(`${origin}/account/data`, { headers: { cookie: `kristalux-session=${person.token}` } })).text();
  assert.equal((await send(person, '/account/seal', { password: 'not the one at all' })).status, 403);
  assert.match(await data(), /Канарейка/);
  const sealed = await send(person, '/account/seal', { password: person.password });
  assert.equal(sealed.status, 201);
  const [key = ''] = /AGE-SECRET-KEY-[A-Z0-9-]+|[0-9a-z]{4}(?:-[0-9a-z]{4}){6,}/.exec(await sealed.text()) ?? [];
  assert.ok(key.length > 20);
  assert.doesNotMatch(await data(), /Канарейка/);
  const wrong = `${key.startsWith('0') ? '1' : '0'}${key.slice(1)}`;
  assert.equal((await send(person, '/account/unseal', { key: wrong }, '/account/data')).status, 422);
  assert.doesNotMatch(await data(), /Канарейка/);
  assert.equal((await send(person, '/account/unseal', { key }, '/account/data')).status, 303);
  assert.match(await data(), /Канарейка/);
});

test('how long things are kept and where is told to everybody, and what is known of backups to the owner alone', async () => {
  const storage = await fetch(`${origin}/policy/storage?lang=ru`);
  assert.equal(storage.status, 200);
  assert.match(await storage.text(), /<h1[^>]*>[^<]+<\/h1>/);
  const json = await (await fetch(`${origin}/policy/storage.json`)).text();
  assert.ok(JSON.stringify(JSON.parse(json)).includes('email'));
  const person = await kit.person();
  const asked = await fetch(`${origin}/console/backups`, { headers: { cookie: `kristalux-session=${person.token}` } });
  assert.equal(asked.status, 404);
  const told = await look('/console/backups?lang=ru');
  assert.match(told, /BACKUP_RECIPIENT/);
});
