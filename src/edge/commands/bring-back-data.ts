import assert from 'node:assert/strict';
import { type App, openApp } from '../../app.ts';
import { migrationNumbers } from '../../kernel/db/migrate.ts';
import { openDatabaseFor } from '../../kernel/db/open-database-for.ts';
import { systemRandom } from '../../kernel/ids.ts';
import { fsck } from '../../kernel/ledger/fsck.ts';
import { type Restored, restore } from '../../kernel/safekeeping/restore.ts';
import { countOpenable } from '../../kernel/vault/count-openable.ts';
import { openKeyProvider } from '../../kernel/vault/providers/open-key-provider.ts';
import { ERASURES } from '../../promises/agreement/index.ts';
import type { Settings } from '../../settings.ts';
import type { Io } from './command.ts';
import { progressOf } from './progress.ts';

export interface Given {
  readonly keyPath: string;
  readonly identity: string;
}

export interface DataGiven extends Given {
  readonly dataPath: string;
  readonly ledgerLost: boolean;
}

export async function bringBackData(settings: Settings, given: DataGiven, io: Io): Promise<Restored> {
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

export interface Finished {
  readonly again: App['forgottenAgain'];
  /** What is wrong with the ledger, as sentences. */
  readonly problems: readonly string[];
  /** Values that open to the last byte, and those that do not. Null where that was not tried. */
  readonly opened: { readonly whole: number; readonly broken: number } | null;
}

/** Opens the site as a server would: keys are checked, what was forgotten is forgotten again, the ledger is derived anew. */
export async function finish(
  settings: Settings,
  restored: Restored,
  io: Io,
  { openAll = false } = {},
): Promise<Finished> {
  const app = await openApp(settings, { role: 'command', say: io.err });
  try {
    await app.sequence();
    const { db, keys, site } = app.parts;
    assert.equal(site.siteId, restored.data.siteId, 'the restored site is the one of the backup');
    const { problems } = await fsck({ db, key: keys.ledger, ...site, erasureKinds: ERASURES });
    return { again: app.forgottenAgain, problems, opened: openAll ? await countOpenable(db, keys) : null };
  } finally {
    await app.close();
  }
}

export function jsonOf(restored: Restored, { again, problems }: Finished) {
  const { data, valuesKept, valuesForgotten, newOrigin, jobsGivenUp } = restored;
  const { madeAt, siteId } = data;
  const figures = { valuesKept, valuesForgotten, forgottenAgain: again, newOrigin, jobsGivenUp };
  return { siteId, madeAt, ...figures, ledgerProblems: problems };
}
