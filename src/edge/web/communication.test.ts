import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openTestApp, type TestApp, type TestPerson } from '../../../test/testkit/app.ts';
import { openSmtpSink, type SmtpSink } from '../../../test/testkit/smtp.ts';
import { seeOwnHistory } from '../../promises/agreement/index.ts';
import { seeOwnMessages } from '../../promises/communication/index.ts';

let sink: SmtpSink;
let kit: TestApp;
let address: string;
let staff: TestPerson;
before(async () => {
  sink = await openSmtpSink();
  kit = await openTestApp({ SMTP_URL: sink.url });
  ({ address } = await kit.serve());
  staff = await kit.person({ name: 'Editor', country: 'UA' });
  await kit.app.parts.db.run('insert into staff (person_id, role) values ($1, $2)', [staff.personId, 'owner']);
  await kit.app.parts.db.run('update session set strong = true where person_id = $1', [staff.personId]);
});
after(async () => {
  await kit[Symbol.asyncDispose]();
  await sink[Symbol.asyncDispose]();
});

/** A browser of one reader: it keeps the session and sends what a form of the page would send. */
function browserOf(person: TestPerson | null) {
  const cookie: Record<string, string> = person === null ? {} : { cookie: `kristalux-session=${person.token}` };
  const get = async (path: string) => {
    const response = await fetch(address + path, {
      headers: { ...cookie, 'accept-language': 'ru' },
      redirect: 'manual',
    });
    return { status: response.status, text: await response.text() };
  };
  return {
    get,
    async submit(page: string, action: string, values: Readonly<Record<string, string>>) {
      const csrf = /name="csrf" value="([^"]+)"/.exec((await get(page)).text)?.[1] ?? '';
      const response = await fetch(address + action, {
        method: 'POST',
        headers: { ...cookie, 'accept-language': 'ru', origin: address },
        body: new URLSearchParams({ csrf, ...values }),
        redirect: 'manual',
      });
      return { status: response.status, location: response.headers.get('location') ?? '', text: await response.text() };
    },
  };
}

/** Waits until the server's own worker has handed out what waits. */
async function sent(): Promise<void> {
  for (;;) {
    const open = await kit.app.parts.db.row<{ n: number }>(
      'select count(*) as n from bulletin_copy join bulletin using (bulletin_id) where settled_at is null and ended_at is null',
    );
    if (open?.n === 0) return;
    await kit.app.worker.drain();
  }
}

const draft = {
  topic: 'news',
  sender: 'news@site.example',
  proven: 'any',
  language: 'ru',
  subject: 'Новости ноября',
  markdown: 'Открылся магазин.\n\nОтказаться: {stop}',
};

/** A member of staff writes, previews and confirms a bulletin in the console's pages. */
async function publish(): Promise<string> {
  const console = browserOf(staff);
  const sender = { address: draft.sender, name: 'Лавка' };
  assert.equal((await console.submit('/console/bulletins', '/console/bulletins/senders', sender)).status, 303);
  const written = await console.submit('/console/bulletins/new', '/console/bulletins', draft);
  assert.equal(written.status, 303, written.text);
  const page = new URL(written.location, address).pathname;
  const preview = await console.get(page);
  assert.match(preview.text, /Открылся магазин/);
  const shown = /name="shown" value="([^"]+)"/.exec(preview.text)?.[1] ?? '';
  const confirmed = await console.submit(page, `${page}/confirm`, { shown });
  assert.equal(confirmed.status, 303, confirmed.text);
  await sent();
  return page;
}

async function reader(email: string): Promise<{ person: TestPerson; token: string }> {
  const person = await kit.person({ name: 'Анна', country: 'UA', email });
  await publish();
  const { output } = await kit.app.gate.pass(seeOwnMessages, person.asker, {});
  return { person, token: output.messages[0]?.token ?? '' };
}

const stopsOf = async (person: TestPerson) => {
  const { output } = await kit.app.gate.pass(seeOwnMessages, person.asker, {});
  return output.stops.map(({ topic, how }) => `${topic ?? 'all'} ${how}`);
};

test('staff write, preview and send a bulletin in the console, and it arrives', async () => {
  const before = sink.received.length;
  await kit.person({ name: 'Анна', country: 'UA', email: 'first@example.org' });
  const page = await publish();
  assert.ok(sink.received.slice(before).some(({ to }) => to.includes('first@example.org')));
  const seen = await browserOf(staff).get(page);
  assert.doesNotMatch(seen.text, /first@example\.org/, 'numbers, never persons');
  assert.match((await browserOf(staff).get('/console/bulletins')).text, /завершена/);
});

test('a bulletin is tried out, scheduled, paused, resumed and ended in the console', async () => {
  const console = browserOf(staff);
  await kit.person({ name: 'Анна', country: 'KZ', email: 'course@example.org' });
  const marked = { ...draft, 'countries.KZ': 'on' };
  const written = await console.submit('/console/bulletins/new', '/console/bulletins', marked);
  const page = new URL(written.location, address).pathname;
  assert.equal((await console.submit(page, `${page}/trial`, {})).status, 409, 'the author left no address');
  const { text } = await console.get(page);
  assert.match(text, /получателей: 1\)/);
  const shown = /name="shown" value="([^"]+)"/.exec(text)?.[1] ?? '';
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 16);
  const before = sink.received.length;
  assert.equal((await console.submit(page, `${page}/confirm`, { shown, startsAt: tomorrow })).status, 303);
  assert.match((await console.get('/console/bulletins')).text, /назначена/);
  assert.equal((await console.submit(page, `${page}/pause`, {})).status, 303);
  assert.match((await console.get(page)).text, /приостановлена/);
  assert.equal((await console.submit(page, `${page}/resume`, {})).status, 303);
  assert.equal((await console.submit(page, `${page}/end`, {})).status, 303);
  await kit.app.worker.drain();
  assert.equal(sink.received.length, before);
});

test('the console shows how mail leaves and what belongs into DNS', async () => {
  const { status, text } = await browserOf(staff).get('/console/delivery');
  assert.equal(status, 200);
  assert.match(text, /эта машина/);
  assert.match(text, /v=spf1 a mx -all/);
  assert.match(text, /_dmarc\.site\.example/);
});

test('a text without its stop shows no button to confirm, and says why', async () => {
  const console = browserOf(staff);
  const written = await console.submit('/console/bulletins/new', '/console/bulletins', {
    ...draft,
    markdown: 'Новости.',
  });
  const page = new URL(written.location, address).pathname;
  const { text } = await console.get(page);
  assert.match(text, /не видно, как отказаться/);
  assert.doesNotMatch(text, new RegExp(`${page}/confirm`));
});

test('a wrong form comes back with its field named and what was typed', async () => {
  const answer = await browserOf(staff).submit('/console/bulletins/new', '/console/bulletins', {
    ...draft,
    sender: 'news@site.example\r\nBcc: eve@example.org',
  });
  assert.equal(answer.status, 422);
  assert.match(answer.text, /id="[^"]*sender-problem"/);
  assert.match(answer.text, /Открылся магазин/);
});

test('whoever is not staff gets no console page', async () => {
  const person = await kit.person({ name: 'Анна', country: 'UA' });
  assert.equal((await browserOf(person).get('/console/bulletins')).status, 404);
  assert.equal((await browserOf(null).get('/console/bulletins')).status, 401);
});

test('a scanner that opens the link a hundred times, by GET, HEAD and OPTIONS, stops nothing', async () => {
  const { person, token } = await reader('scanned@example.org');
  const methods = ['GET', 'HEAD', 'OPTIONS'];
  const answers = await Promise.all(
    Array.from({ length: 100 }, async (_, n) => {
      const response = await fetch(`${address}/stop/${token}`, { method: methods[n % 3] ?? 'GET' });
      await response.arrayBuffer();
      return response.status;
    }),
  );
  assert.deepEqual([...new Set(answers)].sort(), [200, 204]);
  assert.deepEqual(await stopsOf(person), []);
});

test('the page of a stop, and the answer to it, are the same for a link of ours and for any other', async () => {
  const { token } = await reader('oracle@example.org');
  const never = 'A'.repeat(43);
  const seen = async (one: string, init?: RequestInit) => {
    const response = await fetch(`${address}/stop/${one}`, { ...init, headers: { 'accept-language': 'ru' } });
    return [response.status, (await response.text()).replaceAll(one, 'TOKEN')];
  };
  assert.deepEqual(await seen(token), await seen(never));
  const post = () => ({ method: 'POST', body: new URLSearchParams({ scope: 'all' }) });
  const oneClick = () => ({ method: 'POST', body: 'List-Unsubscribe=One-Click' });
  assert.deepEqual(await seen(token, post()), await seen(never, post()));
  assert.deepEqual(await seen(token, oneClick()), await seen(never, oneClick()));
  assert.deepEqual(await seen('no-link-of-ours', post()), await seen(never, post()));
});

test('one click of a mail program stops all messages: form-encoded or multipart, without a cookie, from anywhere', async () => {
  const encoded = await reader('encoded@example.org');
  const first = await fetch(`${address}/stop/${encoded.token}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      origin: 'https://mail.example',
      'sec-fetch-site': 'cross-site',
    },
    body: 'List-Unsubscribe=One-Click',
  });
  assert.equal(first.status, 200);
  assert.equal(first.headers.get('set-cookie'), null);
  assert.deepEqual([...new Set(await stopsOf(encoded.person))], ['all one-click']);

  const multipart = await reader('multipart@example.org');
  const form = new FormData();
  form.set('List-Unsubscribe', 'One-Click');
  assert.equal((await fetch(`${address}/stop/${multipart.token}`, { method: 'POST', body: form })).status, 200);
  assert.deepEqual([...new Set(await stopsOf(multipart.person))], ['all one-click']);
});

test('pressing the button again and again writes one entry into the history', async () => {
  const { person, token } = await reader('again@example.org');
  for (let n = 0; n < 5; n += 1) {
    await fetch(`${address}/stop/${token}`, { method: 'POST', body: new URLSearchParams({ scope: 'all' }) });
  }
  const { output } = await kit.app.gate.pass(seeOwnHistory, person.asker, {});
  assert.equal(output.entries.filter(({ kind }) => kind === 'stopByLink').length, 1);
});

test('only who is signed in is offered to undo, and only the person of the message can', async () => {
  const { person, token } = await reader('undo@example.org');
  const other = await kit.person({ name: 'Чужой', country: 'UA' });
  await fetch(`${address}/stop/${token}`, { method: 'POST', body: new URLSearchParams({ scope: 'all' }) });
  assert.doesNotMatch((await browserOf(null).get(`/stop/${token}`)).text, /\/undo"/);
  assert.notEqual((await browserOf(other).submit(`/stop/${token}`, `/stop/${token}/undo`, {})).status, 200);
  assert.equal((await stopsOf(person)).length > 0, true);
  const undone = await browserOf(person).submit(`/stop/${token}`, `/stop/${token}/undo`, {});
  assert.equal(undone.status, 200, undone.text);
  assert.deepEqual(await stopsOf(person), []);
});

test('whoever a message was forwarded to learns nothing of its person, and takes back nothing', async () => {
  const { person, token } = await reader('forwarder@example.org');
  const friend = await kit.person({ name: 'Богдан', country: 'UA', email: 'friend@example.org' });
  const page = await browserOf(friend).get(`/stop/${token}`);
  assert.equal(page.status, 200);
  assert.doesNotMatch(page.text, /forwarder@|Анна/);
  const own = await browserOf(friend).submit(`/stop/${token}`, `/stop/${token}`, { scope: 'all' });
  assert.equal(own.status, 200);
  assert.doesNotMatch(own.text, /forwarder@|Анна/);
  assert.deepEqual([...new Set(await stopsOf(person))], ['all link'], 'it is the stop of that message');
  assert.deepEqual(await stopsOf(friend), [], 'and not of who pressed it');
  assert.notEqual((await browserOf(friend).submit(`/stop/${token}`, `/stop/${token}/undo`, {})).status, 200);
  const seen = await browserOf(friend).get('/account/messages');
  assert.doesNotMatch(seen.text, new RegExp(token), 'nor does it become a message of theirs');
});

test('the account stops a topic and takes it back, and shows every message word for word', async () => {
  const { person } = await reader('account@example.org');
  const own = browserOf(person);
  assert.equal((await own.submit('/account/messages', '/account/messages/stop', { topic: 'news' })).status, 303);
  assert.deepEqual([...new Set(await stopsOf(person))], ['news account']);
  assert.equal((await own.submit('/account/messages', '/account/messages/undo', { topic: 'news' })).status, 303);
  assert.deepEqual(await stopsOf(person), []);
  const { text } = await own.get('/account/messages');
  const link = /href="(\/account\/messages\/[^"]+)"/.exec(text)?.[1] ?? '';
  const message = await own.get(link);
  assert.match(message.text, /Открылся магазин\./);
  assert.match(message.text, /\/policy\/versions\/1#communication/);
  assert.equal((await browserOf(staff).get(link)).status, 404);
});

test('the account lists every message ever sent to the person, however many they are', async () => {
  const { person } = await reader('faithful@example.org');
  const more = Array.from({ length: 101 }, () => crypto.randomUUID());
  const { db } = kit.app.parts;
  const first = await db.row<{ id: string }>('select bulletin_id as id from bulletin_copy where person_id = $1', [
    person.personId,
  ]);
  for (const table of ['bulletin', 'bulletin_text', 'bulletin_copy', 'bulletin_hand_over']) {
    const own = /copy|hand/.test(table) ? `and old.person_id = '${person.personId}'` : '';
    await db.run(
      `insert into ${table} select again.* from ${table} old cross join unnest($2::uuid[]) as id
         cross join lateral jsonb_populate_record(old, jsonb_build_object('bulletin_id', id)) again
       where old.bulletin_id = $1 ${own}`,
      [first?.id, more],
    );
  }
  const found: string[] = [];
  for (let page: string | undefined = '/account/messages'; page !== undefined; ) {
    const { text } = await browserOf(person).get(page);
    found.push(...[...text.matchAll(/href="(\/account\/messages\/[^"]+)"/g)].map(([, link = '']) => link));
    page = /href="(\/account\/messages\?from=[^"]+)"/.exec(text)?.[1];
  }
  assert.deepEqual(
    new Set(found),
    new Set([first?.id, ...more].map((id) => `/account/messages/${id}`)),
    'each stands on one of the pages',
  );
  assert.equal(found.length, 102);
  assert.equal((await browserOf(person).get(found.at(-1) ?? '')).status, 200);
});

test('a stop in the account needs the form of the same session', async () => {
  const { person } = await reader('forged@example.org');
  const forged = await fetch(`${address}/account/messages/stop`, {
    method: 'POST',
    headers: { cookie: `kristalux-session=${person.token}`, origin: 'https://evil.example' },
    body: new URLSearchParams({}),
  });
  assert.equal(forged.status, 404);
  assert.deepEqual(await stopsOf(person), []);
});

test('a letter is recorded in the console without telling whether the site knows the address', async () => {
  const { person } = await reader('letter@example.org');
  const console = browserOf(staff);
  const known = await console.submit('/console/bulletins', '/console/bulletins/letters', {
    from: 'letter@example.org',
  });
  const unknown = await console.submit('/console/bulletins', '/console/bulletins/letters', {
    from: 'nobody@example.org',
  });
  assert.deepEqual(known, unknown);
  assert.deepEqual(await stopsOf(person), ['all letter']);
});
