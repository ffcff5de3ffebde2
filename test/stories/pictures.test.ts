import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import sharp from 'sharp';
import { Refusal } from '../../src/kernel/refusal.ts';
import {
  askFields,
  askTransferFields,
  confirmTransfer,
  joinDealing,
  openDealing,
  seeTransfer,
  startTransfer,
} from '../../src/promises/use/index.ts';
import { root } from '../../src/root.ts';
import { openTestApp, type TestApp, type TestPerson } from '../testkit/app.ts';
import { openBrowser } from '../testkit/browser.ts';

/** What the README shows, each of a page that the program serves; `--write` takes them anew. */
const PICTURES = [
  { file: 'policy.ru.png', path: '/policy?lang=ru', height: 1000 },
  { file: 'history.ru.png', path: '/account/history?lang=ru', height: 1000 },
] as const;
/** A page of the repository is read over slow lines too. */
const BYTES_MAX = 250_000;
const folder = join(root, 'docs/pictures');

test('the pictures of the README are there and small enough to load', async () => {
  if (process.env.KRISTALUX_TEST_WRITE === '1') await takePictures();
  for (const { file } of PICTURES) {
    assert(existsSync(join(folder, file)), `docs/pictures/${file} is there`);
    assert(readFileSync(join(folder, file)).length < BYTES_MAX, `${file} is below ${BYTES_MAX} bytes`);
  }
});

async function takePictures(): Promise<void> {
  await using kit = await openTestApp();
  const provider = createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(202).end());
  });
  await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve));
  const person = await liveThrough(kit, (provider.address() as AddressInfo).port);
  const { address } = await kit.serve();
  await using browser = await openBrowser();
  const context = await browser.newContext({
    viewport: { width: 1200, height: 1000 },
    locale: 'ru-RU',
    colorScheme: 'light',
  });
  await context.addCookies([{ name: 'kristalux-session', value: person.token, url: address }]);
  mkdirSync(folder, { recursive: true });
  for (const { file, path, height } of PICTURES) {
    const page = await context.newPage();
    await page.goto(`${address}${path}`);
    const taken = await page.screenshot({ clip: { x: 0, y: 0, width: 1200, height } });
    writeFileSync(join(folder, file), await sharp(taken).png({ palette: true, colours: 128, effort: 10 }).toBuffer());
    await page.close();
  }
  provider.close();
}

/** A person's first day: an order, its delivery, its payment, and two askings that the policy refuses. */
async function liveThrough(kit: TestApp, port: number): Promise<TestPerson> {
  await kit.publish((all) => ({
    ...all,
    providers: all.providers.map((one) => ({ ...one, address: `http://127.0.0.1:${port}/payments` })),
  }));
  const { gate, worker } = kit.app;
  const shop = await kit.credential('service', 'shop');
  const provider = await kit.credential('provider', 'demo-pay');
  const person = await kit.person();
  const transfer = { provider: 'demo-pay', method: 'card-transfer', amount: 129_000, currency: 'UAH', payee: 'Лампа' };
  const opened = await gate.pass(openDealing, shop.asker, { purpose: 'delivery', reference: '1042', transfer });
  const dealing = opened.output.id;
  await gate.pass(joinDealing, person.asker, { dealing });
  await gate.pass(askFields, shop.asker, { dealing, fields: ['name', 'address'] });
  await refused(gate.pass(askFields, shop.asker, { dealing, fields: ['birth-date'] }));
  const started = await gate.pass(startTransfer, person.asker, { dealing });
  const { shown } = (await gate.pass(seeTransfer, person.asker, { transfer: started.output.id })).output;
  const { password } = person;
  await gate.pass(confirmTransfer, person.asker, { transfer: started.output.id, shown, password });
  await worker.drain();
  await refused(gate.pass(askTransferFields, provider.asker, { transfer: started.output.id, fields: ['phone'] }));
  return person;
}

async function refused(asking: Promise<unknown>): Promise<void> {
  await assert.rejects(asking, (error) => error instanceof Refusal && error.code === 'forbidden_by_policy');
}
