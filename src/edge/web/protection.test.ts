import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openTestApp, type TestApp, type TestPerson } from '../../../test/testkit/app.ts';
import { INTAKE, inDays, type LegalDesk, openLegalDesk, REASON, somebody } from '../../../test/testkit/legal-desk.ts';
import { appointStaff } from '../../../test/testkit/staff.ts';

let kit: TestApp;
let origin: string;
let desk: LegalDesk;
before(async () => {
  kit = await openTestApp({ ROLE: 'web' });
  await kit.publish();
  desk = await openLegalDesk(kit);
  origin = (await kit.serve()).address;
});
after(() => kit[Symbol.asyncDispose]());

test('two officers take a request through its pages, and the person reads in the account what left and to whom', async () => {
  const person = await somebody(kit);
  const { first, second, authority } = desk;
  const intake = {
    ...INTAKE,
    authorityKey: authority.key,
    expires: inDays(30).slice(0, 10),
  };
  const place = await post(first, '/console/legal-requests', intake, '/console/legal-requests/new');
  assert.match(place, /^\/console\/legal-requests\/[0-9a-f-]{36}$/);
  await post(first, `${place}/authentication`, { how: 'Called the number of the official register.' }, place);
  const scope = { persons: `${person.accountName}\n`, 'field.name': 'on', 'field.birth-date': 'on' };
  await post(first, `${place}/scope`, scope, place);
  await post(first, `${place}/finding`, { reason: REASON }, place);
  assert.match(await read(first, place), /в какой бы сессии Вы ни работали/);
  await post(second, `${place}/approval`, {}, place);
  await kit.app.worker.drain();

  const taken = await send(second, `${place}/taking`, {}, place);
  assert.equal(taken.status, 200);
  const archive = await authority.read(Buffer.from(await taken.arrayBuffer()));
  assert.deepEqual(JSON.parse(archive['manifest.json'] ?? '').persons[0].fields, ['name']);
  await post(second, `${place}/delivery`, { how: 'At the registry.' }, place);

  assert.match(await read(person, '/account'), /раскрыта органу власти/);
  const seen = await read(person, '/account/disclosures');
  assert.match(seen, new RegExp(INTAKE.authority));
  assert.match(seen, /Имя и фамилия/);
  assert.doesNotMatch(seen, /Дата рождения/);
  assert.match(await read(person, '/account/history'), /Раскрытие данных органу власти по закону/);
});

test('"refused, because" is a document for the authority, and there is none before the answer', async () => {
  const id = await desk.authenticated('demo-order-gb');
  const at = `/console/legal-requests/${id}`;
  assert.equal((await get(desk.first, `${at}/answer`)).status, 404);
  const explanation = 'The order is of a court of another country.';
  assert.equal((await send(desk.first, `${at}/answer`, { answer: 'refused', explanation }, at)).status, 303);
  assert.match(await read(desk.first, at), new RegExp(`href="${at}/answer"`));
  const document = await read(desk.first, `${at}/answer`);
  assert.match(document, /В раскрытии данных отказано\.[\s\S]*The order is of a court of another country\./);
  assert(document.includes(id) && document.includes(INTAKE.authority));
  assert.notEqual((await get(await kit.person(), `${at}/answer`)).status, 200);
});

test('what is wrong with a form comes back beside its input, and nothing is recorded', async () => {
  const wrong = { ...INTAKE, authorityKey: 'age1notakey', expires: inDays(30).slice(0, 10) };
  const answer = await send(desk.first, '/console/legal-requests', wrong, '/console/legal-requests/new');
  assert.equal(answer.status, 422);
  assert.match(await answer.text(), /input-authorityKey-problem/);
});

test('a list of ten thousand people comes over the API whole, and one more is refused by its field', async () => {
  const id = await desk.authenticated();
  const list = async (count: number) =>
    await fetch(`${origin}/v1/legal-requests/${id}/scope`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${desk.first.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        persons: Array.from({ length: count }, (_, n) => `nobody-${n}@example.org`),
        fields: ['name'],
      }),
    });
  const right = await list(10_000);
  assert.equal(right.status, 200);
  const { found } = (await right.json()) as { found: readonly boolean[] };
  assert.equal(found.length, 10_000);
  const wrong = await list(10_001);
  assert.equal(wrong.status, 422);
  assert.equal(((await wrong.json()) as { field?: string }).field, 'persons');
});

test('whoever is no officer finds no such pages; the owner finds the register and no case', async () => {
  const id = await desk.authenticated();
  const nobody = await somebody(kit);
  const owner = await appointStaff(kit, 'owner');
  for (const path of ['/console/legal-requests', `/console/legal-requests/${id}`]) {
    assert.equal((await get(nobody, path)).status, 404);
  }
  const register = await get(owner, '/console/legal-requests');
  assert.equal(register.status, 200);
  const text = await register.text();
  assert.doesNotMatch(text, new RegExp(`${INTAKE.authority}|${id}`));
  assert.equal((await get(owner, `/console/legal-requests/${id}`)).status, 404);
});

test('anyone asks who can ever get a field, and is told who, on which condition, and who never', async () => {
  const all = await (await get(null, '/policy/matrix?lang=ru')).text();
  assert.match(all, /Всё остальное не разрешено/);
  assert.match(all, /<form method="get" action="\/policy\/matrix"/);
  const phone = await (await get(null, '/policy/matrix?field=phone&lang=ru')).text();
  assert.match(phone, /Кто вообще может получить: Телефон/);
  assert.match(phone, /Демонстрационное основание: решение суда/);
  assert.match(phone, /Не получат никогда[\s\S]*?платёжная система, банк/);
  const images = await (await get(null, '/policy/matrix?field=pd:OfficialID&lang=uk')).text();
  assert.match(images, /адміністрація сайту/i);
  assert.equal((await get(null, '/policy/matrix?field=shoe-size')).status, 404);
});

test('the same for programs, whole or narrowed to a field, a recipient, an asker, an act', async () => {
  const whole = await (await get(null, '/policy/matrix.json')).json();
  assert.equal(whole.otherwise, 'refused');
  assert(whole.fields.length > 1);
  const phone = await (await get(null, '/policy/matrix.json?field=phone&recipient=service')).json();
  assert.deepEqual(
    phone.fields.map((one: { id: string; lines: { act: string }[] }) => [one.id, one.lines.map(({ act }) => act)]),
    [['phone', ['askFields']]],
  );
  assert.deepEqual(phone.categories, []);
  const nobody = await (await get(null, '/policy/matrix.json?field=phone&recipient=bank')).json();
  assert.deepEqual(nobody.fields[0].lines, []);
  assert.equal((await get(null, '/policy/matrix.json?field=shoe-size')).status, 404);
});

test('the transparency report is read by anyone, as a page with a chart, as JSON, as CSV and as a feed', async () => {
  const report = await get(null, '/transparency?lang=ru');
  assert.equal(report.status, 200);
  assert.match(await report.text(), /1–5/);
  const { lines, officers } = await (await get(null, '/transparency.json')).json();
  assert.deepEqual(lines[0].received, { from: 1, to: 5 });
  assert.equal(officers, 2);
  assert.match(
    await (await get(null, '/transparency?lang=en')).text(),
    /class="chart"[\s\S]*Otherwise never: who was refused/,
  );
  const csv = await get(null, '/transparency.csv');
  assert.match(csv.headers.get('content-type') ?? '', /^text\/csv/);
  const [head, row] = (await csv.text()).split('\r\n');
  assert.match(head ?? '', /^half,country,ground,received_from,received_to,disclosed_from/);
  assert.match(row ?? '', /^\d{4}-H[12],GB,order,1,5,/);
  const feed = await get(null, '/transparency.atom');
  assert.match(feed.headers.get('content-type') ?? '', /^application\/atom\+xml/);
  // A half-year that still runs could change, so nothing is said of it yet.
  assert.doesNotMatch(await feed.text(), /<entry>/);
});

async function get(reader: TestPerson | null, path: string): Promise<Response> {
  return await fetch(`${origin}${path}`, { headers: headersOf(reader), redirect: 'manual' });
}

async function read(reader: TestPerson, path: string): Promise<string> {
  const answer = await get(reader, path);
  assert.equal(answer.status, 200, path);
  return await answer.text();
}

/** Sends a form of the page it stands on. */
async function send(
  reader: TestPerson,
  path: string,
  fields: Readonly<Record<string, string>>,
  on: string,
): Promise<Response> {
  const csrf = /name="csrf" value="([^"]+)"/.exec(await read(reader, on))?.[1] ?? '';
  return await fetch(`${origin}${path}`, {
    method: 'POST',
    headers: headersOf(reader),
    body: new URLSearchParams({ ...fields, csrf }),
    redirect: 'manual',
  });
}

/** The same, where the answer leads on; answers with where to. */
async function post(
  reader: TestPerson,
  path: string,
  fields: Readonly<Record<string, string>>,
  on: string,
): Promise<string> {
  const answer = await send(reader, path, fields, on);
  assert.equal(answer.status, 303, `${path}: ${answer.status}`);
  return answer.headers.get('location') ?? '';
}

function headersOf(reader: TestPerson | null): Record<string, string> {
  return { 'accept-language': 'ru', ...(reader === null ? {} : { cookie: `kristalux-session=${reader.token}` }) };
}
