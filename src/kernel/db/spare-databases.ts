import { randomBytes } from 'node:crypto';
import type { DatabaseAddress } from './address.ts';
import { checkServer } from './check-server.ts';
import { DatabaseError } from './database-error.ts';
import { openEmbedded } from './embedded/open-embedded.ts';
import { migrate } from './migrate.ts';
import type { DatabasePlace } from './open-database-for.ts';
import { openDb } from './open-db.ts';

/** Databases for a moment, beside those that hold something: each is dropped when its holder is done. */
export interface SpareDatabases {
  /** A new one with every migration applied, or a copy of another that nobody is connected to. */
  create(copyOf?: SpareDatabase): Promise<SpareDatabase>;
  /** Drops what is left, and ends the PostgreSQL if it was started for this. */
  close(): Promise<void>;
}

export interface SpareDatabase {
  readonly name: string;
  readonly url: string;
  drop(): Promise<void>;
}

/**
 * On the server of `databaseUrl`; without one on a PostgreSQL of their own in `dataDir`, which must be a folder for this
 * alone. Throws a `DatabaseError`, one sentence, where the user may not create databases.
 */
export async function openSpareDatabases({ databaseUrl, dataDir }: DatabasePlace): Promise<SpareDatabases> {
  const server = databaseUrl
    ? { address: { url: databaseUrl }, close: async () => {} }
    : await openEmbedded(dataDir, { role: 'command', say: () => {} });
  const left = new Map<string, SpareDatabase>();
  const administer = async (statement: string) => {
    const db = openDb(server.address, { connections: 1 });
    try {
      await db.run(statement);
    } finally {
      await db.close();
    }
  };
  return {
    async create(copyOf) {
      const name = `kristalux_twin_${randomBytes(8).toString('hex')}`;
      await administer(`create database ${name}${copyOf === undefined ? '' : ` template ${copyOf.name}`}`).catch(
        (error: unknown) => {
          throw forbidden(error);
        },
      );
      const spare: SpareDatabase = {
        name,
        url: urlOf(server.address, name),
        async drop() {
          left.delete(name);
          await administer(`drop database if exists ${name} with (force)`);
        },
      };
      left.set(name, spare);
      if (copyOf === undefined) {
        await checkServer({ url: spare.url });
        await migrate({ url: spare.url });
      }
      return spare;
    },
    async close() {
      for (const spare of [...left.values()]) await spare.drop();
      await server.close();
    },
  };
}

function urlOf(address: DatabaseAddress, name: string): string {
  if ('socket' in address) {
    return `postgres://${address.user}@localhost/${name}?host=${encodeURIComponent(address.socket)}`;
  }
  const url = new URL(address.url);
  url.pathname = `/${name}`;
  return url.href;
}

function forbidden(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code !== '42501') return error;
  return new DatabaseError(
    'The user of DATABASE_URL may not create a database, and a twin needs one for a moment: grant it CREATEDB.',
  );
}
