import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Decrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { readActivity } from '../../src/kernel/watch/store.ts';
import { root } from '../../src/root.ts';
import { openTestFolder } from '../testkit/folder.ts';
import { type OwnServer, ownServer } from '../testkit/own-server.ts';
import { type Program, startProgram } from '../testkit/process.ts';
import { type Found, searchBytes, searchFolder, searchText } from './find-text.ts';

/**
 * A person with planted texts goes through everything the site does, on a server as it is run. Then every file it wrote
 * (database, write-ahead log, keys, temporary files), every line it said and every answer to somebody else is searched.
 */
const PLANTED = {
  latin: 'kanareika7f3q',
  cyrillic: 'Канарейка7жщ',
  phone: '441230459876',
  laterPhone: '441230459877',
  birth: '1931-07-13',
};
const ALL = Object.values(PLANTED);
const PASSWORD = `${PLANTED.latin} у моря светит ночью`;
const FIELDS = {
  name: `${PLANTED.cyrillic} Лампова`,
  email: `${PLANTED.latin}@example.org`,
  phone: `+${PLANTED.phone}`,
  country: 'GB',
  address: {
    street: `${PLANTED.cyrillic} улица`,
    building: PLANTED.latin,
    postcode: 'AB10 1XG',
    town: PLANTED.latin,
    country: 'GB',
  },
  'birth-date': PLANTED.birth,
};

let site: OwnServer;
/** The secret half of the backups' key, which no machine that is searched has. */
let identity: string;
let provider: Program;
let address: string;
let secrets: { shop: string; pay: string };
let demonstration: { accountName: string; password: string };
/** What others than the person were answered, by what they had asked. */
const toOthers: { readonly asked: string; readonly text: string }[] = [];

before(async () => {
  identity = await generateX25519Identity();
  site = ownServer({ BACKUP_RECIPIENT: await identityToRecipient(identity) });
  address = await site.start();
  const made = JSON.parse((await site.command('seed', '--json')).stdout);
  secrets = { shop: made.shop.secret, pay: made.demoPay.secret };
  demonstration = made.people[0];
  provider = startProgram(join(root, 'examples/payment-provider/provider.mjs'), [], {
    env: {
      KRISTALUX_URL: address,
      PORT: '0',
      ASK_PHONE: '1',
      DEMO_PAY_SECRET: secrets.pay,
      DEMO_PAY_SIGNING_SECRET: made.demoPay.signingSecret,
    },
  });
  const [, payments = ''] = await provider.said(/(http:\/\/localhost:\d+\/payments)/);
  const copy = join(site.folder, 'policy');
  await site.command('policy', 'copy', copy);
  const path = join(copy, 'declarations/providers.json');
  const declared = JSON.parse(readFileSync(path, 'utf8'));
  declared[0].address = payments;
  writeFileSync(path, JSON.stringify(declared));
  const published = await site.command('policy', 'publish', copy);
  assert.equal(published.code, 0, published.stderr);
});
after(async () => {
  await provider?.[Symbol.asyncDispose]();
  await site[Symbol.asyncDispose]();
});

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** What the page of a form carries, as whoever fills it in would send it. */
async function nonceOf(path: string): Promise<string> {
  const page = await (await fetch(`${address}${path}`)).text();
  return /name="nonce" value="([^"]+)"/.exec(page)?.[1] ?? '';
}

async function call(
  method: string,
  path: string,
  bearer: string | null,
  body?: object,
  key = PLANTED.latin,
): Promise<Answer> {
  const answer = await fetch(`${address}${path}`, {
    method,
    headers: {
      'content-type': 'application/json',
      'user-agent': `Browser of ${PLANTED.latin}`,
      'idempotency-key': key,
      ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  const parsed = (answer.headers.get('content-type') ?? '').includes('json') ? JSON.parse(text) : {};
  return { status: answer.status, text, body: parsed };
}

/** As somebody who is not the person: what they are answered is searched too. */
async function asOther(method: string, path: string, bearer: string | null, body?: object): Promise<Answer> {
  const answer = await call(method, path, bearer, body);
  toOthers.push({ asked: `${method} ${path}`, text: answer.text });
  return answer;
}

async function expect(answer: Promise<Answer>, status: number): Promise<Answer['body']> {
  const { status: got, text, body } = await answer;
  assert.equal(got, status, text);
  return body;
}

let session: string;

test('the sweep itself finds a planted text in every writing', () => {
  using folder = openTestFolder();
  const bytes = Buffer.from(`x${PLANTED.cyrillic}y`);
  const writings = [
    bytes,
    Buffer.from(PLANTED.cyrillic, 'utf16le'),
    Buffer.from(PLANTED.cyrillic, 'utf16le').swap16(),
    bytes.toString('hex'),
    bytes.toString('base64'),
    bytes.subarray(1).toString('base64url'),
    Buffer.concat([Buffer.from('zz'), bytes]).toString('base64'),
    encodeURIComponent(PLANTED.cyrillic),
  ];
  for (const [index, writing] of writings.entries()) {
    const path = join(folder.path, 'deep', `${index}`);
    mkdirSync(join(folder.path, 'deep'), { recursive: true });
    writeFileSync(path, writing);
    assert.equal(searchFolder(folder.path, ALL).length, 1, `writing ${index}`);
    rmSync(path);
  }
});

test('the person leaves data, corrects it, writes, signs in, errs, joins, transfers and looks at all of it', async () => {
  const language = 'ru';
  const policyVersion = 3;
  const registered = await expect(
    call('POST', '/v1/registrations', null, { fields: FIELDS, password: PASSWORD, language, policyVersion }),
    200,
  );
  session = String(registered.session);
  const signIn = (identifier: string, password = PASSWORD) =>
    call('POST', '/v1/sessions', null, { identifier, password });
  await expect(signIn(FIELDS.email), 200);
  await expect(signIn(FIELDS.phone), 200);
  await expect(signIn(FIELDS.email, `not ${PASSWORD}`), 401);
  await expect(signIn(`${PLANTED.latin}@nowhere.example.org`), 401);
  const later = { fields: { phone: `+${PLANTED.laterPhone}` }, password: PASSWORD, language };
  await expect(call('PUT', '/v1/own-data', session, later), 200);
  const form = {
    fields: { name: FIELDS.name, email: FIELDS.email, country: 'GB' },
    message: `Пишет ${PLANTED.cyrillic}`,
    language,
    nonce: await nonceOf('/forms/contact'),
  };
  await expect(call('POST', '/v1/forms/contact/submissions', null, form), 200);
  await expect(
    call('POST', '/v1/conversations', session, { text: `Снова ${PLANTED.cyrillic} и ${PLANTED.latin}`, language }),
    201,
  );
  for (const path of ['/v1/own-data', '/v1/own-history', '/v1/conversations'])
    await expect(call('GET', path, session), 200);
});

test('who tries the demonstration finds what a shop was given, and what it was refused with the section that says so', async () => {
  const { accountName: identifier, password } = demonstration;
  const signedIn = await expect(call('POST', '/v1/sessions', null, { identifier, password }), 200);
  const history = await call('GET', '/v1/own-history', String(signedIn.session));
  const entries = history.body.entries as readonly {
    readonly kind: string;
    readonly body: {
      readonly decision: string;
      readonly fields: readonly string[];
      readonly sections: readonly string[];
    };
  }[];
  assert.deepEqual(
    entries
      .filter(({ kind }) => kind === 'askFields')
      .map(({ body: { decision, fields, sections } }) => ({ decision, fields, sections })),
    [
      { decision: 'refused', fields: ['phone'], sections: ['use'] },
      { decision: 'allowed', fields: ['name', 'email'], sections: ['use'] },
    ],
  );
  const counted = await site.look(({ parts }) => readActivity(parts.db, 2));
  assert(
    counted.some(({ act, times }) => act === 'askFields' && times >= 3),
    'what a command did is counted in the console',
  );
});

test('mistakes with planted texts in them are answered and logged without them', async () => {
  const odd = [PLANTED.latin, encodeURIComponent(PLANTED.cyrillic)];
  for (const text of odd) {
    await asOther('GET', `/v1/${text}`, null);
    // These two show a button that sends the very address: the answer to who typed it holds it.
    for (const path of [`/mine/${text}`, `/stop/${text}`]) assert.notEqual((await call('GET', path, null)).status, 500);
    await asOther('GET', `/policy/at/${text}`, null);
    await asOther('POST', '/v1/dealings', secrets.shop, {
      purpose: 'delivery',
      reference: '1',
      [decodeURIComponent(text)]: 1,
    });
    await asOther('POST', '/v1/registrations', null, {
      fields: { email: `not an address ${text}` },
      password: PASSWORD,
      language: 'ru',
      policyVersion: 3,
    });
  }
  const { status } = await asOther('POST', '/v1/registrations', null, {
    fields: FIELDS,
    password: `another ${PASSWORD}`,
    language: 'xx',
    policyVersion: 3,
  });
  assert.equal(status, 422);
});

test('a shop and a provider get what was declared, once, and nothing else', async () => {
  const transfer = { provider: 'demo-pay', method: 'card-transfer', amount: 1, currency: 'GBP', payee: 'Lamp shop' };
  const opened = await expect(
    asOther('POST', '/v1/dealings', secrets.shop, { purpose: 'delivery', reference: 'order 1', transfer }),
    201,
  );
  const dealing = `/v1/dealings/${opened.id}`;
  await expect(call('POST', `${dealing}/join`, session, {}), 200);
  // The one answer to the shop that may hold values: exactly those of the fields it asked for.
  const given = await call('POST', `${dealing}/fields`, secrets.shop, { fields: ['name'] });
  assert.deepEqual(given.body.fields, { name: FIELDS.name });
  await expect(asOther('POST', `${dealing}/fields`, secrets.shop, { fields: ['birth-date'] }), 403);
  const started = await expect(call('POST', '/v1/transfers', session, { dealing: opened.id }), 201);
  const path = `/v1/transfers/${started.id}`;
  const { shown } = await expect(call('GET', path, session), 200);
  await expect(call('POST', `${path}/confirm`, session, { shown, password: PASSWORD }), 200);
  await provider.said(/Asked for the phone: 403/);
  await expect(asOther('POST', `${path}/fields`, secrets.pay, { fields: ['name', 'email'] }), 403);
  // A transfer of their own says in their own words whom it pays.
  const own = { ...transfer, payee: `${PLANTED.cyrillic} ${PLANTED.latin}` };
  const again = `${PLANTED.latin} again`;
  const { id: ownId } = await expect(call('POST', '/v1/transfers', session, { transfer: own }, again), 201);
  const second = `/v1/transfers/${ownId}`;
  const seen = await expect(call('GET', second, session), 200);
  assert.equal(seen.payee, own.payee);
  await expect(call('POST', `${second}/confirm`, session, { shown: seen.shown, password: PASSWORD }), 200);
  await expect(call('POST', `${dealing}/end`, session, {}), 200);
  await expect(asOther('POST', `${dealing}/fields`, secrets.shop, { fields: ['name'] }), 403);
});

test('the public log and the policy are read by anybody', async () => {
  await expect(asOther('GET', '/ledger/checkpoint', null), 200);
  await expect(asOther('GET', '/policy.json', null), 200);
  await asOther('GET', '/ledger/tile/entries/000', null);
});

test('nor does it stand in a backup, even for who can decrypt it', async () => {
  const backups = join(site.folder, 'backups-of-the-command');
  const made = await site.command('backup', backups);
  assert.equal(made.code, 0, made.stderr);
  const files = readdirSync(backups);
  assert.equal(files.length, 2, 'data and keys');
  for (const file of files) {
    const decrypter = new Decrypter();
    decrypter.addIdentity(identity);
    const plain = await decrypter.decrypt(new Uint8Array(readFileSync(join(backups, file))));
    assert(plain.length > 1000, 'there is something to search');
    assert.deepEqual(searchBytes(plain, file, [...ALL, session, secrets.shop, secrets.pay]), []);
  }
});

test('nor once the person has erased everything and the epoch has turned, and the former key is in no file either', async () => {
  const file = readFileSync(join(site.keyDir, 'epoch-0001.key'), 'utf8');
  const [, former = ''] = /^key (\S+)$/m.exec(file) ?? [];
  assert.equal(former.length, 44, 'a key of 32 bytes');
  await expect(call('POST', '/v1/own-data/erasure', session, { password: PASSWORD }), 200);
  const turned = await site.command('keys', 'rotate');
  assert.equal(turned.code, 0, turned.stderr);
  assert.deepEqual(searchFolder(site.folder, [...ALL, former]), []);
});

test('nothing that was planted stands in any file of the running site', () => {
  assert.deepEqual(leaks(), []);
});

test('nor in its files once it has stopped, nor in anything it said', async () => {
  site.server().kill('SIGTERM');
  assert.equal((await site.server().ended).code, 0);
  assert.deepEqual(leaks(), []);
  assert.deepEqual(searchText(await site.said(), 'what it said', [...ALL, session, secrets.shop, secrets.pay]), []);
  const { stdout, stderr } = await site.command('ledger', 'fsck', '--json');
  assert.deepEqual(searchText(stdout + stderr, 'ledger fsck', ALL), []);
});

test('nor in any answer to somebody else', () => {
  assert(toOthers.length > 15, 'others were answered');
  assert.deepEqual(
    toOthers.flatMap(({ asked, text }) => searchText(text, asked, ALL)),
    [],
  );
});

/** Sessions and secrets are kept only as what cannot be turned back. */
function leaks(): readonly Found[] {
  return searchFolder(site.folder, [...ALL, session, secrets.shop, secrets.pay]);
}
