import { openDatabaseFor } from '../../kernel/db/open-database-for.ts';
import { readSite } from '../../kernel/ledger/store.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { KeyFileError } from '../../kernel/vault/key-file.ts';
import { openKeyProvider } from '../../kernel/vault/providers/open-key-provider.ts';
import { rewrapKeyFiles } from '../../kernel/vault/rewrap-key-files.ts';
import { readKeyChecks, readKeysToDestroy, tryLockTurning } from '../../kernel/vault/store.ts';
import { readSettings } from '../../settings.ts';
import type { Io } from './command.ts';

/** After `KEY_PROVIDER` was set to another one: every key file is wrapped by it. Interrupted, it is taken up by the next. */
export async function rewrapFiles(io: Io, json: boolean): Promise<number> {
  const settings = readSettings(io.env);
  const to = await openKeyProvider(settings);
  const { db, close } = await openDatabaseFor(settings, { role: 'command', say: io.err });
  try {
    const site = await readSite(db);
    if (site === undefined)
      throw new KeyFileError('there is no site in this database yet: nothing has to be wrapped anew');
    const names = await db.transaction(async (lock) => {
      if (!(await tryLockTurning(lock))) {
        throw new Refusal('conflict', 'the keys are being turned by another process: nothing was done by this one');
      }
      if ((await readKeysToDestroy(db)).length > 0) {
        throw new Refusal(
          'conflict',
          'a key that has ended is still to be destroyed: run keys rotate with the former KEY_PROVIDER first',
        );
      }
      return await rewrapKeyFiles({
        folder: settings.keyDir,
        siteId: site.siteId,
        checks: await readKeyChecks(db),
        to,
        named: (name) => openKeyProvider(readSettings({ ...io.env, KEY_PROVIDER: name })),
      });
    });
    if (json) io.out(JSON.stringify({ provider: to.name, rewrapped: names }));
    else if (names.length === 0) io.out(`Every key file is wrapped by ${to.name} already.`);
    else {
      io.out(`Wrapped by ${to.name}: ${names.join(', ')}.`);
      io.out(
        'Start the server with this KEY_PROVIDER, run keys rotate, and make a key backup: earlier copies of the key files',
      );
      io.out('stay as open as they were, and a key backup of before may not open any more.');
    }
    return 0;
  } finally {
    await close();
  }
}
