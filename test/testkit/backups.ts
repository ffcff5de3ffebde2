import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { type App, openApp } from '../../src/app.ts';
import { runCommand } from '../../src/edge/cli.ts';
import { personOfSession, signIn } from '../../src/promises/security/index.ts';
import { readSettings } from '../../src/settings.ts';
import { LEFT, openTestApp, STRANGER, type TestApp, type TestPerson } from './app.ts';
import { openTestDatabase } from './database.ts';
import { openTestFolder } from './folder.ts';

type Env = Readonly<Record<string, string>>;

export interface Told {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface Pair {
  readonly data: string;
  readonly keys: string;
  /** What the command said. */
  readonly json: {
    readonly kind: string;
    readonly sha256: string;
    readonly ledgerSize: number;
    readonly destroyBy: string | null;
  }[];
}

/** A site that is backed up, and places to bring it back to, with everything that the command line says. */
export interface BackupKit extends AsyncDisposable {
  readonly kit: TestApp;
  readonly env: Env;
  readonly identity: string;
  readonly identityPath: string;
  readonly folder: string;
  run(args: readonly string[], env?: Env): Promise<Told>;
  /** Somebody with addresses of their own: many people at one address would look like somebody guessing passwords. */
  person(): Promise<TestPerson & { readonly phone: string }>;
  backUp(): Promise<Pair>;
  /** An empty database, and a key folder that is empty or a copy that a caller names. */
  freshPlace(keyDir?: string): Promise<Env>;
  /** Opens a restored site until the test ends. */
  open(env: Env): Promise<App>;
}

export async function openBackupKit(): Promise<BackupKit> {
  const identity = await generateX25519Identity();
  const recipient = await identityToRecipient(identity);
  // Backups are of one site: another test's must not be taken for this one's.
  const kit = await openTestApp({ BACKUP_RECIPIENT: recipient }, { own: true });
  const folder = openTestFolder();
  const identityPath = join(folder.path, 'identity.txt');
  writeFileSync(identityPath, `# created by age-keygen\n${identity}\n`);
  const env = {
    DATABASE_URL: kit.databaseUrl,
    DATA_DIR: kit.app.settings.dataDir,
    KEY_DIR: kit.keyDir,
    BACKUP_RECIPIENT: recipient,
    LOG_LEVEL: 'error',
  };
  const opened: AsyncDisposable[] = [];
  let persons = 0;
  const run = async (args: readonly string[], given: Env = env): Promise<Told> => {
    const [out, err]: [string[], string[]] = [[], []];
    const code = await runCommand(args, { env: given, out: (line) => out.push(line), err: (line) => err.push(line) });
    return { code, out: out.join('\n'), err: err.join('\n') };
  };
  return {
    kit,
    env,
    identity,
    identityPath,
    folder: folder.path,
    run,
    async person() {
      persons += 1;
      const phone = `+38044${1_000_000 + persons}`;
      return { ...(await kit.person({ ...LEFT, phone, email: `canary-${persons}@example.org` })), phone };
    },
    async backUp() {
      const { code, out, err } = await run(['backup', mkdtempSync(join(folder.path, 'backup-')), '--json']);
      if (code !== 0) throw new Error(err);
      const { backups } = JSON.parse(out) as { backups: (Pair['json'][number] & { path: string })[] };
      const pathOf = (kind: string) => backups.find((one) => one.kind === kind)?.path ?? '';
      return { data: pathOf('data'), keys: pathOf('keys'), json: backups };
    },
    async freshPlace(keyDir) {
      const database = await openTestDatabase();
      await database.db.close();
      opened.push({ [Symbol.asyncDispose]: () => database[Symbol.asyncDispose]().catch(() => undefined) });
      const place = mkdtempSync(join(folder.path, 'place-'));
      return {
        DATABASE_URL: database.url,
        DATA_DIR: join(place, 'data'),
        KEY_DIR: keyDir ?? join(place, 'keys'),
        LOG_LEVEL: 'error',
      };
    },
    async open(given) {
      const app = await openApp(readSettings(given), { role: 'command' });
      opened.push({ [Symbol.asyncDispose]: () => app.close() });
      return app;
    },
    async [Symbol.asyncDispose]() {
      for (const one of opened.reverse()) await one[Symbol.asyncDispose]();
      await kit[Symbol.asyncDispose]();
      folder[Symbol.dispose]();
    },
  };
}

/** The same person in another opening of the site: restored sessions are ended, so they sign in again. */
export async function signInAgain(app: App, { accountName, password }: TestPerson) {
  const { output } = await app.gate.pass(signIn, STRANGER, { identifier: accountName, password });
  if (output.session === null) throw new Error('nobody here has a second factor');
  const asker = await personOfSession(app.parts.db, output.session);
  if (asker === undefined) throw new Error('a sign-in makes a session');
  return asker;
}
