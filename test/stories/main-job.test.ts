import assert from 'node:assert/strict';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { readFileSync, writeFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { joinDealing } from '../../src/promises/use/index.ts';
import { openBrowser } from '../testkit/browser.ts';
import { type Demonstration, openDemonstration } from '../testkit/demonstration.ts';
import { openTestFolder } from '../testkit/folder.ts';
import { jobsMade } from '../testkit/waiting-jobs.ts';
import { listen, look } from './look.ts';
import { ONE_TEXT } from './one-text.ts';
import { saveDownload } from './save-download.ts';

/**
 * The main job as people see it, in Russian, in a real browser, with the programs of examples/ as processes of their own
 * and the command line beside the running site. Each test goes on where the one before it ended.
 */
const PASSWORD = 'лампа у моря светит ночью';
const PERSON = {
  'fields.name': 'Анна Лампова',
  'fields.email': 'anna.lampova@example.org',
  'fields.phone': '+380441234567',
  'fields.address.street': 'Кришталева',
  'fields.address.building': '7',
  'fields.address.postcode': '79000',
  'fields.address.town': 'Львів',
  'fields.birth-date': '1984-02-29',
};

let demo: Demonstration;
let browser: Browser & AsyncDisposable;
let page: Page;
let heard: string[];
/** What was wrong with any page that was looked at, and where its links led. */
const ugly: string[] = [];
const links = new Set<string>();
const folder = openTestFolder({ mode: 0o700 });
const copy = join(folder.path, 'policy');
let order = '';

before(async () => {
  demo = await openDemonstration({ ASK_PHONE: '1' });
  browser = await openBrowser();
  const context = await browser.newContext({ locale: 'ru-RU', acceptDownloads: true });
  page = await context.newPage();
  heard = listen(page, demo.address);
});

after(async () => {
  await browser?.[Symbol.asyncDispose]();
  await demo?.[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

test('a stranger reads the policy: eight sections, and beside each what the server does about it', async () => {
  await open('/');
  await see('home');
  await page.getByRole('link', { name: 'Прочитать Политику' }).click();
  const sections = ['agreement', 'protection', 'collection', 'use', 'communication', 'links', 'security', 'changes'];
  for (const section of sections) {
    assert.equal(await page.locator(`section#${section} aside.server`).count(), 1, section);
  }
  assert.match(await text('section#use'), /Магазин светильников/);
  assert.match(await text('section#use'), /использование данных не приостановлено/);
  await see('policy');
});

test('a person leaves data, and nothing is sent to anybody: no job waits, no connection is opened', async () => {
  const connections: Socket[] = [];
  const opened = (message: unknown) => connections.push((message as { socket: Socket }).socket);
  await open('/register');
  await see('register');
  for (const [name, value] of Object.entries(PERSON)) await page.locator(`[name="${name}"]`).fill(value);
  await page.locator('[name="fields.country"]').selectOption('UA');
  await page.locator('[name="fields.address.country"]').selectOption('UA');
  await page.getByLabel('Пароль').fill(PASSWORD);
  subscribe('net.client.socket', opened);
  await page.getByRole('button', { name: 'Оставить данные' }).click();
  assert.match(await text('main'), /Никакого сообщения о регистрации мы не отправили и не отправим/);
  await demo.kit.app.worker.drain();
  unsubscribe('net.client.socket', opened);
  await see('registered');
  assert.deepEqual(await jobsMade(demo.kit.app.parts.db), []);
  // The database is reached by a socket of this machine, which has no remote address.
  assert.deepEqual(
    connections.flatMap(({ remoteAddress }) => remoteAddress ?? []),
    [],
  );
});

test('the account shows what is held and who got it: so far nobody', async () => {
  await page.getByRole('link', { name: 'Перейти в кабинет' }).click();
  assert.match(await text('main'), /Пока никто, кроме Вас/);
  await see('account');
  await open('/account/data');
  assert.match(await text('main'), /Кришталева/);
  await see('data');
});

test('a shop opens a dealing, and before the person joins it gets nothing', async () => {
  const answer = await fetch(`${demo.shop.address}/orders`, { method: 'POST', redirect: 'manual' });
  const opened = (await answer.json()) as { order: string; join: string };
  order = opened.order;
  const { status } = await askShop('address');
  assert.equal(status, 404);
  await open(opened.join);
  const said = await text('main');
  assert.match(said, /Магазин светильников/);
  assert.match(said, /Доставка заказа/);
  for (const field of ['Имя', 'Почтовый адрес', 'Телефон']) assert.match(said, new RegExp(field));
  assert.doesNotMatch(said, /Дата рождения/);
  await see('dealing-open');
});

test('once the person joined the shop gets the delivery address, and for the date of birth a no with its section', async () => {
  await page.getByRole('button', { name: 'Присоединиться' }).click();
  assert.match(await text('main'), /Вы присоединились/);
  await see('dealing-joined');
  const got = await askShop('address');
  assert.equal(got.status, 200);
  assert.match(JSON.stringify(got.body), /Кришталева/);
  assert.doesNotMatch(JSON.stringify(got.body), /anna|Лампова|\+38044/);
  const refused = await askShop('birth-date');
  assert.equal(refused.status, 403);
  assert.equal(refused.body.section, 'use');
  assert.doesNotMatch(JSON.stringify(refused.body), /1984/);
});

test('what is out of reach is a 404 that tells nothing: a dealing nobody joined, of another person, or of no one', async () => {
  const { body } = await asShop('/dealings', { purpose: 'delivery', reference: 'order of another' });
  const id = String(body.id);
  const unjoined = await asShop(`/dealings/${id}/fields`, { fields: ['name'] });
  const none = await asShop('/dealings/00000000-0000-4000-8000-000000000000/fields', { fields: ['name'] });
  assert.equal(unjoined.status, 404);
  assert.deepEqual(unjoined, none);
  const another = await demo.kit.person();
  await demo.kit.app.gate.pass(joinDealing, another.asker, { dealing: id });
  const answer = await page.goto(`${demo.address}/account/dealings/${id}`);
  assert.equal(answer?.status(), 404);
  await see('not-found');
});

test('a transfer shows exactly which fields would leave, to whom and why, and a wrong password sends nothing', async () => {
  await open('/account/dealings');
  await see('dealings');
  await page.getByRole('link', { name: 'Магазин светильников' }).first().click();
  await page.getByRole('button', { name: 'Посмотреть перевод' }).click();
  const leaving = page.locator('section.leaves');
  assert.deepEqual(await leaving.locator('tbody tr').count(), 1);
  assert.match(await leaving.innerText(), /Анна Лампова/);
  assert.match(await leaving.innerText(), /Демонстрационная платёжная система/);
  assert.match(await leaving.innerText(), /сверяет имя плательщика/);
  assert.doesNotMatch(await text('main'), /\+38044|Кришталева|anna\./);
  await see('transfer');
  await page.getByLabel('Пароль').fill('совсем не тот пароль');
  await page.getByRole('button', { name: 'Подтвердить и передать' }).click();
  assert.match(await text('main'), /Пароль не подошёл. Ничего не передано/);
  await see('transfer-wrong-password');
});

test('confirmed, exactly these fields are handed over once, and a request for the phone is refused', async () => {
  await page.getByLabel('Пароль').fill(PASSWORD);
  await page.getByRole('button', { name: 'Подтвердить и передать' }).click();
  await demo.provider.program.said(/Asked for the phone: 403, section «use»/);
  const received = (await (await fetch(demo.provider.address)).json()) as Received[];
  assert.equal(received.length, 1);
  assert.deepEqual(received[0]?.fields, { name: PERSON['fields.name'] });
  assert.equal(received[0]?.times, 1);
  assert.equal(received[0]?.reported?.status, 200);
  await demo.kit.app.worker.drain();
  await page.reload();
  assert.match(await text('main'), /Мы спросили получателя, и он подтвердил: деньги переведены/);
  await see('transfer-paid');
  await open('/account/transfers');
  await see('transfers');
});

test('the history says all of it in plain words, the refusals too', async () => {
  await demo.kit.app.sequence();
  await open('/account/history');
  const said = await text('main');
  for (const words of [
    'Регистрация',
    'Присоединение к заказу',
    'Запрос данных для заказа',
    'Передача данных для перевода',
    'Запрос данных по переводу',
  ]) {
    assert.match(said, new RegExp(words));
  }
  const refusals = page.locator('li.entry.refused');
  assert.equal(await refusals.count(), 2);
  const [phone = '', birth = ''] = await refusals.allInnerTexts();
  assert.match(phone, /Демонстрационная платёжная система/);
  assert.match(phone, /Телефон/);
  assert.match(birth, /Магазин светильников/);
  assert.match(birth, /Дата рождения/);
  assert.match(birth, /поле не объявлено для этой цели/);
  assert.doesNotMatch(said, /1984|\+38044/);
  await see('history');
});

test('a receipt downloaded from the history is verified by a program that shares no code with the server', async () => {
  const receipt = join(folder.path, 'entry.tlog-proof');
  const entry = page.locator('li.entry', { hasText: 'Передача данных для перевода' }).first();
  await saveDownload(entry.getByRole('link', { name: 'Выписка' }), receipt);
  const key = join(folder.path, 'key.txt');
  writeFileSync(key, await (await fetch(`${demo.address}/ledger/key`)).text());
  const verified = await demo.command('ledger', 'verify', receipt, '--key', key);
  assert.equal(verified.code, 0, verified.stdout + verified.stderr);
  assert.match(verified.stdout, /^holds/);
  assert.match(verified.stdout, /kind +handOverTransfer/);
  assert.match(verified.stdout, /fields +name$/m);
  const forged = readFileSync(receipt, 'utf8').replace(/^index \d+/m, 'index 0');
  writeFileSync(receipt, forged);
  assert.equal((await demo.command('ledger', 'verify', receipt, '--key', key)).code, 1);
  await open('/account/receipts');
  await see('receipts');
});

test('a receipt and the statement are checked by the browser itself without a network, and a forged one does not hold', async () => {
  const [receipt, statement] = [join(folder.path, 'entry.tlog-proof'), join(folder.path, 'statement.txt')];
  await open('/account/receipts');
  await saveDownload(page.locator('td a[download]').first(), receipt);
  await saveDownload(page.getByRole('link', { name: 'Скачать справку' }), statement);
  await open('/verify');
  await page.context().setOffline(true);
  const check = async (chosen: readonly string[], ...said: readonly RegExp[]) => {
    await page.getByLabel('Файлы', { exact: true }).setInputFiles([...chosen]);
    await page.getByRole('button', { name: 'Проверить' }).click();
    for (const sentence of said) await page.locator('[data-verify-answer]').getByText(sentence).waitFor();
  };
  await check([receipt, statement], /^Всё сходится/, /^Запись № \d+ этой цепочки/, /в этой цепочке ровно \d+ запис/);
  await see('verify');
  writeFileSync(receipt, readFileSync(receipt, 'utf8').replace(/^index \d+/m, 'index 0'));
  await check([receipt], /^Сходится не всё/, /^не сходится/);
  const exact = page.locator('[data-verify-answer]').getByText('Неверно: на этом месте журнала нет такой записи');
  await exact.waitFor({ state: 'attached' });
  await page.context().setOffline(false);
});

test('the phone is corrected with the password, and without it nothing changes', async () => {
  await open('/account/data');
  const panel = page.locator('#field-phone');
  await panel.locator('summary').click();
  await panel.locator('[name="fields.phone"]').fill('+380447654321');
  await panel.getByLabel('Пароль').fill('не тот пароль');
  await panel.getByRole('button', { name: 'Сохранить' }).click();
  assert.match(await panel.innerText(), /Пароль не подошёл/);
  await see('data-wrong-password');
  await panel.getByLabel('Пароль').fill(PASSWORD);
  await panel.getByRole('button', { name: 'Сохранить' }).click();
  assert.match(await text('main'), /Сохранено/);
  assert.match(await panel.innerText(), /765/);
  await see('data-saved');
});

test('the operator sees in words and in behaviour what an edit would change, and nothing unapproved is published', async () => {
  assert.equal((await demo.command('policy', 'copy', copy)).code, 0);
  const providers = join(copy, 'declarations/providers.json');
  const declared = JSON.parse(readFileSync(providers, 'utf8'));
  const why = { ru: 'Для звонка о переводе.', en: 'To call about the transfer.', uk: 'Для дзвінка про переказ.' };
  declared[0].methods[0].fields.push({ field: 'phone', why });
  writeFileSync(providers, JSON.stringify(declared));
  const words = join(copy, '4-use/ru.md');
  writeFileSync(words, `${readFileSync(words, 'utf8')}\nПлатёжная система может позвонить Вам о переводе.\n`);
  const diff = await demo.command('policy', 'diff', 'now', copy, '--lang', 'ru');
  assert.equal(diff.code, 0, diff.stderr);
  assert.match(diff.stdout, /\{\+Платёжная система может позвонить Вам о переводе\.\+\}/);
  assert.match(diff.stdout, /Теперь разрешено: .*передаёт данные для перевода.*«Телефон»/);
  assert.match(diff.stdout, /Для звонка о переводе/);
  const unapproved = await demo.command('policy', 'publish', copy);
  assert.equal(unapproved.code, 1);
  assert.match(unapproved.stderr, /4-use/);
});

test('published, the very next transfer is decided by the new version', async () => {
  const approved = await demo.command('policy', 'approve', copy, '--by', 'Оператор');
  assert.equal(approved.code, 0, approved.stderr);
  const published = await demo.command('policy', 'publish', copy, '--by', 'Оператор');
  assert.equal(published.code, 0, published.stderr);
  const answer = await fetch(`${demo.shop.address}/orders`, { method: 'POST', redirect: 'manual' });
  await open(((await answer.json()) as { join: string }).join);
  await page.getByRole('button', { name: 'Присоединиться' }).click();
  await page.getByRole('button', { name: 'Посмотреть перевод' }).click();
  assert.match(await text('section.leaves'), /Анна Лампова/);
  assert.match(await text('section.leaves'), /\+380447654321/);
  assert.match(await text('section.leaves'), /Для звонка о переводе/);
  await open('/account');
  assert.match(await text('main'), /Политика изменилась с тех пор, как Вы оставили данные/);
  await see('account-policy-changed');
  await page.getByRole('link', { name: 'Что изменилось' }).click();
  assert.match(await text('main'), /передаёт данные для перевода/);
  assert.match(await text('main'), /Платёжная система может позвонить Вам о переводе/);
  await see('changes');
});

test('a policy written as one Markdown text is published as it is and shown with its difference', async () => {
  const file = join(folder.path, 'policy.ru.md');
  writeFileSync(file, ONE_TEXT);
  const published = await demo.command('policy', 'publish', file, '--by', 'Оператор');
  assert.equal(published.code, 0, published.stderr);
  await open('/policy');
  assert.match(await text('section#links'), /не отвечает за их содержание/);
  assert.match(await text('section#links aside.server'), /./);
  await see('policy-one-text');
  await open('/policy/versions');
  await see('versions');
  await page.getByRole('button', { name: 'Сравнить' }).click();
  assert.match(page.url(), /\/policy\/changes\/\d+\.\.\d+$/);
  assert.match(await text('main'), /Поведение не изменилось/);
  assert.match(await text('main'), /не отвечает за их содержание/);
  await see('changes-one-text');
});

test('the main pages speak English and Ukrainian too', async () => {
  for (const language of ['en', 'uk']) {
    for (const path of [
      '/',
      '/policy',
      '/policy/versions',
      '/account',
      '/account/data',
      '/account/history',
      '/account/transfers',
    ]) {
      await open(`${path}?lang=${language}`);
      assert.equal(await page.locator('html').getAttribute('lang'), language);
      await see(`${path === '/' ? 'home' : path.slice(1).replaceAll('/', '-')}.${language}`);
    }
  }
});

test('no link on any of these pages leads to nothing', async () => {
  assert(links.size > 20, 'links were seen');
  const broken: string[] = [];
  for (const link of links) {
    const answer = await page.request.get(`${demo.address}${link}`);
    if (!answer.ok()) broken.push(`${answer.status()} ${link}`);
  }
  assert.deepEqual(broken, []);
});

test('every page that was looked at is accessible, fits its screen and loads nothing from elsewhere', () => {
  assert.deepEqual([...ugly, ...heard], []);
});

async function askShop(...fields: readonly string[]): Promise<Answer> {
  const asked = fields.map((field) => `ask=${field}`).join('&');
  return await answerOf(await fetch(`${demo.shop.address}/orders/${order}?${asked}`));
}

/** What the shop could ask the site with its own secret. */
async function asShop(path: string, body: object): Promise<Answer> {
  const headers = { authorization: `Bearer ${demo.shopCredential.secret}`, 'content-type': 'application/json' };
  return await answerOf(
    await fetch(`${demo.address}/v1${path}`, { method: 'POST', headers, body: JSON.stringify(body) }),
  );
}

async function answerOf(answer: Response): Promise<Answer> {
  return { status: answer.status, body: (await answer.json()) as Answer['body'] };
}

interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** What the provider of examples/ tells of a transfer it was handed. */
interface Received {
  readonly times: number;
  readonly fields: Readonly<Record<string, string>>;
  readonly reported: { readonly status: number } | null;
}

async function open(path: string): Promise<void> {
  await page.goto(`${demo.address}${path}`);
}

async function see(name: string): Promise<void> {
  ugly.push(...(await look(page, name)));
  for (const link of await page.locator('a[href^="/"]:not([download])').all()) {
    links.add(((await link.getAttribute('href')) ?? '').replace(/#.*$/, ''));
  }
}

async function text(selector: string): Promise<string> {
  return await page.locator(selector).innerText();
}
