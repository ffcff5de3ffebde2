import type { Socket } from 'node:net';
import pg from 'pg';
import { type DatabaseAddress, poolOptions } from './address.ts';

/** Connections of a pool that are listened to. */
export interface SilentConnections {
  add(client: pg.ClientBase): void;
  drop(client: pg.ClientBase): void;
  end(): void;
}

/** What this needs of a connection, and `pg` has without saying so in its types. */
type Client = pg.ClientBase & { readonly processID: number; readonly connection: { readonly stream: Socket } };

interface Listened {
  readonly client: Client;
  /** Bytes that had come when something was last heard, and when that was. */
  heard: number;
  since: number;
  /** When something was asked because nothing was heard, or was found to take its time. */
  asked: number | null;
}

/**
 * Gives up connections on which nothing gets through any more: a network that swallows packets tells nobody, and the system
 * would send them again for a quarter of an hour, while everybody waits. Silence alone means nothing, since a statement may
 * take long. So a silent connection is asked something; where that is not answered either, the database is asked over a
 * fresh connection what it does on the silent one. Whatever it works on is left alone; what it knows nothing of, and all
 * that is silent where the fresh connection is not answered, ends, and its statements fail as with any lost connection.
 * @param patience Milliseconds from the last sign to the end, the three steps together
 */
export function listenForSilence(address: DatabaseAddress, patience: number): SilentConnections {
  const listened = new Map<pg.ClientBase, Listened>();
  const step = patience / 3;
  let looking = false;
  const look = async () => {
    for (const one of listened.values()) listen(one, step);
    const silent = [...listened.values()].filter(({ asked }) => asked !== null && performance.now() - asked >= step);
    if (silent.length === 0 || looking) return;
    looking = true;
    const working = await findWorking(address, silent, step);
    looking = false;
    for (const one of silent) {
      const { stream } = one.client.connection;
      if (working.has(one.client)) one.asked = performance.now();
      else if (stream.bytesRead === one.heard) stream.destroy();
    }
  };
  const timer = setInterval(() => void look(), step / 5).unref();
  return {
    add: (client) =>
      listened.set(client, { client: client as Client, heard: 0, since: performance.now(), asked: null }),
    drop: (client) => listened.delete(client),
    end: () => clearInterval(timer),
  };
}

/** Hears whether anything came; where nothing did for one step, something is asked, once. */
function listen(one: Listened, step: number): void {
  const now = performance.now();
  const { bytesRead } = one.client.connection.stream;
  if (bytesRead !== one.heard) Object.assign(one, { heard: bytesRead, since: now, asked: null });
  else if (one.asked === null && now - one.since >= step) {
    one.asked = now;
    // It stands behind whatever is under way. What comes of it does not matter, only that something comes.
    one.client.query('select 1').catch(() => {});
  }
}

/** Those of the silent that the database says it is at work for; all of them where it answers but cannot say. */
async function findWorking(
  address: DatabaseAddress,
  silent: readonly Listened[],
  milliseconds: number,
): Promise<ReadonlySet<pg.ClientBase>> {
  const all = silent.map(({ client }) => client);
  const limits = { connectionTimeoutMillis: milliseconds, query_timeout: milliseconds };
  const asker = new pg.Client({ ...poolOptions(address), ...limits }) as pg.Client & Client;
  asker.on('error', () => {});
  try {
    await asker.connect();
    const { rows } = await asker.query<{ own: number; pid: number }>(
      `select pg_backend_pid() as own, pid from pg_stat_activity where pid = any($1::int[]) and state = 'active'
       union all select pg_backend_pid(), 0`,
      [all.map(({ processID }) => processID)],
    );
    // A pooler between us has numbers of its own, and nothing can be told by them.
    if (rows.some(({ own }) => own !== asker.processID)) return new Set(all);
    return new Set(all.filter(({ processID }) => rows.some(({ pid }) => pid === processID)));
  } catch (error) {
    return new Set(error instanceof pg.DatabaseError ? all : []);
  } finally {
    asker.connection.stream.destroy();
  }
}
