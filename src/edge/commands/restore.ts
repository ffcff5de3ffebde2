import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, openApp } from '../../app.ts';
import { migrationNumbers } from '../../kernel/db/migrate.ts';
import { openDatabaseFor } from '../../kernel/db/open-database-for.ts';
import { systemRandom } from '../../kernel/ids.ts';
import { fsck } from '../../kernel/ledger/fsck.ts';
import { readSite } from '../../kernel/ledger/store.ts';
import { type Restored, restore, restoreKeyFiles } from '../../kernel/safekeeping/restore.ts';
import { insertDrill } from '../../kernel/safekeeping/store.ts';
import { openKeyProvider } from '../../kernel/vault/providers/open-key-provider.ts';
import { ERASURES } from '../../promises/agreement/index.ts';
import { readSettings, type Settings } from '../../settings.ts';
import { type Command, type Io, readArgs, UsageError } from './command.ts';
import { progressOf } from './progress.ts';

const OPTIONS = {
  keys: { type: 'string' },
  identity: { type: 'string' },
  'ledger-lost': { type: 'boolean' },
  drill: { type: 'boolean' },
} as const;

/** Brings a lost database back into an empty one, or a lost key folder back beside a living database. */
export const restoreCommand: Command = {
  name: 'restore',
  usage: [
    'restore DATA_BACKUP --keys KEY_BACKUP --identity FILE [--ledger-lost]',
    'restore DATA_BACKUP --keys KEY_BACKUP --identity FILE --drill',
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
      if (values['ledger-lost'] || values.drill) throw new UsageError('say a data backup too');
      return await bringBackKeys(settings, given, { io, json });
    }
    if (values.drill) return await drill(settings, { ...given, dataPath, ledgerLost: true }, { io, json });
    const lost = values['ledger-lost'] === true;
    const restored = await bringBackData(settings, { ...given, dataPath, ledgerLost: lost }, io);
    const finished = await finish(settings, restored, io);
    if (json) io.out(JSON.stringify(jsonOf(restored, finished), null, 2));
    else for (const line of [...sentencesOf(restored, finished), ...finished.problems]) io.out(line);
    return finished.problems.length === 0 ? 0 : 1;
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

interface DataGiven extends Given {
  readonly dataPath: string;
  readonly ledgerLost: boolean;
}

async function bringBackData(settings: Settings, given: DataGiven, io: Io): Promise<Restored> {
  return await restore({
    ...given,
    keyDir: settings.keyDir,
    provider: await openKeyProvider(settings),
    random: systemRandom,
    migrations: migrationNumbers(),
    openDatabase: (migrations) => openDatabaseFor(settings, { role: 'command', say: io.err, migrations }),
    onProgress: progressOf(io, 'restoring'),
  });
}

interface Finished {
  readonly again: App['forgottenAgain'];
  /** What is wrong with the ledger, as sentences. */
  readonly problems: readonly string[];
}

/** Opens the site as a server would: keys are checked, what was forgotten is forgotten again, the ledger is derived anew. */
async function finish(settings: Settings, restored: Restored, io: Io): Promise<Finished> {
  const app = await openApp(settings, { role: 'command', say: io.err });
  try {
    await app.sequence();
    const { db, keys, site } = app.parts;
    assert.equal(site.siteId, restored.data.siteId, 'the restored site is the one of the backup');
    const { problems } = await fsck({ db, key: keys.ledger, ...site, erasureKinds: ERASURES });
    return { again: app.forgottenAgain, problems };
  } finally {
    await app.close();
  }
}

function jsonOf(restored: Restored, { again, problems }: Finished) {
  const { data, valuesKept, valuesForgotten, newOrigin, jobsGivenUp } = restored;
  const { madeAt, siteId } = data;
  const figures = { valuesKept, valuesForgotten, forgottenAgain: again, newOrigin, jobsGivenUp };
  return { siteId, madeAt, ...figures, ledgerProblems: problems };
}

function sentencesOf(restored: Restored, { again }: Finished): readonly string[] {
  const { data, valuesKept, valuesForgotten, newOrigin, jobsGivenUp } = restored;
  return [
    `Restored as of ${data.madeAt}: ${valuesKept} values open; what was left, changed or decided after that is lost.`,
    `${valuesForgotten} values had no key any more: they were forgotten after the backup, and are removed.`,
    `By the tombstones ${again.erased} people were erased again, and of ${again.forgotten} others single values were forgotten again.`,
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

/**
 * Restores into folders that are thrown away, with a database of its own, and says whether everything came back. Where
 * the site itself lives on this machine it remembers when that was.
 */
async function drill(settings: Settings, given: DataGiven, { io, json }: Answer): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'kristalux-drill-'));
  // The built-in PostgreSQL may have to run as another user, who passes through here.
  chmodSync(folder, 0o711);
  const place = { ...settings, databaseUrl: undefined, dataDir: join(folder, 'data'), keyDir: join(folder, 'keys') };
  try {
    const restored = await bringBackData(place, given, io);
    const finished = await finish(place, restored, io);
    const { problems } = finished;
    const recorded = problems.length === 0 && (await recordDrill(settings, restored, io));
    if (json) io.out(JSON.stringify({ ...jsonOf(restored, finished), recorded }, null, 2));
    else {
      const { madeAt } = restored.data;
      io.out(
        `The backup of ${madeAt} comes back: ${restored.valuesKept} values open, ${restored.valuesForgotten} do not.`,
      );
      for (const problem of problems) io.out(problem);
      io.out(recorded ? 'This site remembers the drill.' : 'Nothing was recorded: this site does not live here.');
    }
    return problems.length === 0 ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function recordDrill(settings: Settings, { data, valuesKept }: Restored, io: Io): Promise<boolean> {
  if (settings.databaseUrl === undefined && !existsSync(settings.dataDir)) return false;
  const { db, close } = await openDatabaseFor(settings, { role: 'command', say: io.err });
  try {
    if ((await readSite(db))?.siteId !== data.siteId) return false;
    await insertDrill(db, new Date(data.madeAt), valuesKept);
    return true;
  } finally {
    await close();
  }
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
