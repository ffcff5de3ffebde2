import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { inspectPage, type PageInspection } from '../../src/promises/links/inspect-page.ts';
import type { TestPerson } from '../testkit/app.ts';
import { openBrowser } from '../testkit/browser.ts';
import { type Demonstration, openDemonstration } from '../testkit/demonstration.ts';
import { INTAKE, type LegalDesk, openLegalDesk, REASON } from '../testkit/legal-desk.ts';
import { type GuardedPerson, makeOwner, makeStaff } from '../testkit/people.ts';
import { openSmtpSink, type SmtpSink } from '../testkit/smtp.ts';
import { listen, look } from './look.ts';

/**
 * One story through all eight promises in the order of the policy, in Russian, in a real browser: Anna, who leaves her
 * data, and the administration that keeps them. Each test goes on where the one before it ended.
 */
const PASSWORD = 'лампа у моря светит ночью';
const EMAIL = 'anna.lampova@example.org';
const ELSEWHERE = 'https://lamps.example/';

let sink: SmtpSink;
let demo: Demonstration;
let desk: LegalDesk;
let owner: GuardedPerson;
let browser: Browser & AsyncDisposable;
let context: BrowserContext;
/** Anna's page, and the owner's console. */
let page: Page;
let office: Page;
let accountName = '';
const ugly: string[] = [];
/** Whatever any page of the story asked elsewhere, or complained of. */
const heard: (() => readonly string[])[] = [];
const visited = new Map<string, PageInspection>();

before(async () => {
  sink = await openSmtpSink();
  demo = await openDemonstration({}, { SMTP_URL: sink.url });
  desk = await openLegalDesk(demo.kit);
  owner = await makeOwner(demo.kit);
  browser = await openBrowser();
  [context, page] = await open(null);
  [, office] = await open(owner);
});

after(async () => {
  await browser?.[Symbol.asyncDispose]();
  await demo?.[Symbol.asyncDispose]();
  await sink?.[Symbol.asyncDispose]();
});

test('agreement: a form without an account tells its version and gives a key; the key shows everything and erases it', async () => {
  await go(page, '/forms/contact');
  await page.locator('[name="fields.name"]').fill('Борис Прохожий');
  await page.locator('[name="fields.country"]').selectOption('UA');
  await page.locator('[name="fields.email"]').fill('boris@example.org');
  await page.locator('[name="message"]').fill('Есть ли у Вас лампы для маяка?');
  await see(page, 'contact');
  await page.getByRole('button', { name: 'Оставить данные' }).click();
  assert.match(await text(page), /Вы согласились с Политикой \(версия \d+\)/);
  const key = await page.locator('.keepsake code').innerText();
  await see(page, 'contact-left');

  const [, boris] = await open(null);
  await boris.goto(key);
  assert.doesNotMatch(await text(boris), /Борис|boris@/, 'looking at the address opens nothing');
  await boris.getByRole('button', { name: 'Открыть' }).click();
  assert.match(await text(boris), /Борис Прохожий[\s\S]*boris@example\.org/);
  await boris.locator('#submissions ~ * a').first().click();
  assert.match(await text(boris), /Запись о том, как Вы оставили данные[\s\S]*Написать нам/);
  await see(boris, 'contact-record');
  await go(boris, '/account/data');
  await boris.getByRole('link', { name: 'Стереть все мои данные' }).click();
  await see(boris, 'contact-erase');
  await boris.getByRole('button', { name: 'Стереть всё' }).click();
  assert.match(await text(boris), /Данные стёрты/);
  await boris.goto(key);
  await boris.getByRole('button', { name: 'Открыть' }).click();
  assert.doesNotMatch(await text(boris), /Борис|boris@/, 'the key of an erased person opens nothing');
  await see(boris, 'key-of-nobody');
});

test('agreement: an account is made without a word to anybody', async () => {
  await go(page, '/register');
  await page.locator('[name="fields.name"]').fill('Анна Лампова');
  await page.locator('[name="fields.email"]').fill(EMAIL);
  await page.locator('[name="fields.country"]').selectOption('UA');
  await page.getByLabel('Пароль').fill(PASSWORD);
  await page.getByRole('button', { name: 'Оставить данные' }).click();
  await page.getByRole('heading', { name: 'Данные сохранены' }).waitFor();
  accountName = await page.locator('.keepsake code').first().innerText();
  await demo.kit.app.worker.drain();
  assert.equal(sink.connections(), 0);
});

test('protection: a court gets what two officers released and nothing else, and Anna reads what and to whom', async () => {
  const legalRequest = await desk.foundNecessary({ persons: [accountName], fields: ['name'] });
  const [, officer] = await open(desk.second);
  await go(officer, `/console/legal-requests/${legalRequest}`);
  assert.match(await text(officer), new RegExp(REASON));
  await see(officer, 'court');
  await officer.getByRole('button', { name: 'Согласен' }).click();
  await demo.kit.app.worker.drain();
  await officer.reload();
  const downloading = officer.waitForEvent('download');
  await officer.getByRole('button', { name: 'Забрать зашифрованный ответ' }).click();
  const files = await desk.authority.read(readFileSync(await (await downloading).path()));
  assert.match(files['person-001.json'] ?? '', /Анна Лампова/);
  assert.doesNotMatch(JSON.stringify(files), new RegExp(EMAIL));

  await go(page, '/account');
  await page.getByRole('link', { name: 'Посмотреть, что и кому' }).click();
  assert.match(await text(page), new RegExp(INTAKE.authority));
  await see(page, 'court-told');
  await go(page, '/policy/matrix');
  assert.match(await text(page), /орган власти[\s\S]*Всё остальное не разрешено/);
  await see(page, 'matrix');
});

test('collection: without the required data only writing is held back, and with them the conversation opens', async () => {
  const [, vera] = await open(await demo.kit.person({ country: 'UA', email: 'vera@example.org' }));
  await go(vera, '/account/conversation');
  assert.match(await text(vera), /Писать пока нельзя[\s\S]*Имя/);
  assert.equal(await vera.getByRole('textbox', { name: 'Сообщение' }).count(), 0);
  await see(vera, 'conversation-held-back');
  await vera.getByRole('link', { name: 'Оставить данные' }).click();
  await vera.locator('#field-name summary').click();
  await vera.locator('[name="fields.name"]').fill('Вера Новая');
  await vera.locator('#field-name').getByRole('button', { name: 'Сохранить' }).click();
  await go(vera, '/account/conversation');
  assert.equal(await vera.getByRole('textbox', { name: 'Сообщение' }).count(), 1);

  await go(page, '/account/conversation');
  await page.getByRole('textbox', { name: 'Сообщение' }).fill('Когда откроется мастерская?');
  await page.getByRole('button', { name: 'Отправить' }).click();
  await go(office, '/console/conversations');
  await office.getByRole('link', { name: 'Прочитать' }).click();
  assert.doesNotMatch(await text(office), /Анна Лампова/, 'who answers sees no name');
  await see(office, 'conversation-console');
  await office.getByRole('textbox').fill('Завтра в девять.');
  await office.getByRole('button', { name: 'Отправить ответ' }).click();
  await page.reload();
  assert.match(await text(page), /Завтра в девять\./);
  await see(page, 'conversation');
});

test('collection: a demand for proof is answered in person with a code, and the field is verified', async () => {
  await go(office, '/console/demands/start');
  await office.getByLabel('Имя для входа').fill(accountName);
  await office.locator('[name="field.name"]').check();
  await office.getByLabel('Причина').selectOption('data-contradicts');
  await office.locator('[name="way.online"]').check();
  await office.locator('[name="way.offline"]').check();
  await office.getByLabel('Срок').fill('30');
  await office.getByLabel('До проверки').selectOption('nothing');
  await see(office, 'demand-start');
  await office.getByRole('button', { name: 'Потребовать' }).click();

  await go(page, '/account');
  await page.getByRole('link', { name: /Имя/ }).click();
  await see(page, 'demand');
  await page.getByText('Прийти лично').click();
  await page.getByRole('button', { name: 'Взять код' }).click();
  const code = await page.locator('main code').innerText();
  await see(page, 'desk-code');

  const [, verifier] = await open(await makeStaff(demo.kit, owner, 'verifier'));
  await go(verifier, '/console/desk');
  await verifier.getByLabel('Код').fill(code);
  await verifier.getByRole('button', { name: 'Показать данные' }).click();
  assert.match(await text(verifier), /Анна Лампова/);
  assert.doesNotMatch(await text(verifier), new RegExp(EMAIL), 'only what was demanded');
  await see(verifier, 'desk-visit');
  await verifier.locator('[name="approved.document"]').selectOption('passport');
  await verifier.getByRole('button', { name: 'Принять', exact: true }).click();
  assert.match(await text(verifier), /Решение записано/);
  await go(page, '/account/proofs');
  assert.match(await text(page), /Принято: паспорт/);
  await see(page, 'demand-proven');
  await go(page, '/account/data');
  assert.match(await page.locator('#field-name').innerText(), /Проверено[\s\S]*лично, по документу/);
  await see(page, 'data-verified');
});

test('use: a shop gets the fields of its purpose once Anna joined, and nothing beyond', async () => {
  const answer = await fetch(`${demo.shop.address}/orders`, { method: 'POST', redirect: 'manual' });
  const { order, join } = (await answer.json()) as { order: string; join: string };
  await go(page, join);
  await page.getByRole('button', { name: 'Присоединиться' }).click();
  await see(page, 'dealing');
  const ask = async (field: string) => await fetch(`${demo.shop.address}/orders/${order}?ask=${field}`);
  assert.match(await (await ask('name')).text(), /Анна Лампова/);
  assert.equal((await ask('birth-date')).status, 403);
});

test('use: a payment gets exactly what Anna was shown and confirmed', async () => {
  await page.getByRole('button', { name: 'Посмотреть перевод' }).click();
  assert.equal(await page.locator('section.leaves tbody tr').count(), 1);
  await see(page, 'transfer');
  await page.getByLabel('Пароль').fill(PASSWORD);
  await page.getByRole('button', { name: 'Подтвердить и передать' }).click();
  await demo.kit.app.worker.drain();
  const received = (await (await fetch(demo.provider.address)).json()) as { fields: object }[];
  assert.deepEqual(
    received.map(({ fields }) => fields),
    [{ name: 'Анна Лампова' }],
  );
});

test('communication: until now nobody was written to, and a bulletin arrives with the way to stop it', async () => {
  assert.equal(sink.connections(), 0, 'nothing that happened so far was told by mail');
  await bulletin('Новости ноября');
  const message = (await sink.parsed()).find(({ to }) => to?.[0]?.address === EMAIL);
  assert.equal(message?.subject, 'Новости ноября');
  assert.match(message?.text ?? '', /\/stop\//);
  assert.match(message?.html ?? '', /\/stop\//);
  assert.ok(message?.headers.some(({ key }) => key === 'list-unsubscribe'));
});

test('communication: opening the link stops nothing, its button does, and the next bulletin does not reach Anna', async () => {
  const stop = /https?:\S+\/stop\/[\w-]+/.exec((await annasMail())[0]?.text ?? '')?.[0] ?? '';
  const [, mail] = await open(null);
  await mail.goto(stop);
  await see(mail, 'stop');
  await go(page, '/account/messages');
  const stopped = page.getByRole('cell', { name: 'Вы отказались' });
  assert.equal(await stopped.count(), 0);
  await mail.getByRole('button', { name: 'Отказаться от всех писем' }).click();
  assert.match(await text(mail), /Готово/);
  await see(mail, 'stopped');
  await page.reload();
  await stopped.first().waitFor();
  await see(page, 'messages');
  await bulletin('Новости декабря');
  assert.equal((await annasMail()).length, 1);
});

test('links: a link that leaves is marked, and the other site does not learn where its reader came from', async () => {
  await page.getByRole('link', { name: 'Новости ноября' }).click();
  assert.match(await text(page), /другой сайт: lamps\.example/);
  await see(page, 'message');
  // Out of the story's hearing: this reader is meant to leave.
  const [away, leaving] = await open(owner, { heardOf: false });
  const referrers: (string | undefined)[] = [];
  await away.route(`${ELSEWHERE}**`, async (route) => {
    referrers.push((await route.request().allHeaders()).referer);
    await route.fulfill({ body: 'elsewhere' });
  });
  await leaving.goto(office.url());
  const link = leaving.getByRole('link', { name: 'выставка' });
  assert.match(await link.innerText(), /внешний сайт/);
  await link.click();
  await leaving.getByText('elsewhere').waitFor();
  assert.deepEqual(referrers, [undefined]);
});

test('security: Anna signs in with a passkey, and ends the session she does not want', async () => {
  await authenticator();
  await go(page, '/account/security');
  await page.getByLabel('Название').fill('Телефон');
  await page.getByRole('button', { name: 'Добавить ключ доступа' }).click();
  await page.getByRole('rowheader', { name: 'Телефон' }).waitFor();
  await see(page, 'guard');
  const [, other] = await open(null);
  await go(other, '/sign-in');
  await other.getByLabel('Имя для входа, почта или телефон').fill(EMAIL);
  await other.getByLabel('Пароль').fill(PASSWORD);
  await other.getByRole('button', { name: 'Войти', exact: true }).click();
  await go(other, '/account');
  assert.equal(new URL(other.url()).pathname, '/account');

  await page.getByRole('button', { name: 'Выйти' }).click();
  await go(page, '/account/sessions');
  // The page asks for a passkey by itself, and the phone answers.
  await page.getByText('ключ доступа', { exact: true }).waitFor();
  await see(page, 'sessions');
  await page.getByRole('button', { name: 'Завершить все остальные' }).click();
  const answer = await other.goto(`${demo.address}/account`);
  assert.equal(answer?.status(), 401);
});

test('changes: the owner publishes from the console what the page showed, and nobody is told', async () => {
  const sent = sink.received.length;
  await go(office, '/console/policy');
  await office.locator('summary').getByText('Ссылки', { exact: true }).click();
  const words = office.locator('[name="6-links/ru.md"]');
  await words.fill(`${await words.inputValue()}\nВот одна из них: [маяки](${ELSEWHERE}beacons).\n`);
  await office.getByLabel('Кто публикует').fill('Владелец сайта');
  await office.getByRole('button', { name: 'Показать, что изменится' }).click();
  await office.getByRole('heading', { name: 'Что изменится' }).waitFor();
  assert.match(await text(office), /Вот одна из них/);
  await see(office, 'publish');
  await office.getByRole('checkbox', { name: /^Ссылки:/ }).check();
  await office.getByRole('button', { name: 'Опубликовать' }).click();
  await office.getByRole('heading', { name: 'Версии Политики' }).waitFor();
  await demo.kit.app.worker.drain();
  assert.equal(sink.received.length, sent);
});

test('changes: who looks sees it in the account, word for word, and in the feed', async () => {
  await go(page, '/account');
  assert.match(await text(page), /Политика изменилась с тех пор, как Вы оставили данные/);
  await see(page, 'account-changed');
  await page.getByRole('link', { name: 'Что изменилось' }).click();
  assert.match(new URL(page.url()).pathname, /^\/policy\/changes\/\d+\.\.\d+$/);
  assert.match(await text(page), /Вот одна из них/);
  await see(page, 'changed');
  assert.match(await (await page.request.get(`${demo.address}/policy/feed.atom`)).text(), /Вот одна из них/);
  await go(page, '/policy');
  await see(page, 'policy-after');
});

test('the history tells Anna all of it', async () => {
  await demo.kit.app.sequence();
  await go(page, '/account/history');
  const said = await text(page);
  for (const words of [
    'Регистрация',
    'Раскрытие данных органу власти по закону',
    'Запрос данных для заказа',
    'Передача данных для перевода',
  ]) {
    assert.match(said, new RegExp(words));
  }
  assert.doesNotMatch(said, /[a-z]+\/[a-z]+/, 'every field by words, none by its name in the program');
  await see(page, 'history');
});

test('on every page of the story each link that leaves is marked, and nothing was loaded from elsewhere', () => {
  const inspected = [...visited];
  assert.ok(inspected.some(([, { outbound }]) => outbound > 0));
  assert.deepEqual(
    inspected.filter(([, { unmarked, foreign }]) => unmarked.length + foreign.length > 0),
    [],
  );
  assert.deepEqual(
    heard.flatMap((of) => of()),
    [],
  );
});

test('every page of the story is accessible and fits its screen', () => {
  assert.deepEqual(ugly, []);
});

/** A browser of somebody: signed in, or (null) of somebody new. Unless told otherwise, heard of everywhere it goes. */
async function open(who: TestPerson | null, { heardOf = true } = {}): Promise<[BrowserContext, Page]> {
  const own = await browser.newContext({ locale: 'ru-RU', viewport: { width: 1280, height: 900 } });
  if (who !== null) await own.addCookies([{ name: 'kristalux-session', value: who.token, url: demo.address }]);
  const opened = await own.newPage();
  if (heardOf) {
    const found = listen(opened, demo.address);
    heard.push(() => found);
  }
  return [own, opened];
}

async function go(of: Page, path: string): Promise<void> {
  await of.goto(`${demo.address}${path}`);
}

async function text(of: Page): Promise<string> {
  return await of.locator('main').innerText();
}

async function see(of: Page, name: string): Promise<void> {
  ugly.push(...(await look(of, `eight-${name}`)));
  visited.set(name, inspectPage(await of.content(), demo.address));
}

async function annasMail() {
  return (await sink.parsed()).filter(({ to }) => to?.[0]?.address === EMAIL);
}

/** The owner writes a bulletin with a link that leaves, looks at it as its readers will, and sends it. */
async function bulletin(subject: string): Promise<void> {
  await go(office, '/console/bulletins');
  await office.locator('[type="email"]').fill('news@site.example');
  await office.getByRole('button', { name: 'Сохранить отправителя' }).click();
  await go(office, '/console/bulletins/new');
  await office.locator('[name="subject"]').fill(subject);
  await office.locator('[name="markdown"]').fill(`Открылась [выставка](${ELSEWHERE}show).\n\nНе хотите писем: {stop}`);
  await office.getByRole('button', { name: 'Сохранить и посмотреть' }).click();
  await see(office, 'bulletin');
  await office.getByRole('button', { name: 'Подтвердить и отправить' }).click();
  await office.getByText('Что с письмами').waitFor();
  await demo.kit.app.worker.drain();
}

/** A passkey provider of Anna's device: verifies its holder without a human. */
async function authenticator(): Promise<void> {
  const debug = await context.newCDPSession(page);
  await debug.send('WebAuthn.enable');
  const options = { protocol: 'ctap2', transport: 'internal', automaticPresenceSimulation: true } as const;
  const holder = { hasResidentKey: true, hasUserVerification: true, isUserVerified: true };
  await debug.send('WebAuthn.addVirtualAuthenticator', { options: { ...options, ...holder } });
}
