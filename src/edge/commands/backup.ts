import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { isRecipient } from '../../kernel/safekeeping/age-file.ts';
import { backUp } from '../../kernel/safekeeping/back-up.ts';
import { newestPair } from '../../kernel/safekeeping/backup-name.ts';
import { SafekeepingError } from '../../kernel/safekeeping/safekeeping-error.ts';
import { programVersion } from '../../program-version.ts';
import { readSettings, SettingError, type Settings, within } from '../../settings.ts';
import { type Command, type Io, readArgs, UsageError, withApp } from './command.ts';
import { drill } from './drill.ts';
import { progressOf, sizeOf } from './progress.ts';
import { readIdentity } from './read-identity.ts';

/** A data backup and a key backup of one instant, encrypted, written whole and read back. */
export const backup: Command = {
  name: 'backup',
  usage: ['backup [DIR]', 'backup drill [DIR] --identity FILE'],
  async run(args, io) {
    const { positionals, values } = readArgs(args, { identity: { type: 'string' } });
    if (positionals[0] === 'drill') return await drillNewest(positionals.slice(1), values, io);
    const [folder, ...more] = positionals;
    if (more.length > 0 || values.identity !== undefined) throw new UsageError('say one folder, and no identity');
    const settings = readSettings(io.env);
    const { recipient, path } = await readPlace(settings, resolve(folder ?? settings.backupDir));
    return await withApp(io, async (app) => {
      const { db, random } = app.parts;
      // What has been answered is in the ledger that is backed up.
      await app.sequence();
      const rows = await backUp(
        {
          db,
          random,
          recipient,
          keyDir: app.settings.keyDir,
          program: programVersion(),
          onProgress: progressOf(io, 'backing up'),
        },
        path,
      );
      tell(io, values.json === true, path, rows);
      return 0;
    });
  },
};

/** The drill with the newest pair of a folder: nobody has to look for names. */
async function drillNewest(
  positionals: readonly string[],
  values: { readonly identity?: string | undefined; readonly json?: boolean | undefined },
  io: Io,
): Promise<number> {
  const settings = readSettings(io.env);
  const [folder = settings.backupDir, ...more] = positionals;
  if (more.length > 0) throw new UsageError('say one folder');
  if (values.identity === undefined) throw new UsageError('only the identity opens a backup: say --identity FILE');
  const names = await readdir(folder).catch(() => {
    throw new SafekeepingError(`the folder ${folder} cannot be read: name the one that holds the backups`);
  });
  const pair = newestPair(names);
  if (pair === undefined) {
    throw new SafekeepingError(`${folder} holds no data backup with the key backup of the same instant`);
  }
  const given = {
    dataPath: join(folder, pair.data),
    keyPath: join(folder, pair.keys),
    identity: readIdentity(values.identity),
    ledgerLost: true,
  };
  return await drill(settings, given, { io, json: values.json === true });
}

async function readPlace({ backupRecipient, dataDir, keyDir }: Settings, path: string) {
  if (backupRecipient === undefined) {
    throw new SettingError(
      'BACKUP_RECIPIENT',
      'is not set, and nothing is backed up unencrypted: make a pair with age-keygen on another machine, and set its public key (age1…) here',
    );
  }
  if (!(await isRecipient(backupRecipient)))
    throw new SettingError('BACKUP_RECIPIENT', 'is no age public key: a letter is wrong');
  if (within(path, dataDir) || within(path, keyDir)) {
    throw new SafekeepingError('a backup in DATA_DIR or KEY_DIR would be lost together with what it saves');
  }
  return { recipient: backupRecipient, path };
}

type Row = Awaited<ReturnType<typeof backUp>>[number];

function tell(io: Io, json: boolean, folder: string, rows: readonly Row[]): void {
  const told = rows.map(({ kind, fileName, madeAt, bytes, digest, ledgerSize, destroyBy }) => {
    const path = join(folder, fileName);
    return { kind, path, madeAt, bytes, sha256: digest.toString('hex'), ledgerSize, verified: true, destroyBy };
  });
  if (json) {
    io.out(JSON.stringify({ backups: told }, null, 2));
    return;
  }
  for (const { kind, path, bytes, sha256, destroyBy } of told) {
    io.out(`${kind === 'keys' ? 'key' : kind} backup: ${path} (${sizeOf(bytes)}, read back whole)`);
    io.out(`    sha256 ${sha256}`);
    if (destroyBy !== null) io.out(`    destroy every copy of it by ${destroyBy.toISOString().slice(0, 10)}`);
  }
  io.out('Carry both away from this machine, and the two apart from each other.');
}
