import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { confirmTransfer, joinDealing, seeTransfer, startTransfer } from '../../src/promises/use/index.ts';
import { LEFT, openTestApp, type TestApp, type TestCredential, type TestPerson } from '../testkit/app.ts';
import { openTestFolder } from '../testkit/folder.ts';
import { read } from './documents.ts';

const text = read('docs/integrating.md');
const folder = openTestFolder();
const received: { headers: IncomingHttpHeaders; body: string }[] = [];
const provider = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  received.push({ headers: request.headers, body: Buffer.concat(chunks).toString('utf8') });
  response.writeHead(202).end();
});
let kit: TestApp;
let person: TestPerson;
let shop: TestCredential;
let pay: TestCredential;
let served: string;

interface Shop {
  openDealing(order: string, transfer?: object): Promise<{ id: string; join: string }>;
  deliveryAddress(dealing: string): Promise<{ person: string; name: string; address: object }>;
  birthDate(dealing: string): Promise<never>;
}

/** A program of the document, as a reader would save it, with the environment it asks for. */
async function program<T>(name: string, env: Readonly<Record<string, string>>): Promise<T> {
  const code = [...text.matchAll(/^```js\n([\s\S]*?)^```/gm)].find(([, js = '']) => js.startsWith(`// ${name}\n`))?.[1];
  assert(code !== undefined, `the document holds ${name}`);
  const path = join(folder.path, name);
  writeFileSync(path, code);
  Object.assign(process.env, env);
  return (await import(pathToFileURL(path).href)) as T;
}

before(async () => {
  await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(provider.address() as AddressInfo).port}/payments`;
  kit = await openTestApp();
  await kit.publish((all) => ({ ...all, providers: all.providers.map((one) => ({ ...one, address })) }));
  shop = await kit.credential('service', 'shop');
  pay = await kit.credential('provider', 'demo-pay');
  person = await kit.person();
  served = (await kit.serve()).address;
});

after(async () => {
  await kit[Symbol.asyncDispose]();
  provider.close();
  folder[Symbol.dispose]();
});

test('the shop of the document gets the address it is declared to need, and nothing else', async () => {
  const { openDealing, deliveryAddress, birthDate } = await program<Shop>('shop.mjs', {
    KRISTALUX: served,
    SHOP_SECRET: shop.secret,
  });
  const { id, join: page } = await openDealing('1042');
  assert.equal(page, `/account/dealings/${id}`);
  assert.equal((await openDealing('1042')).id, id, 'the same order is the same dealing');
  await assert.rejects(deliveryAddress(id), { status: 404 });
  await kit.app.gate.pass(joinDealing, person.asker, { dealing: id });
  const told = await deliveryAddress(id);
  assert.equal(told.name, LEFT.name);
  assert.deepEqual(told.address, LEFT.address);
  await assert.rejects(birthDate(id), { status: 403, section: 'use', missing: ['fieldDeclaredForPurpose'] });
});

/** The document in other languages: how one is run, and two lines that open a dealing and ask for its address. */
const OTHERS = [
  {
    ...{ language: 'python', name: 'shop.py', begins: '# shop.py\n', run: 'python3' },
    program: 'import json, sys, shop\nprint(json.dumps(getattr(shop, sys.argv[1])(sys.argv[2])))\n',
  },
  {
    ...{ language: 'php', name: 'shop.php', begins: '<?php // shop.php\n', run: 'php' },
    program: "<?php require __DIR__ . '/shop.php'; echo json_encode($argv[1]($argv[2]));\n",
  },
] as const;

for (const { language, name, begins, run, program: main } of OTHERS) {
  test(`the shop of the document in ${language} gets the same, where ${language} is there to run it`, async (context) => {
    const code = [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(
      ([, one = '']) => one,
    );
    const [source = ''] = code;
    assert.equal(code.length, 1);
    assert.ok(source.startsWith(begins));
    if (spawnSync(run, ['--version']).status !== 0) return context.diagnostic(`not run: there is no ${run} here`);
    writeFileSync(join(folder.path, name), source);
    const mainFile = join(folder.path, `main-${name}`);
    writeFileSync(mainFile, main);
    const env = { ...process.env, KRISTALUX: served, SHOP_SECRET: shop.secret };
    // Not `spawnSync`: the server answers from this very process.
    const ask = async (of: string, about: string) =>
      JSON.parse((await promisify(execFile)(run, [mainFile, of, about], { env })).stdout);
    const { id } = await ask('open_dealing', `${language}-1042`);
    assert.equal((await ask('open_dealing', `${language}-1042`)).id, id, 'the same order is the same dealing');
    await assert.rejects(ask('delivery_address', id), /not_found/);
    await kit.app.gate.pass(joinDealing, person.asker, { dealing: id });
    const told = await ask('delivery_address', id);
    assert.deepEqual([told.name, told.address], [LEFT.name, LEFT.address]);
  });
}

test('the payment system of the document knows a signed call from a changed, an old and a foreign one', async () => {
  const transfer = {
    provider: 'demo-pay',
    method: 'card-transfer',
    amount: 129_000,
    currency: 'UAH',
    payee: 'Lamp shop',
  };
  const { openDealing } = await program<Shop>('shop.mjs', {});
  const { gate, worker } = kit.app;
  const dealing = (await openDealing('1043', transfer)).id;
  await gate.pass(joinDealing, person.asker, { dealing });
  const { id } = (await gate.pass(startTransfer, person.asker, { dealing })).output;
  const { shown } = (await gate.pass(seeTransfer, person.asker, { transfer: id })).output;
  await gate.pass(confirmTransfer, person.asker, { transfer: id, shown, password: person.password });
  await worker.drain();
  const { readTransfer } = await program<{
    readTransfer(headers: object, body: string, now?: number): { transfer: { id: string }; fields: object } | undefined;
  }>('provider.mjs', { DEMO_PAY_SIGNING_SECRET: pay.signingSecret ?? '' });
  const [call] = received;
  assert(call !== undefined && received.length === 1, 'one call came');
  const read = readTransfer(call.headers, call.body);
  assert.equal(read?.transfer.id, id);
  assert.deepEqual(read.fields, { name: LEFT.name });
  assert.equal(readTransfer(call.headers, call.body.replace('129000', '1')), undefined);
  assert.equal(readTransfer(call.headers, call.body, Date.now() / 1000 + 3600), undefined);
  assert.equal(readTransfer({ ...call.headers, 'webhook-signature': 'v1,AAAA' }, call.body), undefined);
});

test('every call with curl in the document is of an operation that there is, with a body that it reads', () => {
  const calls = [...text.matchAll(/^curl -X ([A-Z]+) http:\/\/localhost:8080\/v1(\S+)([\s\S]*?)^```/gm)];
  assert(calls.length >= 6, 'the document shows calls');
  for (const [, method = '', path = '', rest = ''] of calls) {
    const act = kit.app.gate.acts.find(
      (one) =>
        one.method === method && new RegExp(`^${one.path.replace(/\{\w+\}/g, '[^/]+')}$`).test(path) && !one.internal,
    );
    assert(act, `${method} ${path} is an operation`);
    const body = JSON.parse(/-d '([\s\S]*)'/.exec(rest)?.[1] ?? '{}') as object;
    const named = [...act.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
    const inPath = named.map((name) => [name, name === 'form' ? 'contact' : '7f1c9d3e-0d7c-4d0e-9d57-2f5f1f1c2a10']);
    const parsed = act.input.safeParse({ ...body, ...Object.fromEntries(inPath) });
    assert(parsed.success, `the body of ${method} ${path} is read: ${parsed.error?.message}`);
  }
});

test('the programs of the Russian document are those of the English one', () => {
  const programs = (document: string) => document.match(/^```[a-z]+\n[\s\S]*?^```/gm);
  assert.deepEqual(programs(read('docs/ru/integrating.md')), programs(text));
});
