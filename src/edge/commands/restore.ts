import { readFileSync } from 'node:fs';
import { openApp } from '../../app.ts';
import { migrationNumbers } from '../../kernel/db/migrate.ts';
import { openDatabaseFor } from '../../kernel/db/open-database-for.ts';
import { systemRandom } from '../../kernel/ids.ts';
import { fsck } from '../../kernel/ledger/fsck.ts';
import { type Restored, restore, restoreKeyFiles } from '../../kernel/safekeeping/restore.ts';
import { fileKeyProvider } from '../../kernel/vault/key-provider.ts';
import { ERASURES } from '../../promises/agreement/index.ts';
import { readSettings, type Settings } from '../../settings.ts';
import { type Command, type Io, readArgs, UsageError } from './command.ts';
import { progressOf } from './progress.ts';

const OPTIONS = {
  keys: { type: 'string' },
  identity: { type: 'string' },
  'ledger-lost': { type: 'boolean' },
} as const;

/** Brings a lost database back into an empty one, or a lost key folder back beside a living database. */
export const restoreCommand: Command = {
  name: 'restore',
  usage: [
    'restore DATA_BACKUP --keys KEY_BACKUP --identity FILE [--ledger-lost]',
    'restore --keys KEY_BACKUP --identity FILE',
  ],
  async run(args, io) {
    const { positionals, values } = readArgs(args, OPTIONS);
    const [dataPath, ...more] = positionals;
    if (more.length > 0) throw new UsageError('say one data backup');
    if (values.keys === undefined || values.identity === undefined) {
      throw new UsageError('a data backup holds no keys: say --keys KEY_BACKUP and --identity FILE');
    }
    const settings = readSettings(io.env);
    const given = { keyPath: values.keys, identity: readIdentity(values.identity) };
    const json = values.json === true;
    if (dataPath === undefined) {
      if (values['ledger-lost']) throw new UsageError('--ledger-lost goes with a data backup');
      return await bringBackKeys(settings, given, { io, json });
    }
    const restored = await bringBackData(
      settings,
      { ...given, dataPath, ledgerLost: values['ledger-lost'] === true },
      io,
    );
    return await finish(settings, restored, { io, json });
  },
};

interface Answer {
  readonly io: Io;
  readonly json: boolean;
}

/** The first line of the file that is a secret key; age-keygen writes comments above it. */
function readIdentity(path: string): string {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new UsageError(`${path} cannot be read`);
  }
  const line = text.split('\n').find((one) => one.startsWith('AGE-SECRET-KEY-'));
  if (line === undefined) throw new UsageError(`${path} holds no age secret key (AGE-SECRET-KEY-…)`);
  return line.trim();
}

interface Given {
  readonly keyPath: string;
  readonly identity: string;
}

async function bringBackData(
  settings: Settings,
  given: Given & { readonly dataPath: string; readonly ledgerLost: boolean },
  io: Io,
): Promise<Restored> {
  return await restore({
    ...given,
    keyDir: settings.keyDir,
    provider: fileKeyProvider,
    random: systemRandom,
    migrations: migrationNumbers(),
    openDatabase: (migrations) => openDatabaseFor(settings, { role: 'command', say: io.err, migrations }),
    onProgress: progressOf(io, 'restoring'),
  });
}

/** Opens the site as a server would: keys are checked, what was forgotten is forgotten again, the ledger is derived anew. */
async function finish(settings: Settings, restored: Restored, { io, json }: Answer): Promise<number> {
  const app = await openApp(settings, { role: 'command', say: io.err });
  try {
    await app.sequence();
    const { db: sql, keys, site } = app.parts;
    const { problems } = await fsck({ sql, key: keys.ledger, ...site, erasureKinds: ERASURES });
    const { forgottenAgain } = app;
    if (json) io.out(JSON.stringify(jsonOf(restored, forgottenAgain, problems), null, 2));
    else for (const line of [...sentencesOf(restored, forgottenAgain), ...problems]) io.out(line);
    return problems.length === 0 ? 0 : 1;
  } finally {
    await app.close();
  }
}

type ForgottenAgain = Awaited<ReturnType<typeof openApp>>['forgottenAgain'];

function jsonOf(restored: Restored, forgottenAgain: ForgottenAgain, ledgerProblems: readonly string[]) {
  const { data, valuesKept, valuesForgotten, newOrigin, jobsGivenUp } = restored;
  const { madeAt, siteId } = data;
  return { siteId, madeAt, valuesKept, valuesForgotten, forgottenAgain, newOrigin, jobsGivenUp, ledgerProblems };
}

function sentencesOf(restored: Restored, { erased, forgotten }: ForgottenAgain): readonly string[] {
  const { data, valuesKept, valuesForgotten, newOrigin, jobsGivenUp } = restored;
  return [
    `Restored as of ${data.madeAt}: ${valuesKept} values open; what was left, changed or decided after that is lost.`,
    `${valuesForgotten} values had no key any more: they were forgotten after the backup, and are removed.`,
    `By the tombstones ${erased} people were erased again, and of ${forgotten} others single values were forgotten again.`,
    'Every session was ended: people sign in again. A credential, role or password that was ended after the backup is valid again: end it anew.',
    ...(newOrigin === null
      ? ['The ledger continues: nothing was signed after the backup.']
      : [
          `The ledger goes on as ${newOrigin}, and its first new entry says that part of the former one is lost.`,
          `${jobsGivenUp} waiting jobs were given up, because they may have been done after the backup.`,
          'Erasures that no file of KEY_DIR remembers are unknown here: whoever asked for one after the backup must be erased again.',
        ]),
    'Remove the identity file from this machine now, and make a new backup.',
  ];
}

async function bringBackKeys(settings: Settings, given: Given, { io, json }: Answer): Promise<number> {
  const { keyDir } = settings;
  const database = await openDatabaseFor(settings, { role: 'command', say: io.err });
  const header = await restoreKeyFiles({ ...given, keyDir, random: systemRandom, db: database.db }).finally(() =>
    database.close(),
  );
  // Opening checks every key against the database.
  const app = await openApp(settings, { role: 'command', say: io.err });
  await app.sequence().finally(() => app.close());
  if (json) io.out(JSON.stringify({ siteId: header.siteId, madeAt: header.madeAt, keys: 'whole' }, null, 2));
  else {
    io.out(`The keys in ${keyDir} are whole again, and open this database.`);
    io.out('Remove the identity file from this machine now, and make a new backup.');
  }
  return 0;
}
