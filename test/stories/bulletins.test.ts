import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { COPIES_AT_ONCE } from '../../src/promises/communication/limits.ts';
import { wordsOf } from '../../src/ui/words/words.ts';
import { openTestApp, type TestApp, type TestPerson } from '../testkit/app.ts';
import { openBrowser } from '../testkit/browser.ts';
import { openSmtpSink, type SmtpSink } from '../testkit/smtp.ts';
import { appointStaff } from '../testkit/staff.ts';
import { listen, look } from './look.ts';

/** A bulletin as an editor makes one: written beside its preview, tried, scheduled, watched, stopped by a reader in the middle. */
let kit: TestApp;
let sink: SmtpSink;
let browser: Browser & AsyncDisposable;
let origin: string;
let editor: TestPerson;
let page: Page;
let letGo: () => void;
const held = new Promise<void>((resolve) => {
  letGo = resolve;
});
/** Only the bulletin itself is held at the relay, not the trial. */
let holding = false;
let allHeld: () => void;
/** Every connection has a message that the relay did not answer yet. */
const heldAll = new Promise<void>((resolve) => {
  allHeld = resolve;
});
let heldNow = 0;
const READERS = COPIES_AT_ONCE + 4;
const readers: TestPerson[] = [];
const words = wordsOf('ru').communication.console;
const ugly: string[] = [];

before(async () => {
  sink = await openSmtpSink({
    onMessage: async () => {
      if (!holding) return undefined;
      heldNow += 1;
      if (heldNow === COPIES_AT_ONCE) allHeld();
      await held;
      return undefined;
    },
  });
  kit = await openTestApp({ SMTP_URL: sink.url });
  await kit.publish();
  editor = await appointStaff(kit, 'editor');
  for (let n = 0; n < READERS; n += 1) {
    readers.push(await kit.person({ name: 'Читатель', country: 'UA', email: `reader-${n}@lamps.example` }));
  }
  origin = (await kit.serve()).address;
  browser = await openBrowser();
  page = await open(editor.token);
});
after(async () => {
  letGo();
  await browser?.[Symbol.asyncDispose]();
  await kit?.[Symbol.asyncDispose]();
  await sink[Symbol.asyncDispose]();
});

async function open(token: string): Promise<Page> {
  const context = await browser.newContext({ locale: 'ru' });
  await context.addCookies([
    { name: 'language', value: 'ru', url: origin },
    { name: 'kristalux-session', value: token, url: origin },
  ]);
  return await context.newPage();
}

const text = async () => (await page.locator('main').innerText()).replace(/\s+/g, ' ');

test('what is typed shows beside the form as mail programs will show it, in the light, in the dark and plain', async () => {
  const heard = listen(page, origin);
  await page.goto(`${origin}/console/bulletins`);
  await page.locator('[type="email"]').fill('news@site.example');
  await page.getByRole('button', { name: 'Сохранить отправителя' }).click();
  await page.goto(`${origin}/console/bulletins/new`);
  await page.locator('[name="subject"]').fill('Новости ноября');
  await page.locator('[name="markdown"]').fill('# Лампы\n\nОткрылась **выставка**.');
  const frame = page.frameLocator('iframe[name="look"]');
  await frame.getByText(words.stopMissing).waitFor();
  await page.locator('[name="markdown"]').fill('# Лампы\n\nОткрылась **выставка**.\n\nНе хотите писем: {stop}');
  for (const scheme of ['light', 'dark'] as const) {
    await frame
      .frameLocator(`iframe[title="${words.look[scheme]}"]`)
      .locator('strong', { hasText: 'выставка' })
      .waitFor();
  }
  const grounds = await Promise.all(
    (['light', 'dark'] as const).map((scheme) =>
      frame
        .frameLocator(`iframe[title="${words.look[scheme]}"]`)
        .locator('html')
        .evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches || getComputedStyle(document.body).color),
    ),
  );
  assert.notEqual(grounds[0], grounds[1], 'text is dark in the light, and light in the dark');
  await frame.locator('pre', { hasText: '/stop/' }).waitFor();
  ugly.push(...(await look(page, 'bulletin-writing-ru')));
  assert.equal(
    (await kit.app.parts.db.row<{ n: number }>('select count(*)::int as n from bulletin'))?.n,
    0,
    'nothing is kept',
  );
  assert.deepEqual(heard, []);
});

test('without script the same button looks, and nothing is kept', async () => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  await context.addCookies([
    { name: 'language', value: 'ru', url: origin },
    { name: 'kristalux-session', value: editor.token, url: origin },
  ]);
  const plain = await context.newPage();
  await plain.goto(`${origin}/console/bulletins/new`);
  await plain.locator('[name="markdown"]').fill('Без скриптов: {stop}');
  await plain.getByRole('button', { name: words.lookSubmit }).click();
  await plain.frameLocator('iframe[name="look"]').locator('pre', { hasText: 'Без скриптов' }).waitFor();
  await context.close();
});

test('the editor tries it on themselves, schedules it, and watches; a reader who stops in the middle gets none', async () => {
  await page.getByRole('button', { name: words.save }).click();
  await page.getByText(words.trialLead).waitFor();
  const { db } = kit.app.parts;
  await editorHasAddress();
  await page.getByRole('button', { name: words.trial, exact: true }).click();
  await kit.app.worker.drain();
  assert.deepEqual(sink.asked, ['editor@site.example']);
  await page.reload();
  await page.getByText(words.progress.accepted).first().waitFor();
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 16);
  await page.locator('[name="startsAt"]').fill(tomorrow);
  await page.getByRole('button', { name: /Подтвердить и отправить/ }).click();
  await page.getByText(words.progressTitle).first().waitFor();
  ugly.push(...(await look(page, 'bulletin-scheduled-story-ru')));
  await kit.app.worker.drain();
  assert.equal(sink.received.length, 1, 'before its time nothing leaves');

  // The day passes.
  await db.run('update bulletin set starts_at = clock_timestamp()');
  await db.run("update job set run_at = clock_timestamp() where kind = 'send-bulletin'");
  holding = true;
  const draining = kit.app.worker.drain();
  await heldAll;
  const late = readers.findIndex((_, n) => !sink.asked.includes(`reader-${n}@lamps.example`));
  const reader = await open(readers[late]?.token ?? '');
  await reader.goto(`${origin}/account/messages`);
  await reader
    .getByRole('button', { name: /Отказаться/ })
    .first()
    .click();
  await reader.getByText('Вы отказались').first().waitFor();
  await page.reload();
  ugly.push(...(await look(page, 'bulletin-going-ru')));
  letGo();
  await draining;
  await kit.app.worker.drain();
  await page.reload();
  assert.match(await text(), /не разрешила Политика 1/);
  assert.ok(!sink.asked.includes(`reader-${late}@lamps.example`));
  const written = sink.asked.filter((address) => address.startsWith('reader-'));
  assert.equal(written.length, READERS - 1);
  assert.equal(new Set(written).size, written.length, 'nobody was written to twice');
  ugly.push(...(await look(page, 'bulletin-done-ru')));
  assert.deepEqual(ugly, []);
});

/** The trial goes to the address in the editor's own account. */
async function editorHasAddress(): Promise<void> {
  const own = await open(editor.token);
  await own.goto(`${origin}/account/data`);
  const panel = own.locator('#field-email');
  await panel.locator('summary').click();
  await panel.locator('[name="fields.email"]').fill('editor@site.example');
  await panel.locator('[name="password.email"]').fill(editor.password);
  await panel.getByRole('button').click();
  await own.locator('#field-email').getByText('editor@site.example').first().waitFor();
}
