import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { LEFT, openTestApp, registerPerson, type TestApp } from '../../../../test/testkit/app.ts';
import { openTestFolder } from '../../../../test/testkit/folder.ts';
import {
  AWS,
  type KeyService,
  openAwsKms,
  openTransitService,
  TRANSIT_TOKEN,
} from '../../../../test/testkit/key-services.ts';
import { runCommand } from '../../../../test/testkit/run-command.ts';
import { openApp } from '../../../app.ts';
import { KeyProviderError } from '../../../kernel/vault/key-provider.ts';
import { readSettings } from '../../../settings.ts';
import { eraseOwnData, seeOwnData } from '../../agreement/index.ts';
import { turnEpoch } from '../index.ts';

const host = { kind: 'host', by: 'test' } as const;

interface Wrapped {
  readonly name: string;
  readonly service: KeyService;
  readonly env: Readonly<Record<string, string>>;
  readonly downSays: RegExp;
}

async function transit(folder: string): Promise<Wrapped> {
  const service = await openTransitService();
  const token = join(folder, 'token');
  writeFileSync(token, `${TRANSIT_TOKEN}\n`);
  const env = { KEY_PROVIDER: 'vault', VAULT_ADDR: service.address, VAULT_TOKEN_FILE: token };
  return { name: 'vault', service, env, downSays: /^the key service at VAULT_ADDR does not answer$/ };
}

async function aws(): Promise<Wrapped> {
  const service = await openAwsKms();
  const env = {
    KEY_PROVIDER: 'aws-kms',
    AWS_REGION: AWS.region,
    AWS_KMS_KEY: AWS.key,
    AWS_ENDPOINT_URL_KMS: service.address,
    AWS_ACCESS_KEY_ID: AWS.id,
    AWS_SECRET_ACCESS_KEY: AWS.secret,
  };
  return { name: 'aws-kms', service, env, downSays: /^AWS KMS does not answer$/ };
}

const epochFile = (kit: TestApp, epoch: number) => join(kit.keyDir, `epoch-000${epoch}.key`);
const nameOf = async (app: TestApp['app'], asker: Parameters<TestApp['app']['gate']['pass']>[1]) =>
  (await app.gate.pass(seeOwnData, asker, {})).output.fields.find(({ field }) => field === 'name')?.value;

for (const open of [transit, aws]) {
  test(`${open.name}: each epoch has a key of its own in the service, which ends with it; the files alone open nothing`, async () => {
    using folder = openTestFolder();
    const { service, env, name } = await open(folder.path);
    await using _service = service;
    await using kit = await openTestApp(env);
    const person = await kit.person();
    assert.match(readFileSync(epochFile(kit, 1), 'utf8'), new RegExp(`provider ${name}\n`));
    const before = new Set(service.keys);
    await turnEpoch(kit.app.gate, { asker: host });
    const gone = [...before].filter((key) => !service.keys.has(key));
    assert.equal(gone.length, 1);
    assert.equal([...service.keys].filter((key) => !before.has(key)).length, 1);
    assert.equal(existsSync(epochFile(kit, 1)), false);
    assert.equal(await nameOf(kit.app, person.asker), LEFT.name);
    const again = await openApp(kit.app.settings, { role: 'command' });
    assert.equal(await nameOf(again, person.asker), LEFT.name);
    await again.close();
  });

  test(`${open.name}: away, it stops a start with one sentence, and a running server goes on with what it has`, async () => {
    using folder = openTestFolder();
    const { service, env, downSays } = await open(folder.path);
    await using _service = service;
    await using kit = await openTestApp(env);
    const person = await kit.person();
    service.state = 'down';
    await assert.rejects(openApp(kit.app.settings, { role: 'command' }), (error: Error) => {
      assert.ok(error instanceof KeyProviderError);
      assert.match(error.message, downSays);
      return true;
    });
    assert.equal(await nameOf(kit.app, person.asker), LEFT.name);
    const { asker, password, personId } = await registerPerson(kit.app, { name: 'Пока нет', country: 'UA' });
    // To forget needs no key service: nobody waits for one to be erased.
    await kit.app.gate.pass(eraseOwnData, asker, { password });
    assert.deepEqual(await kit.app.parts.db.rows('select 1 as one from value where person_id = $1', [personId]), []);
    // A turning waits: nothing has begun, and nothing is lost.
    await assert.rejects(turnEpoch(kit.app.gate, { asker: host }), KeyProviderError);
    assert.equal(kit.app.parts.keys.epoch, 1);
    service.state = 'up';
    await turnEpoch(kit.app.gate, { asker: host });
    assert.equal(kit.app.parts.keys.epoch, 2);
    assert.equal(await nameOf(kit.app, person.asker), LEFT.name);
  });

  test(`${open.name}: away when the former key ends, it is told to destroy it later, and until then that is said to be due`, async () => {
    using folder = openTestFolder();
    const { service, env } = await open(folder.path);
    await using _service = service;
    await using kit = await openTestApp(env);
    await kit.person();
    const turned = turnEpoch(kit.app.gate, {
      asker: host,
      hear: ({ step }) => {
        if (step === 'ended') service.state = 'sealed';
      },
    });
    await assert.rejects(turned, KeyProviderError);
    assert.equal(existsSync(epochFile(kit, 1)), true);
    const { db } = kit.app.parts;
    assert.deepEqual(await db.rows('select name from ended_key where destroyed_at is null'), [{ name: 'epoch-0001' }]);
    service.state = 'up';
    await db.run(`update job set run_at = clock_timestamp() where kind = 'turn-keys'`);
    await kit.app.worker.drain();
    assert.equal(existsSync(epochFile(kit, 1)), false);
    assert.deepEqual(await db.rows('select name from ended_key where destroyed_at is null'), []);
  });
}

test('aws-kms: an epoch is shorter by the days that AWS needs to destroy its key', async () => {
  const { service, env } = await aws();
  await using _service = service;
  await using kit = await openTestApp(env);
  assert.equal(kit.app.epochDays, 21);
  const wrong = { ...kit.app.settings, awsSecretAccessKey: 'another' };
  await assert.rejects(openApp(wrong, { role: 'command' }), {
    message: 'AWS KMS refused Decrypt with InvalidSignatureException',
  });
});

test('passphrase: a wrong one stops the start and names the key; the right one opens, also after a turning', async () => {
  using folder = openTestFolder();
  const file = join(folder.path, 'passphrase');
  writeFileSync(file, 'семь ламп горят над столом\n');
  await using kit = await openTestApp({ KEY_PROVIDER: 'passphrase', KEY_PASSPHRASE_FILE: file });
  const person = await kit.person();
  await turnEpoch(kit.app.gate, { asker: host });
  assert.equal(await nameOf(kit.app, person.asker), LEFT.name);
  writeFileSync(file, 'семь ламп горят под столом\n');
  await assert.rejects(openApp(kit.app.settings, { role: 'command' }), (error: Error) => {
    assert.match(
      error.message,
      /^the passphrase in KEY_PASSPHRASE_FILE is not the one that wrapped the key epoch-0002,/,
    );
    assert.doesNotMatch(error.message, /семь/);
    return true;
  });
  writeFileSync(file, 'short\n');
  await assert.rejects(openApp(kit.app.settings, { role: 'command' }), /fewer than 20 characters/);
});

test('another provider than the one that wrapped the keys is named at the start, and nothing is made anew', async () => {
  await using kit = await openTestApp();
  using folder = openTestFolder();
  const { service, env } = await transit(folder.path);
  await using _service = service;
  const other = {
    ...kit.app.settings,
    keyProvider: 'vault',
    vaultAddress: env.VAULT_ADDR,
    vaultTokenFile: env.VAULT_TOKEN_FILE,
  } as const;
  await assert.rejects(openApp(other, { role: 'command' }), /was made with KEY_PROVIDER=file, not vault/);
  assert.deepEqual(service.asked, []);
});

test('another provider takes over the key files of a living site, file by file, also when it was interrupted', async () => {
  using folder = openTestFolder();
  const { service, env: vault } = await transit(folder.path);
  await using _service = service;
  await using kit = await openTestApp();
  const person = await kit.person();
  const { dataDir } = kit.app.settings;
  const env = { DATABASE_URL: kit.databaseUrl, DATA_DIR: dataDir, KEY_DIR: kit.keyDir, LOG_LEVEL: 'error' };
  const rewrap = async (more: Readonly<Record<string, string>>) => {
    const err: string[] = [];
    const io = { env: { ...env, ...more }, out: () => {}, err: (line: string) => err.push(line) };
    return { code: await runCommand(['keys', 'rewrap'], io), err: err.join('\n') };
  };
  const providers = () =>
    readdirSync(kit.keyDir).flatMap((name) =>
      name.endsWith('.key') ? [/^provider (.*)$/m.exec(readFileSync(join(kit.keyDir, name), 'utf8'))?.[1]] : [],
    );
  // A file cannot be written in the middle: some are wrapped by the service already, and nothing is lost.
  const inTheWay = join(kit.keyDir, 'pseudonym.former');
  mkdirSync(inTheWay);
  const stopped = await rewrap(vault);
  assert.equal(stopped.code, 1);
  assert.match(stopped.err, /pseudonym\.former cannot be written/);
  assert.deepEqual([...new Set(providers())].toSorted(), ['file', 'vault']);
  rmdirSync(inTheWay);
  assert.equal((await rewrap(vault)).code, 0);
  assert.deepEqual([...new Set(providers())], ['vault']);
  assert.ok(!readdirSync(kit.keyDir).some((name) => name.endsWith('.former')));
  const moved = await openApp(readSettings({ ...env, ...vault }), { role: 'command' });
  assert.equal(await nameOf(moved, person.asker), LEFT.name);
  await moved.close();
  // And back: what wrapped them in the service is destroyed with it.
  assert.equal((await rewrap({ ...vault, KEY_PROVIDER: 'file' })).code, 0);
  assert.ok(service.keys.size <= 1, 'but for the one that was made when it was interrupted, and wraps nothing');
  const back = await openApp(kit.app.settings, { role: 'command' });
  assert.equal(await nameOf(back, person.asker), LEFT.name);
  await back.close();
});
