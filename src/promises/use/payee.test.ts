import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import { LEFT, openTestApp, type TestApp } from '../../../test/testkit/app.ts';
import { seeOwnHistory } from '../agreement/index.ts';
import { confirmTransfer, seeTransfer, startTransfer } from './index.ts';

/** The outside: a payment provider that keeps what it gets. */
const received: string[] = [];
const server = createServer((request, response) => {
  void text(request).then((body) => {
    received.push(body);
    response.writeHead(202).end();
  });
});
let kit: TestApp;
before(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/payments`;
  kit = await openTestApp();
  await kit.publish((all) => ({ ...all, providers: all.providers.map((one) => ({ ...one, address })) }));
  await kit.credential('provider', 'demo-pay');
});
after(async () => {
  await kit[Symbol.asyncDispose]();
  server.close();
});

test('whom a person wants to pay is sealed, seen by them, and handed over with their transfer', async () => {
  const person = await kit.person();
  const payee = 'Зоя, сестра';
  const own = { transfer: { provider: 'demo-pay', method: 'card-transfer', amount: 125_000, currency: 'UAH', payee } };
  const { id } = (await kit.app.gate.pass(startTransfer, person.asker, own)).output;
  const rows = await kit.app.parts.db.rows<{ row: string }>(
    'select to_jsonb(transfer)::text as row from transfer where transfer_id = $1',
    [id],
  );
  assert.equal(rows.length, 1);
  assert.doesNotMatch(rows[0]?.row ?? '', /Зоя|сестра/);
  const seen = (await kit.app.gate.pass(seeTransfer, person.asker, { transfer: id })).output;
  assert.equal(seen.payee, payee);
  assert.deepEqual(
    seen.fields.map(({ field }) => field),
    ['name'],
  );
  const { password } = person;
  await kit.app.gate.pass(confirmTransfer, person.asker, { transfer: id, shown: seen.shown, password });
  await kit.app.worker.drain();
  const handed = JSON.parse(received[0] ?? '{}');
  assert.deepEqual([handed.transfer.payee, handed.fields], [payee, { name: LEFT.name }]);
  const { output } = await kit.app.gate.pass(seeOwnHistory, person.asker, {});
  const handing = output.entries.find(({ body }) => body?.kind === 'handOverTransfer');
  assert.deepEqual(handing?.body?.fields, ['name', 'transfer/payee']);
  assert.doesNotMatch(JSON.stringify(output), /Зоя|сестра/);
});
