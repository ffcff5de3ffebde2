import type { DatabaseAddress } from './address.ts';
import { checkServer } from './check-server.ts';
import type { Db } from './db.ts';
import { type EmbeddedOptions, openEmbedded } from './embedded/open-embedded.ts';
import { migrate } from './migrate.ts';
import { type DbOptions, openDb, PATIENCE_SECONDS } from './open-db.ts';

export interface DatabasePlace {
  /** A PostgreSQL (15 to 18) of the operator's own; several servers may share it. */
  readonly databaseUrl: string | undefined;
  /** Else: where the built-in one keeps its files. */
  readonly dataDir: string;
  /** Seconds without any sign from it after which a connection is given up. */
  readonly databasePatience?: number;
}

export interface OpenDatabase {
  readonly db: Db;
  readonly address: DatabaseAddress;
  readonly patience: number;
  /** Closes the connections, and ends the PostgreSQL if this process started it. */
  close(): Promise<void>;
}

export interface OpenDatabaseOptions extends EmbeddedOptions, Pick<DbOptions, 'connections'> {
  /** Only these migrations are applied (`migrate`). */
  readonly migrations?: readonly number[];
}

/**
 * The database of these settings, migrated and ready, for a server (`serve`) or any other command. Throws a
 * `DatabaseError`, one sentence for the operator, when it cannot be had.
 */
export async function openDatabaseFor(place: DatabasePlace, options: OpenDatabaseOptions): Promise<OpenDatabase> {
  const { address, close } = place.databaseUrl
    ? { address: { url: place.databaseUrl }, close: async () => {} }
    : await openEmbedded(place.dataDir, options);
  try {
    if (place.databaseUrl) await checkServer(address);
    await migrate(address, options.migrations === undefined ? {} : { only: options.migrations });
  } catch (error) {
    await close();
    throw error;
  }
  const { databasePatience: patience = PATIENCE_SECONDS } = place;
  const db = openDb(address, { ...options, patience });
  return {
    ...{ db, address, patience },
    async close() {
      await db.close();
      await close();
    },
  };
}
