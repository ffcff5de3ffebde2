import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import type { Language } from '../../src/kernel/words.ts';
import { demandProof, keepDeskPlace } from '../../src/promises/collection/index.ts';
import { wordsOf } from '../../src/ui/words/words.ts';
import { LEFT, openTestApp, type TestApp, type TestPerson } from '../testkit/app.ts';
import { openBrowser } from '../testkit/browser.ts';
import { freePort } from '../testkit/free-port.ts';
import { appointStaff } from '../testkit/staff.ts';
import { openTee, type Tee } from '../testkit/tee.ts';
import { listen, look } from './look.ts';

/**
 * Proving who one is as people do it, in a real browser: online with a part of the document covered, at the desk by
 * appointment, by a visit with a code alone, and by letter; the desk stands on a phone.
 */
let kit: TestApp;
let browser: Browser & AsyncDisposable;
let tee: Tee;
let origin: string;
let requester: TestPerson;
let reviewer: TestPerson;
before(async () => {
  const port = await freePort();
  tee = await openTee(port);
  kit = await openTestApp({ PORT: String(port), BASE_URL: `http://localhost:${tee.port}` });
  await kit.publish(({ thresholds, ...rest }) => ({
    ...rest,
    thresholds: {
      ...thresholds,
      proofBefore: [
        {
          id: 'large',
          from: { amount: 1_500_000, currency: 'UAH' },
          fields: ['name'],
          ways: ['online', 'offline'],
          days: 14,
        },
      ],
    },
  }));
  requester = await appointStaff(kit, 'verifier');
  reviewer = await appointStaff(kit, 'verifier');
  await kit.app.gate.pass(keepDeskPlace, reviewer.asker, {
    ...{ name: 'Lamp shop', address: 'Lviv', zone: 'Europe/Kyiv', weekdays: [1, 2, 3, 4, 5, 6, 7] },
    ...{ from: '09:00', to: '10:00', slotMinutes: 30, seats: 5 },
  });
  origin = (await kit.serve()).address;
  browser = await openBrowser();
});
after(async () => {
  await browser?.[Symbol.asyncDispose]();
  await kit?.[Symbol.asyncDispose]();
  await tee?.[Symbol.asyncDispose]();
});

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

async function open(language: Language, token: string, more: object = {}): Promise<Page> {
  const context = await browser.newContext({ locale: language, ...more });
  await context.addCookies([
    { name: 'language', value: language, url: origin },
    { name: 'kristalux-session', value: token, url: origin },
  ]);
  return await context.newPage();
}

const main = (page: Page) => page.locator('main').innerText();

async function demanded(ways: readonly string[], fields = ['name']): Promise<TestPerson> {
  const { email: _, phone: __, ...own } = LEFT;
  const person = await kit.person(own);
  const asked = { reason: 'data-contradicts', days: 30, heldBack: 'nothing', fields, ways };
  await kit.app.gate.pass(demandProof, requester.asker, { ...asked, person: { account: person.accountName } });
  return person;
}

/** Noise in four colours, so that no compression can make one part out of another: red left above, green right above … */
async function makeDocument(): Promise<Buffer> {
  const [width, height] = [600, 400];
  const points = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const channel = x < width / 2 ? (y < height / 2 ? 0 : 2) : 1;
      points[(y * width + x) * 3 + channel] = 120 + ((x * 7 + y * 13) % 120);
    }
  }
  return await sharp(points, { raw: { width, height, channels: 3 } })
    .withExif({ IFD0: { ImageDescription: 'SECRET-IN-METADATA' } })
    .jpeg({ quality: 95 })
    .toBuffer();
}

/** The one file of the form as it went over the wire. */
function fileIn(sent: Buffer): Buffer {
  const begin = sent.indexOf(Buffer.from([0xff, 0xd8, 0xff]));
  const end = sent.lastIndexOf(Buffer.from([0xff, 0xd9]));
  assert.ok(begin > 0 && end > begin, 'a JPEG was sent');
  return sent.subarray(begin, end + 2);
}

async function lightest(picture: Buffer, left: number, top: number, width: number, height: number) {
  const part = sharp(picture).extract({ left, top, width, height });
  const { channels } = await sharp(await part.png().toBuffer()).stats();
  return Math.max(...channels.map(({ max }) => max));
}

for (const language of ['ru', 'en'] as const) {
  const words = wordsOf(language);
  const { proofs, cover, console: said } = words.collection;

  test(`a large transfer waits for a proof by the declared rule; what is covered in the browser never leaves it (${language})`, async () => {
    const { email: _, phone: __, ...own } = LEFT;
    const person = await kit.person(own);
    const page = await open(language, person.token);
    const heard = listen(page, origin);
    await page.goto(`${origin}/account/transfers/start`);
    await page.locator('[name="method"]').selectOption('demo-pay/card-transfer');
    await page.locator('[name="amount"]').fill('15000');
    await page.locator('[name="currency"]').selectOption('UAH');
    await page.locator('[name="payee"]').fill('Lamp shop');
    await page.getByRole('button', { name: words.use.start.submit }).click();
    await page.getByRole('heading', { name: words.use.transfer.held.title }).waitFor();
    const ugly = [...(await look(page, `transfer-held-${language}`))];
    const transfer = page.url();
    await page.getByRole('link', { name: words.use.transfer.held.prove }).click();
    await page.getByText(proofs.ruleWords(2)).waitFor();

    const picture = { name: 'my-passport.jpg', mimeType: 'image/jpeg', buffer: await makeDocument() };
    await page.locator('input[type="file"]').setInputFiles(picture);
    await page.getByRole('heading', { name: cover.title }).waitFor();
    await page.getByText(cover.none).waitFor();
    // The upper right quarter by the mouse, the lower right one by keys alone.
    const canvas = page.locator('canvas');
    await canvas.scrollIntoViewIfNeeded();
    const box = await canvas.boundingBox();
    assert.ok(box);
    await page.mouse.move(box.x + box.width / 2, box.y);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width + 5, box.y + box.height / 2, { steps: 3 });
    await page.mouse.up();
    await page.getByRole('button', { name: cover.add }).click();
    for (const key of ['ArrowRight', 'ArrowDown']) {
      for (let step = 0; step < 30; step += 1) await page.keyboard.press(key);
    }
    for (let step = 0; step < 12; step += 1) await page.keyboard.press('Shift+ArrowRight');
    for (let step = 0; step < 16; step += 1) await page.keyboard.press('Shift+ArrowDown');
    for (let step = 0; step < 30; step += 1) await page.keyboard.press('ArrowRight');
    for (let step = 0; step < 30; step += 1) await page.keyboard.press('ArrowDown');
    assert.match(await page.locator('.cover [role="status"]').innerText(), /2/);
    ugly.push(...(await look(page, `covered-${language}`)));
    tee.take();
    await page.getByRole('button', { name: proofs.sendFile }).click();
    await page.getByText(proofs.answers.sent).waitFor();

    const sent = tee.take();
    assert.doesNotMatch(sent.toString('latin1'), /SECRET-IN-METADATA|my-passport/);
    const file = fileIn(sent);
    const { width, height } = await sharp(file).metadata();
    assert.deepEqual([width, height], [600, 400], 'nothing but the covers was changed');
    assert.ok((await lightest(file, 308, 0, 292, 192)) < 12, 'nothing under what was drawn');
    assert.ok((await lightest(file, 340, 240, 260, 160)) < 12, 'nothing under what was set by keys');
    assert.ok((await lightest(file, 0, 0, 280, 400)) > 150, 'what was not covered is there');

    const drawn = await drawnReviewer();
    const staff = await open(language, drawn.token);
    await staff.goto(`${origin}/console/demands`);
    await staff.getByRole('link', { name: said.review }).first().click();
    await staff.locator('[name="approved.document"]').selectOption('passport');
    await staff.getByRole('button', { name: said.approve, exact: true }).click();
    await page.reload();
    assert.match(await main(page), new RegExp(`${proofs.states.proven}[\\s\\S]*${proofs.destroyed}`, 'i'));
    await page.goto(transfer);
    await page.locator('[name="password"]').fill(person.password);
    await page.getByRole('button', { name: words.use.transfer.confirm }).click();
    await page.getByText(words.use.transfer.states.confirmed).first().waitFor();
    assert.deepEqual([heard, ugly], [[], []]);
    await Promise.all([page.context().close(), staff.context().close()]);
  });

  for (const way of ['desk', 'visit'] as const) {
    test(`${way === 'desk' ? 'an appointment at the desk' : 'a visit with a code alone'} ends with a slip whose code the person enters; the desk is a phone (${language})`, async () => {
      const person = await demanded(['offline']);
      const page = await open(language, person.token);
      await page.goto(`${origin}/account/proofs`);
      await page.getByText(proofs.offlineTitle, { exact: true }).click();
      const choice = page.locator('select[name^="slot."]');
      if (way === 'desk') await choice.selectOption({ index: 1 });
      else await choice.selectOption('any');
      await page.getByRole('button', { name: proofs.takeCode }).click();
      const code = (await page.locator('main code').innerText()).trim();
      assert.equal((await main(page)).includes('Lamp shop, Lviv'), way === 'desk');

      const agent = await open(language, reviewer.token, PHONE);
      const heard = listen(agent, origin);
      await agent.goto(`${origin}/console/desk`);
      assert.equal((await main(agent)).includes(said.appointmentsTitle), way === 'desk');
      await agent.locator('[name="code"]').fill(code);
      await agent.getByRole('button', { name: said.look }).tap();
      await agent.locator('[name="approved.document"]').waitFor();
      const text = await main(agent);
      assert.ok(text.includes(LEFT.name));
      assert.ok(!text.includes(person.accountName), 'neither the account nor anything else');
      const wide = () => document.documentElement.scrollWidth > document.documentElement.clientWidth;
      assert.equal(await agent.evaluate(wide), false, 'it fits the phone');
      assert.equal(await agent.locator('input[type="file"]').count(), 0, 'there is no place for a copy');
      await agent.locator('[name="approved.document"]').selectOption('id-card');
      await agent.getByRole('button', { name: said.approve, exact: true }).tap();
      await agent.getByRole('heading', { name: said.slipTitle }).waitFor();
      assert.equal(await agent.evaluate(wide), false);
      const slip = (await agent.locator('main code').innerText()).trim();

      await page.goto(`${origin}/account/proofs`);
      await page.locator('[name="code"]').fill(slip);
      await page.getByRole('button', { name: proofs.enterCode }).click();
      await page.getByText(proofs.answers.code).waitFor();
      assert.ok((await main(page)).includes(proofs.slipDone));
      assert.deepEqual(heard, []);
      // The appointment is over with its decision; the next story finds an empty desk.
      await kit.app.parts.db.run('delete from appointment');
      await Promise.all([page.context().close(), agent.context().close()]);
    });
  }

  test(`a letter is asked for, printed and its code entered (${language})`, async () => {
    const person = await demanded(['post'], ['address']);
    const page = await open(language, person.token);
    await page.goto(`${origin}/account/proofs`);
    await page.getByText(proofs.postTitle, { exact: true }).click();
    await page.getByRole('button', { name: proofs.askLetter }).click();
    await page.getByText(proofs.answers.letter).waitFor();
    const staff = await open(language, reviewer.token);
    await staff.goto(`${origin}/console/demands`);
    await staff.getByRole('button', { name: said.letter }).click();
    await staff.getByRole('heading', { name: said.letterTitle }).waitFor();
    assert.ok((await main(staff)).includes(LEFT.address.town));
    const code = (await staff.locator('main code').innerText()).trim();
    await page.locator('[name="code"]').fill(code);
    await page.getByRole('button', { name: proofs.enterCode }).click();
    await page.getByText(proofs.answers.code).waitFor();
    assert.match(await main(page), new RegExp(proofs.states.proven, 'i'));
    await Promise.all([page.context().close(), staff.context().close()]);
  });
}

/** Nobody of the staff demanded it, so either may have been drawn. */
async function drawnReviewer(): Promise<TestPerson> {
  const [drawn] = await kit.app.parts.db.rows<{ by: string }>(
    'select assigned_to as by from proof where decided_at is null and assigned_to is not null',
  );
  return drawn?.by === requester.personId ? requester : reviewer;
}
