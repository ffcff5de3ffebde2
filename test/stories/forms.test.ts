import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import express from 'express';
import type { Browser, Page } from 'playwright-core';
import { embedInResponses } from '../../examples/middleware/embed-form.mjs';
import type { Language } from '../../src/kernel/words.ts';
import { wordsOf } from '../../src/ui/words/words.ts';
import { LEFT, openTestApp, type TestApp, type TestPerson } from '../testkit/app.ts';
import { openBrowser } from '../testkit/browser.ts';
import { appointStaff } from '../testkit/staff.ts';
import { listen, look } from './look.ts';

/**
 * Leaving data as people do it: a visitor leaves a call-back and erases it by the key, staff answer, a registered person
 * talks to the administration; the same in three languages, in a real browser.
 */
let kit: TestApp;
let browser: Browser & AsyncDisposable;
let origin: string;
let support: TestPerson;
/** Pages of somebody else's servers: one whose pages may hold the form, and one whose may not. */
const others: { readonly address: string; readonly server: Server }[] = [];
before(async () => {
  kit = await openTestApp();
  for (let number = 0; number < 2; number += 1) others.push(await openOther());
  await kit.publish((all) => ({
    ...all,
    forms: all.forms.map((form) =>
      form.id === 'call-back' ? { ...form, framedBy: [others[0]?.address ?? ''] } : form,
    ),
  }));
  support = await appointStaff(kit, 'support');
  origin = (await kit.serve()).address;
  browser = await openBrowser();
});
after(async () => {
  await browser?.[Symbol.asyncDispose]();
  await kit?.[Symbol.asyncDispose]();
  for (const { server } of others) server.close();
});

/** A shop on Express with the middleware of examples/. */
async function openOther() {
  const shop = express();
  shop.get('/', (_request, response, next) => {
    embedInResponses({ site: origin, titles: { 'call-back': 'Перезвоните мне' }, language: 'ru' })(
      _request,
      response,
      next,
    );
  });
  shop.get('/', (_request, response) => {
    response.set('content-security-policy', "default-src 'self'");
    response.send('<!doctype html><html lang="ru"><title>Shop</title><body><!-- form call-back --></body></html>');
  });
  const server = shop.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

async function open(language: Language, token?: string): Promise<Page> {
  const context = await browser.newContext({ locale: language });
  const cookies = [{ name: 'language', value: language, url: origin }];
  await context.addCookies(
    token === undefined ? cookies : [...cookies, { name: 'kristalux-session', value: token, url: origin }],
  );
  return await context.newPage();
}

const main = (page: Page) => page.locator('main').innerText();

for (const language of ['ru', 'en', 'uk'] as const) {
  const words = wordsOf(language);

  test(`a visitor leaves a call-back, staff answer it, and the visitor sees and erases it by the key (${language})`, async () => {
    const visitor = await open(language);
    const heard = listen(visitor, origin);
    const ugly: string[] = [];
    await visitor.goto(`${origin}/forms/call-back`);
    ugly.push(...(await look(visitor, `call-back-${language}`)));
    await visitor.locator('[name="fields.name"]').fill('Анна Лампова');
    await visitor.locator('[name="fields.phone"]').fill('+380441234567');
    await visitor.locator('[name="fields.country"]').selectOption('UA');
    await visitor.getByRole('button', { name: words.agreement.form.submit }).click();
    assert.match(await main(visitor), new RegExp(words.agreement.form.keyTitle));
    ugly.push(...(await look(visitor, `call-back-left-${language}`)));
    const key = (await visitor.locator('.keepsake code').innerText()).trim();

    const staff = await open(language, support.token);
    await staff.goto(`${origin}/console/inbox`);
    assert.doesNotMatch(await main(staff), /Лампова|380441234567/);
    ugly.push(...(await look(staff, `inbox-${language}`)));
    await staff.getByRole('button', { name: words.inbox.open }).first().click();
    assert.match(await main(staff), /Анна Лампова[\s\S]*\+380441234567/);
    await staff.getByRole('button', { name: words.inbox.done }).click();
    assert.match(await main(staff), new RegExp(words.inbox.empty));

    await visitor.goto(key);
    await visitor.getByRole('button', { name: words.agreement.own.open }).click();
    assert.match(await main(visitor), /Анна Лампова/);
    await visitor.goto(`${origin}/account/history`);
    assert.match(await main(visitor), new RegExp(words.entries.answerSubmission));
    await visitor.goto(`${origin}/account/erase`);
    await visitor.getByRole('button', { name: words.agreement.erase.submit }).click();
    assert.match(await main(visitor), new RegExp(words.agreement.erase.doneTitle));
    await visitor.goto(key);
    await visitor.getByRole('button', { name: words.agreement.own.open }).click();
    assert.doesNotMatch(await main(visitor), /Лампова/);
    assert.deepEqual([heard, ugly], [[], []]);
    await visitor.context().close();
    await staff.context().close();
  });

  test(`a registered person and the administration talk, with a kept answer and a file (${language})`, async () => {
    const { email: _, phone: __, ...own } = LEFT;
    const person = await kit.person(own);
    const page = await open(language, person.token);
    await page.goto(`${origin}/account/conversation`);
    await page.locator('[name="text"]').fill('Где моя лампа?');
    await page.getByRole('button', { name: words.collection.conversation.send }).click();
    const place = new URL(page.url()).pathname;
    await page.getByText(words.inbox.files.title).click();
    await page
      .locator('input[type="file"]')
      .setInputFiles({ name: 'чек.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\n%%EOF\n') });
    await page.getByRole('button', { name: words.inbox.files.send }).click();
    assert.match(await main(page), new RegExp(words.inbox.files.kinds.pdf));

    const staff = await open(language, support.token);
    await staff.goto(`${origin}/console/answers`);
    await staff.locator('[name="title"]').fill(`Доставка ${language}`);
    await staff.locator('[name="text"]').fill('Лампа в пути.');
    await staff.getByRole('button', { name: words.inbox.canned.keep }).click();
    await staff.goto(`${origin}${place.replace('/account/conversation', '/console/conversations')}`);
    await staff.getByRole('button', { name: words.inbox.take }).click();
    await staff.getByRole('link', { name: `Доставка ${language}` }).click();
    assert.equal(await staff.locator('[name="text"]').inputValue(), 'Лампа в пути.');
    const ugly = [...(await look(staff, `conversation-console-${language}`))];
    await staff.getByRole('button', { name: words.collection.console.answer }).click();

    await page.goto(`${origin}${place}`);
    assert.match(await main(page), /Лампа в пути\./);
    ugly.push(...(await look(page, `conversation-${language}`)));
    assert.deepEqual(ugly, []);
    await page.context().close();
    await staff.context().close();
  });
}

test('a form stands by the middleware in a page of another server, where a visitor leaves it; in whose pages it may not stand it is not shown', async () => {
  const [shop, stranger] = others.map(({ address }) => address);
  const page = await (await browser.newContext({ locale: 'ru' })).newPage();
  await page.goto(shop ?? '');
  const frame = page.frameLocator('iframe[title="Перезвоните мне"]');
  await frame.locator('[name="fields.name"]').fill('Анна Лампова');
  await frame.locator('[name="fields.phone"]').fill('+380441234567');
  await frame.locator('[name="fields.country"]').selectOption('UA');
  await frame.locator('form button[type="submit"]').click();
  await frame.getByText(/согласились с Политикой/).waitFor();
  assert.equal(new URL(page.url()).origin, shop, 'the page around it stays');
  const refused = page.waitForEvent('framenavigated', (one) => one.url().startsWith('chrome-error:'));
  await page.goto(stranger ?? '');
  await refused;
  assert.equal(await page.frameLocator('iframe').locator('form').count(), 0);
});
