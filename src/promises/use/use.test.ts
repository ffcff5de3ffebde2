import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Webhook } from 'standardwebhooks';
import { LEFT, openTestApp, type TestApp, type TestCredential, type TestPerson } from '../../../test/testkit/app.ts';
import { openTestFolder } from '../../../test/testkit/folder.ts';
import { refusedAs } from '../../../test/testkit/refused-as.ts';
import { runCommand } from '../../../test/testkit/run-command.ts';
import { seeOwnHistory } from '../agreement/index.ts';
import { endCredential, listCredentials } from '../security/index.ts';
import { computeAggregate } from './compute-aggregate.ts';
import {
  askFields,
  askTransferFields,
  cancelTransfer,
  confirmTransfer,
  joinDealing,
  openDealing,
  pauseUse,
  resumeUse,
  seeTransfer,
  startTransfer,
} from './index.ts';

let provider: FakeProvider;
let kit: TestApp;
let shop: TestCredential;
let bank: TestCredential;
before(async () => {
  provider = await openProvider();
  kit = await openTestApp();
  await kit.publish((declarations) => ({
    ...declarations,
    providers: declarations.providers.map((one) => ({ ...one, address: provider.address })),
  }));
  shop = await kit.credential('service', 'shop');
  bank = await kit.credential('provider', 'demo-pay');
});
after(async () => {
  await kit[Symbol.asyncDispose]();
  provider.server.close();
});

const transfer = {
  provider: 'demo-pay',
  method: 'card-transfer',
  amount: 125_000,
  currency: 'UAH',
  payee: 'Lamp shop',
};

async function joined(person: TestPerson): Promise<string> {
  const { output } = await kit.app.gate.pass(openDealing, shop.asker, {
    purpose: 'delivery',
    reference: 'order 1',
    transfer,
  });
  await kit.app.gate.pass(joinDealing, person.asker, { dealing: output.id });
  return output.id;
}

test('a service gets the fields declared for the purpose of a dealing that the person joined', async () => {
  const dealing = await joined(await kit.person());
  const { output } = await kit.app.gate.pass(askFields, shop.asker, { dealing, fields: ['name', 'address'] });
  assert.equal(output.fields['name'], LEFT.name);
  assert.deepEqual(JSON.parse(output.fields['address'] ?? ''), LEFT.address);
  assert.doesNotMatch(JSON.stringify(output), /canary-lamp/);
});

test('one field too many, and the whole request is refused with its section, and the person sees it', async () => {
  const person = await kit.person();
  const dealing = await joined(person);
  await assert.rejects(
    kit.app.gate.pass(askFields, shop.asker, { dealing, fields: ['address', 'birth-date'] }),
    refusedAs('forbidden_by_policy', ({ detail }) => assert.equal(detail.section, 'use')),
  );
  const { output } = await kit.app.gate.pass(seeOwnHistory, person.asker, {});
  const refused = output.entries[0]?.body;
  assert.equal(refused?.decision, 'refused');
  assert.equal(refused?.asker, 'service:shop');
  assert.deepEqual(refused?.fields, ['address', 'birth-date']);
  assert.deepEqual(refused?.because, ['fieldDeclaredForPurpose']);
});

test('a dealing of nobody, of another service or of no service is out of reach: 404', async () => {
  const { output } = await kit.app.gate.pass(openDealing, shop.asker, { purpose: 'delivery', reference: 'order 2' });
  const asking = { dealing: output.id, fields: ['name'] };
  await assert.rejects(kit.app.gate.pass(askFields, shop.asker, asking), refusedAs('not_found'));
  const other = { ...asking, dealing: '00000000-0000-4000-8000-000000000000' };
  await assert.rejects(kit.app.gate.pass(askFields, shop.asker, other), refusedAs('not_found'));
});

test('a confirmed transfer hands over exactly the required fields, once, signed', async () => {
  const person = await kit.person();
  const dealing = await joined(person);
  const id = await confirmed(person, dealing);
  provider.received.length = 0;
  await kit.app.worker.drain();
  await kit.app.worker.drain();
  assert.equal(provider.received.length, 1);
  const [call] = provider.received;
  assert(call !== undefined && bank.signingSecret !== null);
  const body = new Webhook(bank.signingSecret).verify(call.body, call.headers) as {
    fields: object;
    transfer: { id: string };
  };
  assert.deepEqual(body.fields, { name: LEFT.name });
  assert.equal(body.transfer.id, id);
  assert.doesNotMatch(call.body, new RegExp(person.personId));
  const { output } = await kit.app.gate.pass(seeTransfer, person.asker, { transfer: id });
  assert.equal(output.state, 'accepted');
});

test('a provider that asks for more afterwards is refused, and the person sees who asked for what', async () => {
  const person = await kit.person();
  const id = await confirmed(person, await joined(person));
  await kit.app.worker.drain();
  await assert.rejects(
    kit.app.gate.pass(askTransferFields, bank.asker, { transfer: id, fields: ['phone'] }),
    refusedAs('forbidden_by_policy', ({ detail }) => assert.equal(detail.section, 'use')),
  );
  const { output } = await kit.app.gate.pass(seeOwnHistory, person.asker, {});
  assert.equal(output.entries[0]?.body?.asker, 'provider:demo-pay');
  assert.deepEqual(output.entries[0]?.body?.fields, ['phone']);
});

test('a wrong password confirms nothing and nothing leaves', async () => {
  const person = await kit.person();
  const { output } = await kit.app.gate.pass(startTransfer, person.asker, { dealing: await joined(person) });
  const shown = await kit.app.gate.pass(seeTransfer, person.asker, { transfer: output.id });
  provider.received.length = 0;
  const wrong = { transfer: output.id, shown: shown.output.shown, password: 'not the password at all' };
  await assert.rejects(kit.app.gate.pass(confirmTransfer, person.asker, wrong), refusedAs('presence_required'));
  await kit.app.worker.drain();
  assert.equal(provider.received.length, 0);
});

test('two confirmations at once are one confirmation and one hand-over', async () => {
  const person = await kit.person();
  const { output } = await kit.app.gate.pass(startTransfer, person.asker, { dealing: await joined(person) });
  const shown = await kit.app.gate.pass(seeTransfer, person.asker, { transfer: output.id });
  const confirming = { transfer: output.id, shown: shown.output.shown, password: person.password };
  const both = await Promise.allSettled([1, 2].map(() => kit.app.gate.pass(confirmTransfer, person.asker, confirming)));
  assert.equal(both.filter(({ status }) => status === 'fulfilled').length, 1);
  provider.received.length = 0;
  await kit.app.worker.drain();
  assert.equal(provider.received.length, 1);
});

test('until the hand-over begins a confirmed transfer can be cancelled, and then nothing leaves', async () => {
  const person = await kit.person();
  const id = await confirmed(person, await joined(person));
  await kit.app.gate.pass(cancelTransfer, person.asker, { transfer: id });
  provider.received.length = 0;
  await kit.app.worker.drain();
  assert.equal(provider.received.length, 0);
  const late = await confirmed(person, await joined(person));
  await kit.app.worker.drain();
  await assert.rejects(kit.app.gate.pass(cancelTransfer, person.asker, { transfer: late }), refusedAs('conflict'));
});

test('while a person has paused, neither a service nor the recipient of a transfer gets anything', async () => {
  const person = await kit.person();
  const dealing = await joined(person);
  const id = await confirmed(person, dealing);
  await kit.app.gate.pass(pauseUse, person.asker, {});
  provider.received.length = 0;
  await kit.app.worker.drain();
  assert.equal(provider.received.length, 0);
  const asking = () => kit.app.gate.pass(askFields, shop.asker, { dealing, fields: ['name'] });
  await assert.rejects(asking(), refusedAs('forbidden_by_policy'));
  await kit.app.gate.pass(resumeUse, person.asker, {});
  await asking();
  assert.notEqual(id, undefined);
});

test('an aggregate tells no group below the minimum, and the others only rounded', async () => {
  const host = { kind: 'host', by: 'test' } as const;
  const asking = () => kit.app.gate.pass(computeAggregate, host, { aggregate: 'persons-by-country' });
  const persons = async (country: string, number: number) => {
    await kit.app.parts.db.run(
      `insert into person (person_id, chain, country, country_how, language)
       select gen_random_uuid(), uuid_send(gen_random_uuid()), $1, 'declared', 'ru' from generate_series(1, $2)`,
      [country, number],
    );
  };
  await persons('MD', 19);
  await persons('GE', 23);
  const { output } = await asking();
  assert.equal(
    output.groups.find(({ value }) => value === 'MD'),
    undefined,
  );
  assert.equal(output.groups.find(({ value }) => value === 'GE')?.persons, 25);
  const undeclared = kit.app.gate.pass(computeAggregate, host, { aggregate: 'persons-by-name' });
  await assert.rejects(undeclared, refusedAs('forbidden_by_policy'));
});

async function confirmed(person: TestPerson, dealing: string): Promise<string> {
  const { output } = await kit.app.gate.pass(startTransfer, person.asker, { dealing });
  const shown = await kit.app.gate.pass(seeTransfer, person.asker, { transfer: output.id });
  assert.deepEqual(
    shown.output.fields.map(({ field, value }) => [field, value]),
    [['name', LEFT.name]],
  );
  const confirming = { transfer: output.id, shown: shown.output.shown, password: person.password };
  await kit.app.gate.pass(confirmTransfer, person.asker, confirming);
  return output.id;
}

interface FakeProvider {
  readonly address: string;
  readonly server: Server;
  readonly received: { body: string; headers: Record<string, string> }[];
}

/** The outside: a payment provider that keeps what it gets. */
async function openProvider(): Promise<FakeProvider> {
  const received: FakeProvider['received'] = [];
  const server = createServer(async (request: IncomingMessage, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    received.push({ body, headers: request.headers as Record<string, string> });
    response.writeHead(202).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  assert(address !== null && typeof address === 'object');
  return { address: `http://127.0.0.1:${address.port}/payments`, server, received };
}

test('a credential shows when it was last used, and to rotate it only the older ones end', async () => {
  const { address } = await kit.serve();
  const { db } = kit.app.parts;
  const list = async () => (await listCredentials(db)).filter(({ name }) => name === 'shop');
  const second = await kit.credential('service', 'shop');
  const ask = (secret: string) =>
    fetch(`${address}/v1/dealings`, {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
      body: JSON.stringify({ purpose: 'delivery', reference: 'order 9' }),
    }).then(({ status }) => status);
  assert.deepEqual([await ask(shop.secret), (await list()).filter((one) => one.lastUsedAt !== null).length], [201, 1]);
  const ended = await kit.app.gate.pass(
    endCredential,
    { kind: 'host', by: 'test' },
    { kind: 'service', name: 'shop', older: true },
  );
  assert.equal(ended.output.ended, 1);
  assert.deepEqual([await ask(shop.secret), await ask(second.secret)], [401, 201]);
  assert.deepEqual((await list()).map((one) => [one.endedAt !== null, one.lastUsedAt !== null]).sort(), [
    [false, true],
    [true, true],
  ]);
  const kept = await db.rows<{ row: string }>('select to_jsonb(credential)::text as row from credential');
  for (const { row } of kept)
    for (const { secret } of [shop, second]) assert(!row.includes(secret), 'only a hash is kept');
});

test('what a provider gave comes in by a file, is kept sealed, and is shown to nobody', async () => {
  using folder = openTestFolder();
  const given = { key: 'sk_live_given_by_the_provider', reports: 'whsec_given_by_the_provider' };
  const file = join(folder.path, 'given.json');
  writeFileSync(file, JSON.stringify(given));
  const said: string[] = [];
  const hear = (text: string) => void said.push(text);
  const env = { DATABASE_URL: kit.databaseUrl, KEY_DIR: kit.keyDir };
  const args = ['credentials', 'issue', 'provider', 'demo-pay', '--given', file];
  assert.equal(await runCommand(args, { env, out: hear, err: hear }), 0);
  assert.doesNotMatch(said.join('\n'), /given_by_the_provider|signing secret/);
  const { siteSecrets, db } = kit.app.parts;
  const read = await siteSecrets.read(db, 'provider-key/demo-pay');
  assert.equal(read?.unseal('hand-over'), given.key);
  const rows = await db.rows<{ row: string }>('select to_jsonb(value)::text as row from value');
  for (const { row } of rows) assert.doesNotMatch(row, /given_by_the_provider/);
});
