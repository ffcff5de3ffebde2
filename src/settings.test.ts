import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { isLoopback } from './kernel/is-loopback.ts';
import { describeSettings, readSettings, SettingError, showSettings } from './settings.ts';

test('without any setting the site is a demonstration on this machine', () => {
  assert.deepEqual(readSettings({}), {
    host: '127.0.0.1',
    port: 8080,
    baseUrl: undefined,
    dataDir: resolve('data'),
    keyDir: resolve('keys'),
    backupRecipient: undefined,
    backupDir: resolve('backups'),
    backupHours: 24,
    backupKeep: 30,
    databaseUrl: undefined,
    databasePatience: 15,
    smtpUrl: undefined,
    mailPerDomain: undefined,
    dkimSelector: undefined,
    intakeDomain: undefined,
    intakeHost: '127.0.0.1',
    intakePort: 2525,
    privateServices: [],
    clamavSocket: undefined,
    keyProvider: 'file',
    keyPassphraseFile: undefined,
    vaultAddress: undefined,
    vaultTokenFile: undefined,
    vaultMount: 'transit',
    awsRegion: undefined,
    awsKmsKey: undefined,
    awsKmsEndpoint: undefined,
    awsAccessKeyId: undefined,
    awsSecretAccessKey: undefined,
    awsSessionToken: undefined,
    trustedProxies: [],
    witnessPolicy: undefined,
    logLevel: 'info',
    role: 'all',
    metricsPort: undefined,
    metricsHost: '127.0.0.1',
    metricsToken: undefined,
    otlpEndpoint: undefined,
    otlpHeaders: {},
    otlpShare: 1,
    given: [],
  });
});

test('an empty value counts as absent', () => {
  assert.deepEqual(readSettings({ PORT: '', BASE_URL: ' ', DATABASE_URL: '' }), readSettings({}));
});

test('right values are taken', () => {
  const age = `age1${'q'.repeat(58)}`;
  const settings = readSettings({
    PORT: '0',
    BASE_URL: 'https://example.org/',
    TRUSTED_PROXIES: '10.0.0.0/8, ::1',
    BACKUP_RECIPIENT: age,
    ROLE: 'worker',
  });
  assert.equal(settings.port, 0);
  assert.equal(settings.baseUrl, 'https://example.org');
  assert.deepEqual(settings.trustedProxies, ['10.0.0.0/8', '::1']);
  assert.equal(settings.backupRecipient, age);
  assert.equal(settings.role, 'worker');
});

const wrong: readonly (readonly [name: string, value: string])[] = [
  ['HOST', 'a b'],
  ['PORT', '70000'],
  ['PORT', '-1'],
  ['PORT', '80.5'],
  ['BASE_URL', 'http://example.org'],
  ['BASE_URL', 'https://example.org/path'],
  ['BASE_URL', 'https://person:word@example.org'],
  ['BASE_URL', 'example.org'],
  ['BASE_URL', 'http://localhost.example.org'],
  ['BACKUP_RECIPIENT', 'AGE-SECRET-KEY-1QQQ'],
  ['DATABASE_URL', 'mysql://secret@host/db'],
  ['SMTP_URL', 'https://relay'],
  ['KEY_PROVIDER', 'paper'],
  ['TRUSTED_PROXIES', '10.0.0.0/33'],
  ['TRUSTED_PROXIES', 'proxy.example.org'],
  ['LOG_LEVEL', 'loud'],
  ['ROLE', 'server'],
  ['METRICS_PORT', 'ninety'],
  ['METRICS_TOKEN', 'short'],
  ['OTEL_EXPORTER_OTLP_ENDPOINT', 'collector:4318'],
  ['OTEL_EXPORTER_OTLP_HEADERS', 'no-equals'],
  ['OTEL_TRACES_SAMPLER_ARG', '2'],
];

test('a wrong setting is named in one sentence that does not repeat its value', () => {
  for (const [name, value] of wrong) {
    assert.throws(
      () => readSettings({ [name]: value }),
      (error) =>
        error instanceof SettingError &&
        error.setting === name &&
        /^[A-Z_]+ must be [^.]+(\.\d[^.]*)*\.$/.test(error.message) &&
        !error.message.includes(value),
      `${name}=${value}`,
    );
  }
});

test('numbers are read from other machines only by who knows a token', () => {
  assert.throws(
    () => readSettings({ METRICS_PORT: '9464', METRICS_HOST: '0.0.0.0' }),
    /^SettingError: METRICS_TOKEN must/,
  );
  readSettings({ METRICS_PORT: '9464', METRICS_HOST: '0.0.0.0', METRICS_TOKEN: 'x'.repeat(20) });
});

test('the console shows where a setting comes from, and no secret', () => {
  const shown = showSettings(readSettings({ DATABASE_URL: 'postgres://one:hidden@db/two', PORT: '9000' }));
  assert(!JSON.stringify(shown).includes('hidden'));
  const of = (name: string) => shown.find((one) => one.name === name);
  assert.deepEqual(of('DATABASE_URL'), { name: 'DATABASE_URL', value: { kind: 'secret' }, from: 'environment' });
  assert.deepEqual(of('PORT'), { name: 'PORT', value: { kind: 'plain', text: '9000' }, from: 'environment' });
  assert.deepEqual(of('ROLE'), { name: 'ROLE', value: { kind: 'plain', text: 'all' }, from: 'default' });
  assert.deepEqual(of('SMTP_URL'), { name: 'SMTP_URL', value: null, from: 'default' });
});

test('keys never lie in the data nor the data in the keys, not even by a link', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kx-settings-'));
  try {
    mkdirSync(join(folder, 'data'));
    symlinkSync(join(folder, 'data'), join(folder, 'link'));
    const tried = [
      ['data', 'data'],
      ['data', 'data/keys'],
      ['keys/data', 'keys'],
      ['data', 'link/keys'],
    ] as const;
    for (const [data, keys] of tried) {
      assert.throws(
        () => readSettings({ DATA_DIR: join(folder, data), KEY_DIR: join(folder, keys) }),
        /^SettingError: KEY_DIR and DATA_DIR must not/,
      );
    }
    readSettings({ DATA_DIR: join(folder, 'data'), KEY_DIR: join(folder, 'data-keys') });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('every setting is told with one sentence', () => {
  const described = describeSettings();
  assert.equal(new Set(described.map(({ name }) => name)).size, 40);
  for (const { name, sentence } of described) assert.match(sentence, /^[A-Z].+\.$/, name);
});

test('only this machine itself is loopback', () => {
  for (const host of ['localhost', 'a.localhost', '127.0.0.1', '127.1.2.3', '[::1]']) assert(isLoopback(host), host);
  for (const host of ['example.org', '127.0.0.1.example.org', '10.0.0.1', 'localhost.example.org'])
    assert(!isLoopback(host), host);
});
