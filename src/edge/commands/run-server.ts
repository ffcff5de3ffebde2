import { openApp } from '../../app.ts';
import type { OpenDatabase } from '../../kernel/db/open-database-for.ts';
import { countOwners, makeOwnerLink } from '../../promises/security/index.ts';
import type { Settings } from '../../settings.ts';
import { serve } from '../serve.ts';
import type { Io } from './command.ts';
import { sayOwnerLink } from './owner-link.ts';

/** Serves until it is told to stop. @returns the exit code */
export async function runServer(settings: Settings, database: Promise<OpenDatabase>, io: Io): Promise<number> {
  const app = await openApp(settings, { role: 'serve', say: io.err, database });
  const served = await serve(app).catch(async (error: unknown) => {
    await app.close();
    throw error;
  });
  const version = await app.parts.shelf.inForce();
  io.out(`Kristalux answers at ${served.address} (policy: version ${version?.number})`);
  if (version?.declarations.site.name === null) {
    io.out('The site is unnamed, so this is a demonstration for this machine only.');
  }
  io.out(sayBackups(settings));
  // Nobody could give roles yet: the one who started the server may become owner.
  if ((await countOwners(app.parts.db)) === 0) {
    const { output } = await app.gate.pass(makeOwnerLink, { kind: 'host', by: null }, {});
    for (const line of sayOwnerLink(output)) io.out(line);
  }
  const told = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });
  const { bearings } = app.parts;
  await Promise.race([told, bearings.overtaken]);
  if (bearings.isOvertaken())
    io.err('A newer Kristalux has changed the database, so this one ends: start that version.');
  await served.stop();
  return bearings.isOvertaken() ? 1 : 0;
}

function sayBackups({ backupRecipient, backupDir, backupHours }: Settings): string {
  if (backupRecipient === undefined) {
    return 'No backups are made: BACKUP_RECIPIENT is not set, and nothing is backed up unencrypted (docs/backup.md).';
  }
  if (backupHours === 0) return 'No backups are made by this server: BACKUP_HOURS is 0.';
  return `A backup of data and keys is made every ${backupHours} hours into ${backupDir}.`;
}
