import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App } from '../../app.ts';
import { canonical } from '../../kernel/canonical.ts';
import { openDb } from '../../kernel/db/open-db.ts';
import { openSpareDatabases, type SpareDatabase } from '../../kernel/db/spare-databases.ts';
import type { Version } from '../../kernel/policy/open-version.ts';
import { insertVersion } from '../../kernel/policy/store.ts';
import type { Twin } from '../../kernel/probe.ts';
import type { Settings } from '../../settings.ts';
import { guardConnections } from './guard-connections.ts';
import { openTwin } from './open-twin.ts';

/** Where twins are opened: one version, one PostgreSQL, and a guard around the process as long as it stands. */
export interface Twins {
  open(): Promise<OpenTwin>;
  /** Lets through what the live server is asked at. */
  allowLive(origin: string): void;
  close(): Promise<void>;
}

export interface OpenTwin {
  readonly twin: Twin;
  close(): Promise<void>;
}

/** What a twin takes from above: how the program is served, and the verifier that stands alone. */
export interface TwinTools {
  serve(app: App): Promise<{ readonly address: string; stop(): Promise<void> }>;
  verify(files: readonly { readonly name: string; readonly text: string }[], key: string): boolean;
}

export interface TwinsOf {
  /** Those of the live site: of them only where to make databases is used, and nothing is written there. */
  readonly settings: Settings;
  readonly version: Version;
  readonly tools: TwinTools;
}

/** @throws DatabaseError, one sentence, where no database can be made for a twin */
export async function openTwins({ settings, version, tools }: TwinsOf): Promise<Twins> {
  const folder = mkdtempSync(join(tmpdir(), 'kristalux-twin-'));
  // The built-in PostgreSQL may run as another user, who has to reach its files.
  chmodSync(folder, 0o711);
  const spare = await openSpareDatabases({ databaseUrl: settings.databaseUrl, dataDir: join(folder, 'data') }).catch(
    (error: unknown) => {
      rmSync(folder, { recursive: true, force: true });
      throw error;
    },
  );
  const guard = guardConnections();
  if (settings.databaseUrl !== undefined) allowAddress(guard, settings.databaseUrl, 5432);
  const close = async () => {
    guard.release();
    await spare.close();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const original = await spare.create();
    await copyVersion(original, version);
    let opened = 0;
    return {
      async open() {
        opened += 1;
        const database = await spare.create(original);
        const own = join(folder, String(opened));
        const { twin, close: end } = await openTwin({ settings, folder: own, databaseUrl: database.url, guard, tools });
        return {
          twin,
          async close() {
            await end();
            await database.drop();
          },
        };
      },
      allowLive: (origin) => allowAddress(guard, origin, origin.startsWith('https:') ? 443 : 80),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function allowAddress(guard: ReturnType<typeof guardConnections>, address: string, usualPort: number): void {
  const { hostname, port } = new URL(address);
  guard.allow(hostname, port === '' ? usualPort : Number(port));
}

/** The published version to the letter: the digest is checked again when a twin opens it. */
async function copyVersion(database: SpareDatabase, version: Version): Promise<void> {
  const db = openDb({ url: database.url }, { connections: 1 });
  const { number, digest, meaning, body, publishedBy } = version;
  try {
    const text = canonical(body);
    await db.transaction((tx) =>
      insertVersion(tx, { number, digest, meaning, body: text, change: 'first' }, publishedBy),
    );
  } finally {
    await db.close();
  }
}
