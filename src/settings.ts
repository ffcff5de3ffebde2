import { realpathSync } from 'node:fs';
import { basename, dirname, join, sep } from 'node:path';
import { domainToASCII } from 'node:url';
import { z } from 'zod';
import { isLoopback } from './kernel/is-loopback.ts';
import { count, define, folder, isBase, isNetwork, originOf, SettingError, url } from './setting-kinds.ts';
import { watchDefinitions } from './watch-settings.ts';

export { SettingError } from './setting-kinds.ts';

/**
 * Every setting the program knows, read from the environment once, at the start. An empty value counts as absent.
 * Throws a `SettingError`: one sentence that names the setting, never its value (some hold passwords).
 */
export function readSettings(env: Readonly<Record<string, string | undefined>>): Settings {
  const read = Object.fromEntries(
    Object.entries(definitions).map(([key, { name, fallback, must, schema }]) => {
      const given = env[name]?.trim() || fallback;
      const parsed = schema.safeParse(given);
      if (!parsed.success) throw new SettingError(name, `must be ${must}`);
      return [key, parsed.data];
    }),
  ) as ReadSettings;
  for (const [one, other] of [
    [read.keyDir, read.dataDir],
    [read.dataDir, read.keyDir],
  ] as const) {
    if (within(one, other)) throw new SettingError('KEY_DIR', 'and DATA_DIR must not lie one in the other');
  }
  for (const saved of [read.dataDir, read.keyDir]) {
    if (within(read.backupDir, saved)) {
      throw new SettingError('BACKUP_DIR', 'must not lie in DATA_DIR or KEY_DIR: it would be lost together with them');
    }
  }
  if (read.metricsPort !== undefined && read.metricsToken === undefined && !isLoopback(read.metricsHost)) {
    throw new SettingError('METRICS_TOKEN', 'must be set where METRICS_HOST is not this machine itself');
  }
  const given = Object.values(definitions).flatMap(({ name }) => (env[name]?.trim() ? [name] : []));
  return { ...read, given };
}

/** The settings as the operator reads them, in the order of importance. */
export function describeSettings(): readonly SettingDescription[] {
  return Object.values(definitions).map(({ name, must, fallback, sentence }) => ({
    name,
    type: must,
    default: fallback,
    sentence,
  }));
}

export interface SettingDescription {
  readonly name: string;
  /** What a value must be, in words. */
  readonly type: string;
  /** Absent: without it the setting is simply not made. */
  readonly default: string | undefined;
  readonly sentence: string;
}

const definitions = {
  host: define(
    'HOST',
    '127.0.0.1',
    'an IP address or a host name of this machine',
    z.string().regex(/^[\w.:-]+$/),
    'The address to listen on; put a reverse proxy with TLS in front of it rather than opening it to the network.',
  ),
  port: define(
    'PORT',
    '8080',
    'a whole number from 0 to 65535',
    z
      .string()
      .regex(/^\d{1,5}$/)
      .transform(Number)
      .pipe(z.number().max(65_535)),
    'The port to listen on; 0 takes a free one and prints it.',
  ),
  baseUrl: define(
    'BASE_URL',
    undefined,
    'an https address without a path (http only for this machine itself)',
    url('http:', 'https:').refine(isBase).transform(originOf).optional(),
    'The address under which people reach the site (absent: http://localhost and the port); changing it retires every passkey.',
  ),
  dataDir: define(
    'DATA_DIR',
    './data',
    'a folder',
    folder,
    'Where the built-in PostgreSQL keeps the data; a backup of this folder alone opens nothing.',
  ),
  keyDir: define(
    'KEY_DIR',
    './keys',
    'a folder',
    folder,
    'Where the keys lie without which the data cannot be read; never inside DATA_DIR, and best on another disk.',
  ),
  backupRecipient: define(
    'BACKUP_RECIPIENT',
    undefined,
    'an age public key (age1…)',
    z
      .string()
      .regex(/^age1(?:[a-z]+1)?[02-9ac-hj-np-z]{58,4000}$/)
      .optional(),
    'To whom backups are encrypted; its secret half must not be on this machine, and without it nothing is backed up.',
  ),
  backupDir: define(
    'BACKUP_DIR',
    './backups',
    'a folder',
    folder,
    'Where the running server writes its own backups, best on another disk; without BACKUP_RECIPIENT it makes none.',
  ),
  backupHours: define(
    'BACKUP_HOURS',
    '24',
    'a whole number of hours from 0 to 720',
    count(720),
    'How often the running server makes a backup; 0: never by itself, because somebody else runs `kristalux backup`.',
  ),
  backupKeep: define(
    'BACKUP_KEEP',
    '30',
    'a whole number from 1 to 10000',
    count(10_000).pipe(z.number().min(1)),
    'How many data backups stay in BACKUP_DIR; of key backups the two newest stay, and none beyond its date.',
  ),
  databaseUrl: define(
    'DATABASE_URL',
    undefined,
    'a PostgreSQL address (postgres://…)',
    url('postgres:', 'postgresql:').optional(),
    'A PostgreSQL (15 to 18) to use instead of the built-in one; several servers may share it.',
  ),
  databasePatience: define(
    'DATABASE_PATIENCE',
    '15',
    'a number of seconds from 1 to 600',
    count(600).pipe(z.number().min(1)),
    'After so many seconds without any sign from the database a request is answered 503, and its connection given up.',
  ),
  smtpUrl: define(
    'SMTP_URL',
    undefined,
    'a mail relay (smtp://… or smtps://…)',
    url('smtp:', 'smtps:').optional(),
    'The relay that delivers mail; absent, messages wait in an outbox that the console shows.',
  ),
  privateServices: define(
    'PRIVATE_SERVICES',
    '',
    'hosts by comma, such as shop.internal, localhost:8091',
    z
      .string()
      .max(2000)
      .transform((text) => text.split(',').flatMap((one) => one.trim().toLowerCase() || []))
      .refine((hosts) => hosts.every((one) => /^[\w.-]+(?::\d{1,5})?$|^\[[\da-f:]+\](?::\d{1,5})?$/.test(one))),
    'Hosts inside your own network at which services of the site may be sent notices; no other address inside a network is called.',
  ),
  clamavSocket: define(
    'CLAMAV_SOCKET',
    undefined,
    'the path of a socket, or tcp://host:port',
    z
      .string()
      .regex(/^(?:\/[^\0]+|tcp:\/\/[\w.[\]:-]+:\d{1,5})$/)
      .optional(),
    'ClamAV’s daemon, which then scans every document that is sent in; absent, nothing is scanned, and the page says so.',
  ),
  mailPerDomain: define(
    'MAIL_PER_DOMAIN',
    undefined,
    'a whole number from 1 to 100000',
    z
      .string()
      .regex(/^[1-9]\d{0,5}$/)
      .transform(Number)
      .pipe(z.number().max(100_000))
      .optional(),
    'The most messages a minute to one receiving domain; absent, as many as it takes.',
  ),
  dkimSelector: define(
    'DKIM_SELECTOR',
    undefined,
    'a short name of letters, digits and `-`',
    z
      .string()
      .regex(/^[a-z0-9](?:[a-z0-9-]{0,28}[a-z0-9])?$/)
      .optional(),
    'Signs what is sent with keys of this name, made in KEY_DIR (absent: the relay signs); `/console/mail` shows what to put into DNS.',
  ),
  intakeDomain: define(
    'MAIL_INTAKE_DOMAIN',
    undefined,
    'a domain name',
    z
      .string()
      .transform((text) => domainToASCII(text).toLowerCase())
      .pipe(z.string().regex(/^(?=.{4,253}$)[a-z0-9-]+(?:\.[a-z0-9-]+)+$/))
      .optional(),
    'The domain whose mail comes to our own listener: returned messages, complaints, stops by letter; absent, there is no listener.',
  ),
  intakeHost: define(
    'MAIL_INTAKE_HOST',
    '127.0.0.1',
    'an IP address or a host name of this machine',
    z.string().regex(/^[\w.:-]+$/),
    'The address on which that listener waits.',
  ),
  intakePort: define(
    'MAIL_INTAKE_PORT',
    '2525',
    'a whole number from 0 to 65535',
    z
      .string()
      .regex(/^\d{1,5}$/)
      .transform(Number)
      .pipe(z.number().max(65_535)),
    'Its port; mail servers come to 25, which is led here by the system or by another mail server.',
  ),
  keyProvider: define(
    'KEY_PROVIDER',
    'file',
    '`file`, `passphrase`, `vault` or `aws-kms`',
    z.enum(['file', 'passphrase', 'vault', 'aws-kms']),
    'Who wraps the keys in KEY_DIR: nobody but the rights of the folder, a passphrase, OpenBao or HashiCorp Vault, or AWS KMS.',
  ),
  keyPassphraseFile: define(
    'KEY_PASSPHRASE_FILE',
    undefined,
    'a file',
    folder.optional(),
    'For `passphrase`: the file that holds it, 20 characters or more, readable by the server alone.',
  ),
  vaultAddress: define(
    'VAULT_ADDR',
    undefined,
    'an https address (http only for this machine itself)',
    url('http:', 'https:').refine(isBase).optional(),
    'For `vault`: where the service answers.',
  ),
  vaultTokenFile: define(
    'VAULT_TOKEN_FILE',
    undefined,
    'a file',
    folder.optional(),
    'For `vault`: the file with the token, read anew for each call.',
  ),
  vaultMount: define(
    'VAULT_TRANSIT_MOUNT',
    'transit',
    'letters, digits, `-`, `_` and `/`',
    z.string().regex(/^[\w-]+(?:\/[\w-]+)*$/),
    'For `vault`: where the transit engine is mounted.',
  ),
  awsRegion: define(
    'AWS_REGION',
    undefined,
    'the name of a region (eu-central-1)',
    z
      .string()
      .regex(/^[a-z0-9-]+$/)
      .optional(),
    'For `aws-kms`: the region of the keys.',
  ),
  awsKmsKey: define(
    'AWS_KMS_KEY',
    undefined,
    'the id, ARN or alias of a key',
    z
      .string()
      .regex(/^[\w:/-]+$/)
      .optional(),
    'For `aws-kms`: the key that wraps what does not turn; each epoch gets a key of its own.',
  ),
  awsKmsEndpoint: define(
    'AWS_ENDPOINT_URL_KMS',
    undefined,
    'an https address (http only for this machine itself)',
    url('http:', 'https:').refine(isBase).optional(),
    'For `aws-kms`: another address than the region’s own.',
  ),
  awsAccessKeyId: define(
    'AWS_ACCESS_KEY_ID',
    undefined,
    'the id of an access key',
    z.string().regex(/^\w+$/).optional(),
    'For `aws-kms`: who calls.',
  ),
  awsSecretAccessKey: define(
    'AWS_SECRET_ACCESS_KEY',
    undefined,
    'a secret',
    z.string().optional(),
    'For `aws-kms`: its secret.',
  ),
  awsSessionToken: define(
    'AWS_SESSION_TOKEN',
    undefined,
    'a token',
    z.string().optional(),
    'For `aws-kms`: its session, where it is a temporary one.',
  ),
  trustedProxies: define(
    'TRUSTED_PROXIES',
    '',
    'a list of IP addresses or networks (10.0.0.0/8), separated by commas',
    z
      .string()
      .transform((text) => text.split(',').flatMap((part) => part.trim() || []))
      .refine((parts) => parts.every(isNetwork)),
    'Whose word about the address of a visitor is believed; absent, nobody’s.',
  ),
  witnessPolicy: define(
    'WITNESS_POLICY',
    undefined,
    'a file',
    folder.optional(),
    'Witnesses that sign the ledger’s checkpoints too, in the form of c2sp.org/tlog-policy; absent, nobody is asked.',
  ),
  logLevel: define(
    'LOG_LEVEL',
    'info',
    '`error`, `warn`, `info` or `debug`',
    z.enum(['error', 'warn', 'info', 'debug']),
    'How much is logged; at no level is anything personal logged.',
  ),
  ...watchDefinitions,
  role: define(
    'ROLE',
    'all',
    '`all`, `web` or `worker`',
    z.enum(['all', 'web', 'worker']),
    'What this process does: answer requests, hand over and send in the background, or both.',
  ),
} as const;

type ReadSettings = {
  readonly [K in keyof typeof definitions]: z.output<(typeof definitions)[K]['schema']>;
};

export type Settings = ReadSettings & {
  /** Which of them the environment makes; the others stand at their defaults. */
  readonly given: readonly string[];
};

/** What would give somebody a key: shown nowhere, not even to an owner. */
const SECRET = [
  'DATABASE_URL',
  'SMTP_URL',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'METRICS_TOKEN',
  'OTEL_EXPORTER_OTLP_ENDPOINT',
  'OTEL_EXPORTER_OTLP_HEADERS',
];

export interface ShownSetting {
  readonly name: string;
  /** Null where it is not made; what is secret is shown as `secret`. */
  readonly value: { readonly kind: 'plain'; readonly text: string } | { readonly kind: 'secret' } | null;
  readonly from: 'environment' | 'default';
}

/** The settings as they are in force, for reading; no secret among them. */
export function showSettings(settings: Settings): readonly ShownSetting[] {
  return Object.entries(definitions).map(([key, { name }]) => {
    const value = settings[key as keyof ReadSettings];
    const text = Array.isArray(value) ? value.join(', ') : String(value ?? '');
    const from = settings.given.includes(name) ? 'environment' : 'default';
    if (text === '' || (from === 'default' && SECRET.includes(name))) return { name, value: null, from };
    return { name, value: SECRET.includes(name) ? { kind: 'secret' } : { kind: 'plain', text }, from };
  });
}

/** Whether a path lies in a folder or is it. Links are followed as far as the path exists. */
export function within(path: string, folder: string): boolean {
  return `${real(path)}${sep}`.startsWith(`${real(folder)}${sep}`);
}

function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const above = dirname(path);
    return above === path ? path : join(real(above), basename(path));
  }
}
