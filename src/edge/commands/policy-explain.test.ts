import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { openTestApp, type TestApp } from '../../../test/testkit/app.ts';
import { openTestFolder } from '../../../test/testkit/folder.ts';
import { takeReceipt } from '../../promises/agreement/index.ts';
import { askFields, joinDealing, openDealing } from '../../promises/use/index.ts';
import { runCommand } from '../cli.ts';

const folder = openTestFolder();
let kit: TestApp;
before(async () => {
  kit = await openTestApp();
  await kit.publish();
});
after(async () => {
  await kit[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

async function command(...args: readonly string[]) {
  const env = { DATABASE_URL: kit.databaseUrl, KEY_DIR: kit.keyDir, DATA_DIR: join(folder.path, 'data') };
  const said = { stdout: '', stderr: '' };
  const out = (line: string) => {
    said.stdout += `${line}\n`;
  };
  const err = (line: string) => {
    said.stderr += `${line}\n`;
  };
  return { code: await runCommand(['policy', ...args], { env, out, err }), ...said };
}

const DELIVERY = [
  'explain',
  'askFields',
  '--named',
  'service:shop/delivery',
  '--fact',
  'joinedByPerson',
  '--fact',
  'originUsable',
  '--lang',
  'en',
];

test('explain says of a stated case which field is refused, why, and which fact would change it', async () => {
  const { code, stdout } = await command(...DELIVERY, '--field', 'address', '--field', 'birth-date');
  assert.equal(code, 0);
  assert.deepEqual(stdout.trimEnd().split('\n'), [
    'askFields: service asks for data for a dealing (service:shop/delivery) → service',
    '  Postal address: refused («Use of data»): no rule permits it',
    '    it would be allowed if this were so: the dealing is still open',
    '  Date of birth: refused («Use of data»): no rule permits it',
    '    it would be allowed if this were so: the field is declared for this purpose; the dealing is still open',
    'refused as a whole: one refusal refuses the whole asking',
  ]);
  const allowed = await command(...DELIVERY, '--fact', 'dealingOpen', '--field', 'address', '--json');
  const told = JSON.parse(allowed.stdout);
  assert.deepEqual(
    [told.allowed, told.told, told.opens[0].by, told.opens[0].rules],
    [true, 'asker', 'rule-permit', ['use.ask-fields']],
  );
});

test('a fact that nobody is told stays untold, and only --all names it', async () => {
  const { stdout } = await command('explain', 'seeDealing', '--lang', 'en');
  assert.match(stdout, /refused.*: no rule permits it\n +nothing that may be told would change that/);
  assert.doesNotMatch(stdout, /nobody joined it yet/);
  assert.match((await command('explain', 'seeDealing', '--lang', 'en', '--all')).stdout, /the dealing is their own or/);
});

test('what nothing is called is used wrongly', async () => {
  const { code, stderr } = await command('explain', 'askFeilds');
  assert.equal(code, 2);
  assert.match(stderr, /no act `askFeilds`.*askFields/);
  assert.equal((await command('explain')).code, 2);
  assert.equal((await command('matrix', '--field', 'shoe-size')).code, 2);
});

test('an entry whose receipt somebody brought is explained, once the receipt holds; an altered one is not', async () => {
  const { gate } = kit.app;
  const person = await kit.person();
  const shop = await kit.credential('service', 'shop');
  const opened = await gate.pass(
    openDealing,
    shop.asker,
    { purpose: 'delivery', reference: 'a lamp' },
    { idempotencyKey: randomUUID() },
  );
  const { id: dealing } = opened.output;
  await gate.pass(joinDealing, person.asker, { dealing });
  const asked = gate.pass(askFields, shop.asker, { dealing, fields: ['name', 'birth-date'] });
  const n = await asked.then(
    () => 0,
    (error) => error.detail.entry,
  );
  await kit.app.sequence();
  const { output } = await gate.pass(takeReceipt, person.asker, { n });
  const path = join(folder.path, 'refused.tlog-proof');
  writeFileSync(path, output.receipt);
  const { code, stdout } = await command('explain', path, '--lang', 'en');
  assert.equal(code, 0, stdout);
  assert.match(stdout, /Name: allowed .*use\.ask-fields/);
  assert.match(stdout, /Date of birth: refused .*\n.*the field is declared for this purpose/);
  writeFileSync(
    path,
    output.receipt.replace(
      /extra (.{40})(.)/,
      (_, kept: string, one: string) => `extra ${kept}${one === '0' ? '1' : '0'}`,
    ),
  );
  assert.equal((await command('explain', path)).code, 1);
});

test('matrix answers for one field and one recipient, for a folder as for a version, and as JSON', async () => {
  const { code, stdout } = await command('matrix', '--field', 'phone', '--recipient', 'service', '--lang', 'en');
  assert.equal(code, 0);
  const lines = stdout.trimEnd().split('\n');
  assert.match(lines[0] ?? '', /^Telephone number \(phone\)$/);
  assert.match(
    lines[1] ?? '',
    /^ {2}a service of the site ← a service of the site: asks for data .*; when the person joined/,
  );
  assert.equal(lines.length, 4);
  const folderMatrix = JSON.parse((await command('matrix', 'policy', '--json')).stdout);
  assert.equal(folderMatrix.version, null);
  const first = JSON.parse((await command('matrix', '1', '--json')).stdout);
  assert.deepEqual({ ...folderMatrix, version: 1 }, first);
});
