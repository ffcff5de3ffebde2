import { randomBytes } from 'node:crypto';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { type App, openApp } from '../../src/app.ts';
import { type Served, serve } from '../../src/edge/serve.ts';
import type { AskerIdentity } from '../../src/kernel/gate/asker.ts';
import type { Log } from '../../src/kernel/log.ts';
import { approve } from '../../src/kernel/policy/approve.ts';
import { type Declarations, declarationsSchema } from '../../src/kernel/policy/declarations.ts';
import { readPolicyFolder } from '../../src/kernel/policy/folder.ts';
import { register } from '../../src/promises/agreement/index.ts';
import { publishPolicy } from '../../src/promises/changes/index.ts';
import { issueCredential, personOfSession } from '../../src/promises/security/index.ts';
import { root } from '../../src/root.ts';
import { readSettings } from '../../src/settings.ts';
import { FOUNDED, foundedKeys, openTestDatabase } from './database.ts';
import { openTestFolder } from './folder.ts';

/** The whole product on a database and key folder of its own: every test asks it through the real gate. */
export interface TestApp extends AsyncDisposable {
  readonly app: App;
  readonly databaseUrl: string;
  readonly keyDir: string;
  /** Every line that was logged, for tests that look for what must not be there. */
  readonly logged: readonly string[];
  /** Publishes the demonstration's declarations, changed as the test needs. */
  publish(change?: (declarations: Declarations) => Declarations): Promise<number>;
  /** Registers a person; the asker is their session. */
  person(fields?: Readonly<Record<string, unknown>>): Promise<TestPerson>;
  /** A declared service or provider with a credential. */
  credential(kind: 'service' | 'provider', name: string, given?: GivenSecrets): Promise<TestCredential>;
  /** The same product opened on a port of this machine. */
  serve(): Promise<Served>;
}

export interface TestPerson {
  readonly asker: Extract<AskerIdentity, { kind: 'person' }>;
  readonly personId: string;
  readonly accountName: string;
  readonly password: string;
  readonly token: string;
}

/** What a provider itself gave out. */
interface GivenSecrets {
  readonly key: string;
  readonly reports?: string;
}

export interface TestCredential {
  readonly asker: AskerIdentity;
  readonly secret: string;
  readonly signingSecret: string | null;
}

const HOST: AskerIdentity = { kind: 'host', by: 'test' };
export const STRANGER = { kind: 'anyone', network: '192.0.2.0/24' } as const;

/**
 * @param env Settings beside the database and the keys, e.g. `SMTP_URL`.
 * @param own A site that was founded for this test alone: its id and keys are those of no other site.
 */
export async function openTestApp(
  env: Readonly<Record<string, string>> = {},
  { own = Object.keys(env).some((name) => name.startsWith('KEY_')) } = {},
): Promise<TestApp> {
  const database = await openTestDatabase(own ? {} : { template: FOUNDED });
  const folder = openTestFolder();
  const keyDir = join(folder.path, 'keys');
  if (!own) cpSync(foundedKeys(), keyDir, { recursive: true });
  const settings = readSettings({
    DATABASE_URL: database.url,
    DATA_DIR: join(folder.path, 'data'),
    BACKUP_DIR: join(folder.path, 'backups'),
    KEY_DIR: keyDir,
    PORT: '0',
    ...env,
  });
  const logged: string[] = [];
  const app = await openApp(settings, { role: 'command', log: collecting(logged) });
  let served: Served | undefined;
  return {
    app,
    databaseUrl: database.url,
    keyDir,
    logged,
    publish: (change) => publishDemonstration(app, change),
    person: (fields) => registerPerson(app, fields),
    credential: (kind, name, given) => makeCredential(app, kind, name, given),
    async serve() {
      served = await serve(app);
      return served;
    },
    async [Symbol.asyncDispose]() {
      await (served === undefined ? app.close() : served.stop());
      await database[Symbol.asyncDispose]();
      folder[Symbol.dispose]();
    },
  };
}

function collecting(lines: string[]): Log {
  const at = (level: string) => (event: string, ids?: object) => {
    lines.push(JSON.stringify({ level, event, ...ids }));
  };
  return { info: at('info'), warn: at('warn'), error: at('error') };
}

/** For a test that opens the product twice. */
export async function publishDemonstration(
  app: App,
  change?: (declarations: Declarations) => Declarations,
): Promise<number> {
  const { source, problems } = readPolicyFolder(join(root, 'policy'), { overlay: join(root, 'seed') });
  if (source === null) throw new Error(problems.join('; '));
  const declarations = declarationsSchema.parse(
    change === undefined ? source.declarations : change(source.declarations),
  );
  const changed = { ...source, declarations };
  const approved = approve(changed, { by: 'test', at: new Date() });
  const { output } = await app.gate.pass(publishPolicy, HOST, { source: { ...changed, approved }, by: 'test' });
  return output.number;
}

/** What a person leaves unless the test says otherwise. Unmistakable, so that a sweep for it finds only leaks. */
export const LEFT = {
  name: 'Лампова Канарейка',
  email: 'canary-lamp@example.org',
  phone: '+380441234567',
  country: 'UA',
  address: { street: 'Кришталева', building: '7', postcode: '79000', town: 'Львів', country: 'UA' },
  'birth-date': '1984-02-29',
} as const;

/** For a test that opens the product by itself, or twice. */
export async function registerPerson(app: App, fields: Readonly<Record<string, unknown>> = LEFT): Promise<TestPerson> {
  const password = randomBytes(12).toString('base64url');
  const version = await app.parts.shelf.inForce();
  const input = { fields, password, language: 'ru', policyVersion: version?.number };
  // Several people who leave one and the same address from one network are slowed down, as tries at it would be.
  const network = fields === LEFT ? randomBytes(4).toString('hex') : STRANGER.network;
  const { output } = await app.gate.pass(register, { kind: 'anyone', network }, input);
  const asker = await personOfSession(app.parts.db, output.session);
  if (asker === undefined || output.accountName === undefined)
    throw new Error('a registration makes a person and a session');
  return { asker, personId: asker.personId, accountName: output.accountName, password, token: output.session };
}

async function makeCredential(
  app: App,
  kind: 'service' | 'provider',
  name: string,
  given?: GivenSecrets,
): Promise<TestCredential> {
  const { output } = await app.gate.pass(issueCredential, HOST, { kind, name, given });
  const row = await app.parts.db.row<{ id: string }>(
    'select credential_id as id from credential where kind = $1 and name = $2 and ended_at is null order by created_at desc limit 1',
    [kind, name],
  );
  if (row === undefined) throw new Error('an issued credential has a row');
  return { asker: { kind, id: name, credential: row.id }, ...output };
}
