import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import { openTestApp, type TestApp } from '../../../test/testkit/app.ts';
import type { Refusal } from '../../kernel/refusal.ts';
import { leaveForm } from '../../promises/agreement/index.ts';

/** What comes to an open form from everywhere: a clear answer each time, nothing lost, nothing kept that was not accepted. */
let kit: TestApp;
let origin: string;
before(async () => {
  kit = await openTestApp();
  await publish();
  origin = (await kit.serve()).address;
});
after(() => kit[Symbol.asyncDispose]());

const CANARY = 'Канарейка у телефона';
const FILLED = { 'fields.name': CANARY, 'fields.phone': '+380441234567', 'fields.country': 'UA' };

/** @param hourly How often the call-back may be left in an hour. */
async function publish(hourly = { network: 10_000, all: 100_000 }, why = 'Why'): Promise<void> {
  await kit.publish((declarations) => ({
    ...declarations,
    fields: declarations.fields.map((field) =>
      field.id === 'phone' ? { ...field, why: { ...field.why, en: why } } : field,
    ),
    forms: declarations.forms.map((form) =>
      form.id === 'call-back' ? { ...form, hourly, framedBy: ['https://shop.example'] } : form,
    ),
  }));
}

async function ask(path: string, init: RequestInit = {}) {
  const headers = { cookie: 'language=en', origin, ...init.headers };
  const response = await fetch(new URL(path, origin), { ...init, headers, redirect: 'manual' });
  return { status: response.status, text: await response.text(), headers: response.headers };
}

async function hidden(path: string): Promise<Record<string, string>> {
  const { text } = await ask(path);
  const value = (name: string) => new RegExp(`name="${name}" value="([^"]+)"`).exec(text)?.[1] ?? '';
  return { csrf: value('csrf'), nonce: value('nonce') };
}

const send = (path: string, form: Record<string, string>, headers: Record<string, string> = {}) =>
  ask(path, { method: 'POST', body: new URLSearchParams(form), headers });

async function left(): Promise<number> {
  const row = await kit.app.parts.db.row<{ n: number }>(
    'select (select count(*) from submission) + (select count(*) from person) + (select count(*) from inbox) as n',
  );
  return row?.n ?? 0;
}

const ownKey = (text: string) => /\/mine\/([A-Za-z0-9_-]{43})/.exec(text)?.[1];

test('a form posted twice is left once, and both answers show the same key', async () => {
  const form = { ...FILLED, ...(await hidden('/forms/call-back')) };
  const before = await left();
  const answers = await Promise.all([send('/forms/call-back', form), send('/forms/call-back', form)]);
  assert.deepEqual(
    answers.map(({ status }) => status),
    [201, 201],
  );
  assert.equal(await left(), before + 3, 'one person, one submission, one in the inbox');
  assert.ok(ownKey(answers[0].text));
  assert.equal(ownKey(answers[0].text), ownKey(answers[1].text));
});

test('a page that was sent already and says something else now comes back with what was typed', async () => {
  const form = { ...FILLED, ...(await hidden('/forms/call-back')) };
  await send('/forms/call-back', form);
  const before = await left();
  const other = await send('/forms/call-back', { ...form, 'fields.name': 'Somebody Else' });
  assert.equal(other.status, 409);
  assert.ok(other.text.includes('was sent already') && other.text.includes('Somebody Else'));
  assert.equal(await left(), before);
});

test('a forged form, a forged page and a page of another form leave nothing', async () => {
  const before = await left();
  const own = await hidden('/forms/call-back');
  for (const id of ['no-such-form', 'registration', '..%2Fregister', 'x'.repeat(300)]) {
    assert.equal((await send(`/forms/${id}`, { ...FILLED, ...own })).status, 404, id);
  }
  const { nonce: ofContact = '' } = await hidden('/forms/contact');
  for (const nonce of [
    '',
    'A'.repeat(78),
    ofContact,
    (own['nonce'] ?? '').replace(/.$/, (one) => (one === 'A' ? 'B' : 'A')),
  ]) {
    const answer = await send('/forms/call-back', { ...FILLED, csrf: own['csrf'] ?? '', nonce });
    assert.equal(answer.status, 410);
    assert.ok(answer.text.includes(CANARY), 'what was typed is still there');
  }
  assert.equal(await left(), before);
});

test('a form sent from another site is refused, whatever it holds', async () => {
  const before = await left();
  const form = { ...FILLED, ...(await hidden('/forms/call-back')) };
  for (const headers of [{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }]) {
    assert.equal((await send('/forms/call-back', form, headers)).status, 404);
    assert.equal((await send('/forms/call-back/frame', form, headers)).status, 404);
  }
  assert.equal(await left(), before);
});

test('fields that are not declared, or not of this form, are named and nothing is kept', async () => {
  const before = await left();
  for (const name of ['birth-date', 'shoe-size', 'constructor']) {
    const form = { ...FILLED, ...(await hidden('/forms/call-back')), [`fields.${name}`]: '2000-01-01' };
    const answer = await send('/forms/call-back', form);
    assert.equal(answer.status, 422, name);
    assert.ok(!answer.text.includes('2000-01-01'));
  }
  assert.equal(await left(), before);
});

test('ten megabytes are refused before they are read', async () => {
  const before = await left();
  const form = { ...FILLED, ...(await hidden('/forms/call-back')), 'fields.name': 'x'.repeat(10 * 1024 * 1024) };
  assert.equal((await send('/forms/call-back', form)).status, 413);
  assert.equal(await left(), before);
});

test('names that show as others come back marked and never repeated as kept', async () => {
  const before = await left();
  for (const name of [
    'Ada\u202eecalevoL',
    'Ada\u200bLovelace',
    'Ada\u0000',
    `Z${'\u0335'.repeat(9)}`,
    '\u3164',
    'Ada\nBcc: x',
  ]) {
    const answer = await send('/forms/call-back', {
      ...FILLED,
      ...(await hidden('/forms/call-back')),
      'fields.name': name,
    });
    assert.equal(answer.status, 422, JSON.stringify(name));
    assert.match(answer.text, /aria-invalid="true"/);
  }
  assert.equal(await left(), before);
});

test('what fills in the field that nobody sees is told so, and is counted without a word of what it sent', async () => {
  const before = await left();
  const form = { ...FILLED, ...(await hidden('/forms/call-back')), website: 'https://spam.example' };
  const answer = await send('/forms/call-back', form);
  assert.equal(answer.status, 422);
  assert.ok(!answer.text.includes('spam.example'));
  assert.equal(await left(), before);
  const rows = await kit.app.parts.db.rows('select form_refusal::text as row from form_refusal');
  assert.match(JSON.stringify(rows), /call-back,\S+,hidden-field,1/);
});

test('a declaration changed while somebody types: the form comes back as it is now, with what they typed', async () => {
  const form = { ...FILLED, ...(await hidden('/forms/call-back')) };
  await publish(undefined, 'Another reason');
  const before = await left();
  const answer = await send('/forms/call-back', form);
  assert.equal(answer.status, 409);
  assert.ok(answer.text.includes('Nothing was kept') && answer.text.includes('Another reason'));
  assert.ok(answer.text.includes(CANARY));
  assert.equal(await left(), before);
  const again = await send('/forms/call-back', {
    ...form,
    nonce: /name="nonce" value="([^"]+)"/.exec(answer.text)?.[1] ?? '',
  });
  assert.equal(again.status, 201);
});

test('in a page of a declared site the form stands as a frame: no cookie, no script, and in no other site', async () => {
  const frame = await ask('/forms/call-back/frame?lang=uk', { headers: { cookie: '' } });
  assert.equal(frame.status, 200);
  assert.match(frame.headers.get('content-security-policy') ?? '', /frame-ancestors https:\/\/shop\.example;/);
  assert.equal(frame.headers.get('x-frame-options'), null);
  assert.deepEqual(frame.headers.getSetCookie(), []);
  assert.doesNotMatch(frame.text, /<script/);
  assert.ok(frame.text.indexOf('href="/policy/versions/') < frame.text.indexOf('<button'));
  const form = { ...FILLED, ...(await hidden('/forms/call-back/frame?lang=uk')) };
  const answer = await send('/forms/call-back/frame?lang=uk', form, { cookie: '' });
  assert.equal(answer.status, 201);
  assert.ok(ownKey(answer.text));
  assert.deepEqual(answer.headers.getSetCookie(), []);
  assert.equal((await ask('/forms/contact/frame')).status, 404, 'declared for no other site');
  assert.match((await ask('/forms/contact')).headers.get('content-security-policy') ?? '', /frame-ancestors 'none'/);
});

test('by the API a stranger leaves nothing without a page of ours, and a service only what nobody uses yet', async () => {
  const body = { fields: { name: CANARY, phone: '+380441234567', country: 'UA' }, language: 'en' };
  const call = (authorization: string | null, sent: object) =>
    ask('/v1/forms/call-back/submissions', {
      method: 'POST',
      body: JSON.stringify(sent),
      headers: { 'content-type': 'application/json', ...(authorization === null ? {} : { authorization }) },
    });
  const stranger = await call(null, body);
  assert.equal(stranger.status, 403);
  assert.match(stranger.text, /leftHere/);
  const { secret } = await kit.credential('service', 'shop');
  const brought = await call(`Bearer ${secret}`, body);
  assert.equal(brought.status, 200);
  const { submission, key } = JSON.parse(brought.text) as { submission: string; key: string | null };
  assert.equal(key, null, 'the person was not there');
  const origins = await kit.app.parts.db.rows<{ origin: string }>(
    'select distinct origin from value join submission using (person_id) where submission_id = $1',
    [submission],
  );
  assert.deepEqual(origins, [{ origin: 'from-elsewhere' }]);
  const { nonce } = await hidden('/forms/call-back');
  const written = await call(`Bearer ${secret}`, { ...body, nonce });
  assert.ok((JSON.parse(written.text) as { key: string | null }).key);
});

test('a thousand robots at once leave no more than comes free of work, and each hears when to come again', async () => {
  await publish({ network: 20, all: 100_000 });
  const { nonce = '', csrf = '' } = await hidden('/forms/call-back');
  const before = await left();
  const { pass } = kit.app.gate;
  const robot = { kind: 'anyone', network: '198.51.100.0/24' } as const;
  const fields = { phone: '+380441234567', country: 'UA' };
  const ends = await Promise.allSettled(
    Array.from({ length: 1000 }, (_, number) => {
      const name = `Robot ${'ABCDEFGHIJ'[number % 10]}`;
      return pass(leaveForm, robot, { form: 'call-back', fields: { ...fields, name }, language: 'en', nonce });
    }),
  );
  const codes = ends.map((end) => (end.status === 'fulfilled' ? 'left' : (end.reason as Refusal).code));
  assert.equal(
    codes.filter((code) => code === 'too_often').length,
    993,
    'a third of what the network may leave is free',
  );
  assert.ok(
    codes.every((code) => ['left', 'conflict', 'too_often'].includes(code)),
    [...new Set(codes)].join(),
  );
  assert.equal((await left()) - before, 3, 'and one page is left once');
  const answers = [];
  for (let time = 0; time < 22; time += 1) answers.push(await send('/forms/call-back', { ...FILLED, csrf, nonce }));
  const last = answers.at(-1);
  assert.equal(last?.status, 429);
  assert.ok(Number(last?.headers.get('retry-after')) > 0 && last?.text.includes(CANARY));
});

test('from a number of submissions on, one more takes work of the browser, or a minute without script, and each work counts once', async () => {
  await publish({ network: 30, all: 100_000 });
  const leave = async (more: Record<string, string> = {}) =>
    send('/forms/call-back', { ...FILLED, ...(await hidden('/forms/call-back')), ...more });
  let answer = await leave();
  for (let time = 0; time < 40 && answer.status === 201; time += 1) answer = await leave();
  assert.equal(answer.status, 429);
  assert.ok(answer.text.includes(CANARY), 'what was typed comes back');
  const before = await left();
  const task = /name="task" value="([^"]+)"/.exec(answer.text)?.[1] ?? '';
  const bits = Number(/data-work="(\d+)"/.exec(answer.text)?.[1]);
  assert.equal((await leave({ task, solution: 'wrong' })).status, 429, 'a minute has not passed');
  const zeros = (n: number) => createHash('sha256').update(`${task}.${n}`).digest().readUInt32BE(0) >>> (32 - bits);
  let solution = 0;
  while (zeros(solution) !== 0) solution += 1;
  assert.equal((await leave({ task, solution: String(solution) })).status, 201);
  assert.equal(await left(), before + 3);
  assert.equal((await leave({ task, solution: String(solution) })).status, 429, 'used before');
});
