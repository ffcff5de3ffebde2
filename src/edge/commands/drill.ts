import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabaseFor } from '../../kernel/db/open-database-for.ts';
import { readSite } from '../../kernel/ledger/store.ts';
import type { Restored } from '../../kernel/safekeeping/restore.ts';
import { insertDrill } from '../../kernel/safekeeping/store.ts';
import type { Settings } from '../../settings.ts';
import { bringBackData, type DataGiven, finish, jsonOf } from './bring-back-data.ts';
import type { Io } from './command.ts';

export interface Answer {
  readonly io: Io;
  readonly json: boolean;
}

const FOLDER = 'kristalux-drill-';

/**
 * Restores into folders that are thrown away, with a database of its own, opens every value to its last byte, and says
 * whether everything came back. Where the site itself lives on this machine it remembers when that was.
 */
export async function drill(settings: Settings, given: DataGiven, { io, json }: Answer): Promise<number> {
  removeLeftovers();
  const folder = mkdtempSync(join(tmpdir(), `${FOLDER}${process.pid}-`));
  // The built-in PostgreSQL may have to run as another user, who passes through here.
  chmodSync(folder, 0o711);
  const place = { ...settings, databaseUrl: undefined, dataDir: join(folder, 'data'), keyDir: join(folder, 'keys') };
  try {
    const restored = await bringBackData(place, given, io);
    const finished = await finish(place, restored, io, { openAll: true });
    const { problems, opened } = finished;
    const { whole, broken } = opened ?? { whole: 0, broken: 0 };
    const good = problems.length === 0 && broken === 0;
    const recorded = good && (await recordDrill(settings, restored, { opened: whole, io }));
    if (json) {
      const figures = { valuesOpened: whole, valuesBroken: broken, good, recorded };
      io.out(JSON.stringify({ ...jsonOf(restored, finished), ...figures }, null, 2));
    } else {
      const { data, valuesForgotten } = restored;
      io.out(
        `The backup of ${data.madeAt} comes back: ${whole} values open to the last byte, ${broken} are damaged, ${valuesForgotten} had no key any more.`,
      );
      for (const problem of problems) io.out(problem);
      io.out(recorded ? 'This site remembers the drill.' : notRecorded(good));
      io.out('Everything that was brought back is removed. Remove the identity file from this machine now.');
    }
    return good ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function notRecorded(good: boolean): string {
  return good
    ? 'Nothing was recorded: this site does not live here.'
    : 'Nothing was recorded, because this backup is not good: make a new one now, and keep the older ones.';
}

/** What a drill that was killed left behind: keys and data beside each other, which must not stay. */
function removeLeftovers(): void {
  for (const name of readdirSync(tmpdir())) {
    const [, pid] = new RegExp(`^${FOLDER}(\\d+)-`).exec(name) ?? [];
    if (pid !== undefined && !lives(Number(pid))) rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
}

function lives(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Somebody else's process lives too.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

async function recordDrill(
  settings: Settings,
  { data }: Restored,
  { opened, io }: { readonly opened: number; readonly io: Io },
): Promise<boolean> {
  if (settings.databaseUrl === undefined && !existsSync(settings.dataDir)) return false;
  const { db, close } = await openDatabaseFor(settings, { role: 'command', say: io.err });
  try {
    if ((await readSite(db))?.siteId !== data.siteId) return false;
    await insertDrill(db, new Date(data.madeAt), opened);
    return true;
  } finally {
    await close();
  }
}
