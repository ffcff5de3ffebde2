import assert from 'node:assert/strict';
import { request } from 'node:http';
import { after, before, test } from 'node:test';
import sharp from 'sharp';
import { LEFT, openTestApp, type TestApp, type TestPerson } from '../../../test/testkit/app.ts';
import { appointStaff } from '../../../test/testkit/staff.ts';
import { PROOF_IMAGE_BYTES_MAX } from '../../kernel/limits.ts';
import { demandProof, seeDemands } from '../../promises/collection/index.ts';

let kit: TestApp;
let origin: string;
before(async () => {
  kit = await openTestApp();
  await kit.publish();
  const served = await kit.serve();
  origin = served.address;
});
after(async () => {
  await kit[Symbol.asyncDispose]();
});

const { email: _, phone: __, ...OWN } = LEFT;

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
}

async function ask(person: TestPerson, path: string, init: RequestInit = {}): Promise<Answer> {
  const headers = { cookie: `kristalux-session=${person.token}; language=en`, origin, ...init.headers };
  const response = await fetch(new URL(path, origin), { ...init, headers, redirect: 'manual' });
  return { status: response.status, text: await response.text(), headers: response.headers };
}

async function post(person: TestPerson, from: string, path: string, form: Record<string, string>): Promise<Answer> {
  const body = new URLSearchParams({ csrf: await csrfOf(person, from), ...form });
  return await ask(person, path, { method: 'POST', body });
}

async function csrfOf(person: TestPerson, from: string): Promise<string> {
  const { text } = await ask(person, from);
  const csrf = /name="csrf" value="([^"]+)"/.exec(text)?.[1];
  assert.ok(csrf, `a form at ${from}`);
  return csrf;
}

async function upload(person: TestPerson, demand: string, image: Uint8Array, headers: Record<string, string> = {}) {
  const body = new FormData();
  body.set('csrf', await csrfOf(person, '/account/proofs'));
  body.set('image', new Blob([new Uint8Array(image)], { type: 'image/jpeg' }), 'паспорт.jpg');
  return await ask(person, `/account/proofs/${demand}/image`, { method: 'POST', body, headers });
}

async function demandOf(person: TestPerson, by: TestPerson): Promise<string> {
  const asked = {
    person: { account: person.accountName },
    fields: ['name'],
    reason: 'data-contradicts',
    ways: ['online', 'offline'],
    days: 30,
    heldBack: 'nothing',
  };
  const { output } = await kit.app.gate.pass(demandProof, by.asker, asked);
  return output.id;
}

const picture = async () =>
  await sharp({ create: { width: 400, height: 300, channels: 3, background: 'grey' } })
    .png()
    .toBuffer();

test('a person writes on a page, the administration answers in the console, the person reads it', async () => {
  const person = await kit.person(OWN);
  const support = await appointStaff(kit, 'support');
  const said = 'Where is <b>my</b> lamp? https://evil.example.org/';
  const sent = await post(person, '/account/conversation', '/account/conversation', { text: said });
  assert.equal(sent.status, 303);
  const place = sent.headers.get('location') ?? '';
  const read = await ask(support, place.replace('/account/conversation', '/console/conversations'));
  assert.ok(read.text.includes('Where is &lt;b&gt;my&lt;/b&gt; lamp?'));
  assert.ok(!read.text.includes('href="https://evil'), 'nothing in a message becomes a link');
  assert.ok(!read.text.includes(LEFT.name), 'no name');
  const console = place.replace('/account/conversation', '/console/conversations');
  assert.equal((await post(support, console, console, { text: 'On its way.' })).status, 303);
  assert.match((await ask(person, place)).text, /On its way\./);
});

test('without the required data the page says what is missing and has no form, and reading works', async () => {
  const { name: _, ...without } = OWN;
  const { status, text } = await ask(await kit.person(without), '/account/conversation');
  assert.equal(status, 200);
  assert.match(text, /You cannot write yet/);
  assert.doesNotMatch(text, /<textarea/);
});

test('an empty message comes back with what was typed and what is wrong', async () => {
  const person = await kit.person(OWN);
  const { status, text } = await post(person, '/account/conversation', '/account/conversation', { text: '  ' });
  assert.equal(status, 422);
  assert.match(text, /aria-invalid="true"/);
});

test('an image goes in by the page and is looked at once, in the page itself, and nothing of it is cached', async () => {
  const person = await kit.person(OWN);
  const requester = await appointStaff(kit, 'verifier');
  const reviewer = await appointStaff(kit, 'verifier');
  const demand = await demandOf(person, requester);
  assert.match((await ask(person, '/account')).text, /Demand for proof of identity/);
  const sent = await upload(person, demand, await picture());
  assert.deepEqual([sent.status, sent.headers.get('location')], [303, '/account/proofs?answer=sent']);
  const list = await ask(reviewer, '/console/demands');
  assert.match(list.text, /href="\/console\/desk"/, 'the console leads to the desk');
  const review = /href="(\/console\/proofs\/[^"]+)"/.exec(list.text)?.[1] ?? '';
  const page = await ask(reviewer, review);
  assert.equal(page.headers.get('cache-control'), 'no-store');
  const [, base64 = ''] = /src="data:image\/jpeg;base64,([^"]+)"/.exec(page.text) ?? [];
  assert.equal((await sharp(Buffer.from(base64, 'base64')).metadata()).format, 'jpeg');
  assert.ok(page.text.includes(LEFT.name));
  const seen = /name="seen" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
  const approved = { seen, decision: 'approved', 'approved.document': 'passport' };
  assert.equal((await post(reviewer, review, `${review}/decision`, approved)).status, 303);
  assert.equal((await ask(reviewer, review)).status, 403, 'after the decision nobody sees it');
  assert.match((await ask(person, '/account/proofs')).text, /Accepted: passport/);
});

test('what is no picture, too large, from another site or from another session is refused, each with its reason', async () => {
  const person = await kit.person(OWN);
  const demand = await demandOf(person, await appointStaff(kit, 'verifier'));
  const svg = await upload(person, demand, Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'));
  assert.equal(svg.status, 415);
  assert.match(svg.text, /This is no JPEG, PNG, WebP or PDF/);
  const broken = await upload(person, demand, (await picture()).subarray(0, 200));
  assert.equal(broken.status, 422);
  assert.match(broken.text, /cannot be read/);
  const large = await upload(person, demand, Buffer.alloc(PROOF_IMAGE_BYTES_MAX + 20_000));
  assert.equal(large.status, 413);
  assert.match(large.text, /larger than 15 MB/);
  const foreign = await upload(person, demand, await picture(), { origin: 'https://evil.example.org' });
  assert.equal(foreign.status, 404);
  const body = new FormData();
  body.set('csrf', 'forged');
  body.set('image', new Blob([new Uint8Array(await picture())]), 'x.png');
  const forged = await ask(person, `/account/proofs/${demand}/image`, { method: 'POST', body });
  assert.equal(forged.status, 410);
  const { output } = await kit.app.gate.pass(seeDemands, person.asker, {});
  assert.deepEqual(output.demands[0]?.proofs, []);
});

test('an upload whose line breaks at 99 % leaves nothing, and the same person sends it again', async () => {
  const person = await kit.person(OWN);
  const demand = await demandOf(person, await appointStaff(kit, 'verifier'));
  const form = new FormData();
  form.set('csrf', await csrfOf(person, '/account/proofs'));
  form.set('image', new Blob([new Uint8Array(await picture())], { type: 'image/png' }), 'x.png');
  const whole = new Response(form);
  const type = whole.headers.get('content-type') ?? '';
  const body = Buffer.from(await whole.arrayBuffer());
  const sending = request(new URL(`/account/proofs/${demand}/image`, origin), {
    method: 'POST',
    headers: {
      ...{ cookie: `kristalux-session=${person.token}`, origin },
      ...{ 'content-type': type, 'content-length': body.length },
    },
  });
  sending.on('error', () => {});
  const closed = new Promise<void>((close) => sending.on('close', close));
  await new Promise<void>((sent) => sending.write(body.subarray(0, Math.floor(body.length * 0.99)), () => sent()));
  sending.destroy();
  await closed;
  const proofs = async () => (await kit.app.gate.pass(seeDemands, person.asker, {})).output.demands[0]?.proofs;
  assert.deepEqual(await proofs(), []);
  assert.equal((await upload(person, demand, await picture())).status, 303);
  assert.equal((await proofs())?.length, 1);
});

test('fifty uploads at once wait for their turn, every one is taken, and of each person the last one stands', async () => {
  const requester = await appointStaff(kit, 'verifier');
  const people = await Promise.all([1, 2, 3, 4, 5].map(() => kit.person(OWN)));
  const demands = await Promise.all(people.map((person) => demandOf(person, requester)));
  const image = await picture();
  const answers = await Promise.all(
    people.flatMap((person, n) => Array.from({ length: 10 }, () => upload(person, demands[n] ?? '', image))),
  );
  assert.deepEqual(
    answers.map(({ status, headers }) => [status, headers.get('location')]),
    answers.map(() => [303, '/account/proofs?answer=sent']),
  );
  const images = await kit.app.parts.db.rows(
    `select person_id from value where person_id = any($1::uuid[]) and field = 'proof/image'`,
    [people.map(({ personId }) => personId)],
  );
  assert.equal(images.length, people.length);
});

test('the desk: a code shown once on a page, said at the desk, used once', async () => {
  const person = await kit.person(OWN);
  const demand = await demandOf(person, await appointStaff(kit, 'verifier'));
  const agent = await appointStaff(kit, 'verifier');
  const taken = await post(person, '/account/proofs', `/account/proofs/${demand}/desk-code`, {});
  const code = /<code>([^<]+)<\/code>/.exec(taken.text)?.[1] ?? '';
  assert.match(code, /^.{5}-.{5}$/);
  assert.ok(!(await ask(person, '/account/proofs')).text.includes(code), 'it is shown nowhere again');
  const wrong = await post(agent, '/console/desk', '/console/desk', { code: '00000-00000' });
  assert.equal(wrong.status, 404);
  assert.match(wrong.text, /There is no such code/);
  const visit = await post(agent, '/console/desk', '/console/desk', { code });
  assert.ok(visit.text.includes(LEFT.name) && !visit.text.includes(person.accountName));
  const seen = /name="seen" value="([^"]+)"/.exec(visit.text)?.[1] ?? '';
  const decided = { code, seen, decision: 'approved', 'approved.document': 'id-card' };
  const done = await post(agent, '/console/desk', '/console/desk/decision', decided);
  assert.equal(done.status, 201);
  const slip = /<code>([^<]+)<\/code>/.exec(done.text)?.[1] ?? '';
  assert.match(slip, /^.{5}-.{5}$/);
  const entered = await post(person, '/account/proofs', '/account/proofs/code', { code: slip });
  assert.equal(entered.headers.get('location'), '/account/proofs?answer=code');
  assert.match((await ask(person, '/account/proofs')).text, /Code of the slip entered/);
  const again = await post(agent, '/console/desk', '/console/desk', { code });
  assert.equal(again.status, 403);
  assert.match(again.text, /was used or replaced|answered or withdrawn/);
});

test('places, a letter and an objection are worked with on pages', async () => {
  const person = await kit.person(OWN);
  const agent = await appointStaff(kit, 'verifier');
  const requester = await appointStaff(kit, 'verifier');
  const place = {
    name: 'Shop <b>',
    address: 'Lviv',
    zone: 'Europe/Kyiv',
    from: '00:00',
    to: '23:00',
    slotMinutes: '60',
  };
  const without = await post(agent, '/console/desk/places', '/console/desk/places', { ...place, seats: '1' });
  assert.equal(without.status, 422);
  const days = Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map((day) => [`weekday.${day}`, 'on']));
  const made = await post(agent, '/console/desk/places', '/console/desk/places', { ...place, ...days, seats: '1' });
  assert.equal(made.status, 303);
  const demand = await demandOf(person, requester);
  const shown = await ask(person, '/account/proofs');
  const slot = /<option value="([0-9a-f-]{36} [^"]+)"[^>]*>[^<]*Shop &lt;b&gt;/.exec(shown.text)?.[1] ?? '';
  const taken = await post(person, '/account/proofs', `/account/proofs/${demand}/desk-code`, {
    [`slot.${demand}`]: slot,
  });
  assert.equal(taken.status, 201);
  assert.match(taken.text, /You are expected: Shop &lt;b&gt;, Lviv/);
  const expected = await ask(agent, '/console/desk');
  assert.match(expected.text, /Who is expected/);
});

test('whoever is not of the administration finds no console', async () => {
  const person = await kit.person(OWN);
  for (const path of [
    '/console/conversations',
    '/console/demands',
    '/console/demands/start',
    '/console/desk',
    '/console/desk/places',
  ]) {
    assert.equal((await ask(person, path)).status, 404, path);
  }
});

test('what looks at documents and conversations is said in words in the person’s history', async () => {
  const person = await kit.person(OWN);
  const support = await appointStaff(kit, 'support');
  const sent = await post(person, '/account/conversation', '/account/conversation', { text: 'Hello' });
  const place = sent.headers.get('location') ?? '';
  await ask(support, place.replace('/account/conversation', '/console/conversations'));
  const { text } = await ask(person, '/account/history');
  assert.match(text, /Reading of a conversation by the administration/);
  assert.match(text, /Messages of the conversation/);
  assert.doesNotMatch(text, /conversation\/text/);
});
