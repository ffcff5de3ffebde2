import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { approveLegalRequest, setGag } from '../../src/promises/protection/index.ts';
import { openTestApp, type TestApp, type TestPerson } from '../testkit/app.ts';
import { openBrowser } from '../testkit/browser.ts';
import { aDayPasses, INTAKE, inDays, type LegalDesk, openLegalDesk, REASON, somebody } from '../testkit/legal-desk.ts';
import { listen, look } from './look.ts';

let kit: TestApp;
let desk: LegalDesk;
let browser: (Browser & AsyncDisposable) | undefined;
let origin: string;
const found: string[] = [];
before(async () => {
  kit = await openTestApp({ ROLE: 'web' });
  await kit.publish();
  desk = await openLegalDesk(kit);
  origin = (await kit.serve()).address;
  browser = await openBrowser();
});
after(async () => {
  await browser?.[Symbol.asyncDispose]();
  await kit[Symbol.asyncDispose]();
});

test('a court asks, two officers answer, the person learns: in a browser, in Russian', async () => {
  const person = await somebody(kit);
  const first = await pageOf(desk.first);
  await first.goto(`${origin}/console/legal-requests/new`);
  await first.getByLabel('Основание').selectOption(INTAKE.ground);
  await first.getByLabel('Орган', { exact: true }).fill('Демонстрационный суд');
  await first.getByLabel('Номер и дата документа').fill('Дело 1 демонстрации');
  await first.getByLabel('Что просят, словами запроса').fill('Имя и адрес того, кому принадлежит учётная запись.');
  await first.getByLabel('Открытый ключ органа (age)').fill(desk.authority.key);
  await first.getByLabel('Действует до (включительно)').fill(inDays(30).slice(0, 10));
  found.push(...(await look(first, 'legal-request-new')));
  await first.getByRole('button', { name: 'Записать' }).click();
  await first.getByText('суды; от имени суда — его секретарь').waitFor();
  await first.getByLabel('Как проверено').fill('Перезвонили по номеру из официального справочника.');
  await first.getByRole('button', { name: 'Отправитель проверен' }).click();
  await first.getByLabel(/^Люди:/).fill(`${person.accountName}\nnobody@example.org`);
  await first.getByLabel('Имя и фамилия').check();
  await first.getByLabel('Почтовый адрес').check();
  await first.getByLabel('Дата рождения').check();
  await first.getByRole('button', { name: 'Сохранить перечень' }).click();
  found.push(...(await look(first, 'legal-request-scoped')));
  await first.getByLabel('Почему это необходимо').fill(REASON);
  await first.getByRole('button', { name: 'Признаю необходимым' }).click();
  await first.getByText('Согласиться должен другой сотрудник, в какой бы сессии Вы ни работали.').waitFor();
  assert.equal(await first.getByRole('button', { name: 'Согласен' }).count(), 0);

  const second = await pageOf(desk.second);
  await second.goto(first.url());
  found.push(...(await look(second, 'legal-request-approve')));
  await second.getByRole('button', { name: 'Согласен' }).click();
  await kit.app.worker.drain();
  await second.reload();
  const downloading = second.waitForEvent('download');
  await second.getByRole('button', { name: 'Забрать зашифрованный ответ' }).click();
  const archive = readFileSync(await (await downloading).path());
  const files = await desk.authority.read(archive);
  assert.deepEqual(Object.keys(files).sort(), ['README.txt', 'manifest.json', 'person-001.json']);
  await second.reload();
  await second.getByLabel('Кому и как передан').fill('Передан в канцелярию суда.');
  found.push(...(await look(second, 'legal-request-taken')));
  await second.getByRole('button', { name: 'Ответ передан' }).click();
  await second.goto(`${origin}/console/legal-requests`);
  found.push(...(await look(second, 'legal-requests')));

  const own = await pageOf(person);
  await own.goto(`${origin}/account`);
  await own.getByRole('link', { name: 'Посмотреть, что и кому' }).click();
  await own.getByText('Демонстрационный суд').waitFor();
  found.push(...(await look(own, 'disclosures')));
  await own.goto(`${origin}/account/history`);
  await own.getByText('Раскрытие данных органу власти по закону').first().waitFor();
  found.push(...(await look(own, 'history-disclosed')));
});

test('under a ban on telling the person sees nothing; when it has ended they see everything', async () => {
  const person = await somebody(kit);
  const gagUntil = inDays(20);
  const id = await desk.scoped({ persons: [person.accountName], fields: ['name'] });
  await desk.pass(setGag, desk.first.asker, { legalRequest: id, gagUntil, reason: REASON });
  const [first, second, own] = [await pageOf(desk.first), await pageOf(desk.second), await pageOf(person)];
  await first.goto(`${origin}/console/legal-requests/${id}`);
  await first.getByLabel('Почему это необходимо').fill(REASON);
  await first.getByRole('button', { name: 'Признаю необходимым' }).click();
  await first.getByText('Согласиться должен другой сотрудник, в какой бы сессии Вы ни работали.').waitFor();
  await second.goto(first.url());
  await second.getByRole('button', { name: 'Согласен' }).click();
  await second.getByText('Сервер готовит ответ.').waitFor();
  await kit.app.worker.drain();
  await second.reload();
  await second.getByRole('button', { name: 'Забрать зашифрованный ответ' }).waitFor();
  const disclosed = () => own.locator('main').innerText();
  await own.goto(`${origin}/account/disclosures`);
  assert.match(await disclosed(), /Ваши данные органам власти не раскрывались\.[\s\S]*запись о нём запечатана/);
  await own.goto(`${origin}/account/history`);
  assert.doesNotMatch(await disclosed(), /Раскрытие данных органу власти/);

  // The batch of the day is made under the ban; on the day after its end what was sealed opens.
  await aDayPasses(kit);
  const { db } = kit.app.parts;
  await db.run('update legal_request set gag_until = clock_timestamp() where legal_request_id = $1', [id]);
  await aDayPasses(kit);
  await own.goto(`${origin}/account/disclosures`);
  assert.match(await disclosed(), new RegExp(INTAKE.authority));
  await own.goto(`${origin}/account/history`);
  assert.match(await disclosed(), /Открыта запись, о которой было запрещено сообщать/);
});

test('a foreign order is refused and "no data held" is said, each with a document for the authority', async () => {
  const person = await somebody(kit);
  const foreign = await desk.foundNecessary({
    ground: 'demo-order-gb',
    persons: [person.accountName],
    fields: ['name'],
  });
  await desk.pass(approveLegalRequest, desk.second.asker, { legalRequest: foreign });
  await kit.app.worker.drain();
  const first = await pageOf(desk.first);
  await first.goto(`${origin}/console/legal-requests/${foreign}`);
  assert.match(await first.locator('main').innerText(), /передавать нечего/i);
  const unknown = await desk.scoped({ persons: ['nobody@example.org'], fields: ['name'] });
  const cases = [
    [foreign, 'refused', /В раскрытии данных отказано/],
    [unknown, 'no-data-held', /Запрошенных данных у нас нет/],
  ] as const;
  for (const [id, answer, said] of cases) {
    await first.goto(`${origin}/console/legal-requests/${id}`);
    await first.locator('[name=answer]').selectOption(answer);
    await first.locator('[name=explanation]').fill('Ответ демонстрации с подробной причиной.');
    await first.locator('form:has([name=explanation]) button').click();
    const link = first.getByRole('link', { name: 'Ответ как документ' });
    await link.waitFor();
    found.push(...(await look(first, `legal-request-${answer}`)));
    const downloading = first.waitForEvent('download');
    await link.click();
    assert.match(readFileSync(await (await downloading).path(), 'utf8'), said);
  }
  const own = await pageOf(person);
  await own.goto(`${origin}/account/disclosures`);
  assert.match(await own.locator('main').innerText(), /Ваши данные органам власти не раскрывались/);
});

test('anyone reads who can ever get what, and how many requests there were', async () => {
  const anyone = await pageOf(null);
  await anyone.goto(`${origin}/policy/matrix`);
  found.push(...(await look(anyone, 'matrix')));
  await anyone.goto(`${origin}/transparency`);
  found.push(...(await look(anyone, 'transparency')));
});

test('every page of it is accessible, fits a phone and loads nothing from elsewhere', () => {
  assert.deepEqual(found, []);
});

async function pageOf(reader: TestPerson | null): Promise<Page> {
  assert(browser !== undefined);
  const context = await browser.newContext({ locale: 'ru-RU', viewport: { width: 1280, height: 900 } });
  if (reader !== null) {
    await context.addCookies([{ name: 'kristalux-session', value: reader.token, url: origin }]);
  }
  const page = await context.newPage();
  const heard = listen(page, origin);
  page.on('load', () => found.push(...heard.splice(0)));
  return page;
}
