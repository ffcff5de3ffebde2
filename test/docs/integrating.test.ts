import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { transformSync } from 'esbuild';
import { confirmTransfer, joinDealing, seeTransfer, startTransfer } from '../../src/promises/use/index.ts';
import { root } from '../../src/root.ts';
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
  const all = [...text.matchAll(/^```(?:js|ts)\n([\s\S]*?)^```/gm)].map(([, one = '']) => one);
  const code = all.find((one) => one.startsWith(`// ${name}\n`));
  assert(code !== undefined, `the document holds ${name}`);
  const path = join(folder.path, name.replace('.ts', '-ts.mjs'));
  // What a TypeScript program is made into, with the client where its package would be.
  const client = pathToFileURL(join(root, 'dist/client.js')).href;
  const { code: js } = transformSync(code, { loader: name.endsWith('.ts') ? 'ts' : 'js' });
  writeFileSync(path, js.replaceAll('@kristalux/client', client));
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

for (const [name, order] of [
  ['shop.mjs', '1042'],
  ['shop.ts', 'ts-1042'],
] as const) {
  test(`${name} of the document gets the address it is declared to need, and nothing else`, async () => {
    const env = { KRISTALUX: served, SHOP_SECRET: shop.secret };
    const { openDealing, deliveryAddress, birthDate } = await program<Shop>(name, env);
    const { id, join: page } = await openDealing(order);
    assert.equal(page, `/account/dealings/${id}`);
    assert.equal((await openDealing(order)).id, id, 'the same order is the same dealing');
    await assert.rejects(deliveryAddress(id), { status: 404 });
    await kit.app.gate.pass(joinDealing, person.asker, { dealing: id });
    const told = await deliveryAddress(id);
    assert.equal(told.name, LEFT.name);
    assert.deepEqual(told.address, LEFT.address);
    await assert.rejects(birthDate(id), { status: 403, section: 'use', missing: ['fieldDeclaredForPurpose'] });
  });
}

/** The document in other languages: how one is run, and two lines that open a dealing and ask for its address. */
const OTHERS = [
  {
    ...{ language: 'python', name: 'shop.py', begins: '# shop.py\n', run: 'python3', there: ['--version'] },
    program: 'import json, sys, shop\nprint(json.dumps(getattr(shop, sys.argv[1])(sys.argv[2])))\n',
  },
  {
    ...{ language: 'php', name: 'shop.php', begins: '<?php // shop.php\n', run: 'php', there: ['-r', 'curl_init();'] },
    program: "<?php require __DIR__ . '/shop.php'; echo json_encode($argv[1]($argv[2]));\n",
  },
] as const;

for (const { language, name, begins, run, there, program: main } of OTHERS) {
  test(`the shop of the document in ${language} gets the same, where ${language} is there to run it`, async (context) => {
    const code = [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(
      ([, one = '']) => one,
    );
    const [source = ''] = code;
    assert.equal(code.length, 1);
    assert.ok(source.startsWith(begins));
    if (spawnSync(run, there).status !== 0) return context.diagnostic(`not run: there is no ${run} here`);
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

test('the calls with curl, as they stand in the document, do what it says, where curl is there to run them', async (context) => {
  if (spawnSync('curl', ['--version']).status !== 0) return context.diagnostic('not run: there is no curl here');
  const calls = [...text.matchAll(/^(curl -X [\s\S]*?)^```/gm)].map(([, call = '']) => call);
  assert.equal(calls.length, 7);
  const env: Record<string, string> = {
    PATH: process.env.PATH ?? '',
    SHOP_SECRET: shop.secret,
    DEMO_PAY_SECRET: pay.secret,
    SESSION: person.token,
  };
  const run = async (number: number) => {
    const call = calls[number]
      ?.replaceAll('http://localhost:8080', served)
      .replace('curl', "curl -sS -w '\\n%{http_code}'");
    const asked =
      call?.replace(/10(?=4[23])/g, 'curl-10').replace('"policyVersion": 2', `"policyVersion": ${version}`) ?? '';
    const { stdout } = await promisify(execFile)('sh', ['-c', asked], { env });
    const [status = '', ...body] = stdout.split('\n').reverse();
    return { status: Number(status), told: JSON.parse(body.reverse().join('\n')) as Record<string, unknown> };
  };
  const { gate, worker, parts } = kit.app;
  const version = (await parts.shelf.inForce())?.number;
  const opened = await run(0);
  env['DEALING'] = String(opened.told['id']);
  await gate.pass(joinDealing, person.asker, { dealing: env['DEALING'] });
  const { name, address } = (await run(1)).told['fields'] as { name: string; address: string };
  assert.deepEqual([name, JSON.parse(address)], [LEFT.name, LEFT.address]);
  assert.equal((await run(2)).status, 200);
  const dealing = String((await run(3)).told['id']);
  await gate.pass(joinDealing, person.asker, { dealing });
  const { id } = (await gate.pass(startTransfer, person.asker, { dealing })).output;
  const { shown } = (await gate.pass(seeTransfer, person.asker, { transfer: id })).output;
  await gate.pass(confirmTransfer, person.asker, { transfer: id, shown, password: person.password });
  await worker.drain();
  env['TRANSFER'] = id;
  const reported = await run(4);
  assert.equal(reported.status, 200, JSON.stringify(reported.told));
  assert.equal((await run(5)).status, 403, 'the phone is not declared for this way of paying');
  const left = await run(6);
  assert.equal(left.status, 200, JSON.stringify(left.told));
});
