import { openApp } from '../../app.ts';
import { openDatabaseFor } from '../../kernel/db/open-database-for.ts';
import { systemRandom } from '../../kernel/ids.ts';
import { type Restored, restoreKeyFiles } from '../../kernel/safekeeping/restore.ts';
import { readSettings, type Settings } from '../../settings.ts';
import { bringBackData, type Finished, finish, type Given, jsonOf } from './bring-back-data.ts';
import { type Command, readArgs, UsageError } from './command.ts';
import { type Answer, drill } from './drill.ts';
import { readIdentity } from './read-identity.ts';

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
