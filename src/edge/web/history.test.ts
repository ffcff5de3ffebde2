import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openTestApp, type TestApp, type TestCredential, type TestPerson } from '../../../test/testkit/app.ts';
import { refusedAs } from '../../../test/testkit/refused-as.ts';
import { askFields, joinDealing, openDealing } from '../../promises/use/index.ts';
import { verifyFiles } from '../../verify/verify.ts';

let kit: TestApp;
let shop: TestCredential;
let origin: string;
before(async () => {
  kit = await openTestApp();
  await kit.publish();
  shop = await kit.credential('service', 'shop');
  origin = (await kit.serve()).address;
});
after(() => kit[Symbol.asyncDispose]());

async function read(person: TestPerson, path: string): Promise<string> {
  const headers = { cookie: `kristalux-session=${person.token}; language=ru` };
  const response = await fetch(new URL(path, origin), { headers });
  assert.equal(response.status, 200, path);
  return await response.text();
}

const count = (text: string, what: RegExp): number => [...text.matchAll(what)].length;
const ENTRY = /<li class="panel entry/g;

/** A person whom the shop asked so often, and once for what it may not have. */
async function asked(times: number): Promise<TestPerson> {
  const person = await kit.person();
  const { gate } = kit.app;
  const { output } = await gate.pass(openDealing, shop.asker, { purpose: 'delivery', reference: 'one' });
  await gate.pass(joinDealing, person.asker, { dealing: output.id });
  for (let turn = 0; turn < times; turn += 1) {
    await gate.pass(askFields, shop.asker, { dealing: output.id, fields: turn % 2 ? ['name'] : ['name', 'address'] });
  }
  const refused = gate.pass(askFields, shop.asker, { dealing: output.id, fields: ['birth-date'] });
  await assert.rejects(refused, refusedAs('forbidden_by_policy'));
  return person;
}

test('a long month is shown page by page, and no entry twice or never', async () => {
  const person = await asked(120);
  const first = await read(person, '/account/history');
  assert.equal(count(first, ENTRY), 100);
  const older = /href="([^"]*before=\d+)"/.exec(first)?.[1]?.replaceAll('&amp;', '&') ?? '';
  const second = await read(person, older);
  const numbers = [first, second].flatMap((text) => [...text.matchAll(/id="entry-(\d+)"/g)].map(([, n]) => Number(n)));
  assert.deepEqual(
    numbers,
    Array.from({ length: numbers.length }, (_, at) => numbers.length - at),
  );
  assert.match(second, />Более новые</);
});

test('who got what is counted field by field, without refusals and without the person', async () => {
  const text = await read(await asked(4), '/account/history');
  const chart = /<table class="chart">.*?<\/table>/s.exec(text)?.[0] ?? '';
  const rows = [...chart.matchAll(/<th scope="row">([^<]+)<.*?class="bar-value">(\d+)</gs)].map(([, a, b]) => [a, b]);
  assert.deepEqual(rows, [
    ['Имя и фамилия', '4'],
    ['Почтовый адрес', '2'],
  ]);
  assert.match(chart, /scope="rowgroup"[^>]*>Магазин светильников</);
});

test('a choice leaves what fits it, and one that nobody offered chooses nothing', async () => {
  const person = await asked(3);
  const refused = await read(person, '/account/history?answer=refused');
  assert.equal(count(refused, ENTRY), 1);
  assert.match(refused, /Дата рождения/);
  const address = await read(
    person,
    `/account/history?${new URLSearchParams({ field: 'Почтовый адрес', answer: 'allowed' })}`,
  );
  // Two of the three answers; the registration opened nothing.
  assert.equal(count(address, ENTRY), 2);
  const all = await read(person, '/account/history');
  const strange = '/account/history?answer=everything&section=%3Cscript%3E&receiver=nobody&month=1999-01&before=x';
  assert.equal(count(await read(person, strange), ENTRY), count(all, ENTRY));
});

test('every page of the account says how many entries are signed, and the file it offers holds', async () => {
  const person = await asked(2);
  await kit.app.sequence();
  for (const path of ['/account', '/account/data', '/account/history', '/account/receipts', '/account/sessions']) {
    assert.match(await read(person, path), /Сервер подписал: в Вашей истории \d+\sзапис/, path);
  }
  const key = await (await fetch(new URL('/ledger/key', origin))).text();
  const statement = await read(person, '/account/receipts/statement');
  const saved = /href="(\/account\/receipts\/several[^"]+)"/.exec(await read(person, '/account/receipts'))?.[1] ?? '';
  const receipts = await read(person, saved.replaceAll('&amp;', '&'));
  const older = /^old|\n(\d+)\n/.exec(statement.split('\n\n')[2] ?? '')?.[1] ?? '';
  await kit.app.gate.pass(openDealing, shop.asker, { purpose: 'delivery', reference: 'later' });
  await kit.app.sequence();
  const growth = await (await fetch(new URL(`/ledger/consistency/${older}`, origin))).text();
  const report = verifyFiles(
    [
      { name: 'statement', text: statement },
      { name: 'receipts', text: receipts },
      { name: 'growth', text: growth },
    ],
    { key },
  );
  assert.deepEqual(report.contradictions, []);
  assert.equal(report.ok, true);
  assert.match(report.files.at(-1)?.sentences.join(' ') ?? '', /nothing in it was changed or taken away/);
  const far = await fetch(new URL('/ledger/consistency/999999', origin));
  assert.equal(far.status, 404);
});
