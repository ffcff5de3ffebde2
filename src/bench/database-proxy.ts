import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** The network between a server and its database, which can be broken. */
export interface DatabaseProxy {
  readonly port: number;
  /** All connections are reset, and no new one comes about. */
  cut(): void;
  /** Connections stand and new ones come about, and nothing gets through on any of them: packets are swallowed. */
  stall(): void;
  /** Nothing gets through on the connections that are there, as behind a switch that forgot them; new ones are well. */
  lose(): void;
  /** Every piece of an answer comes so much later: as from a database on a slow disk. */
  delay(milliseconds: number): void;
  /** All is well again; what was held back goes on. */
  heal(): void;
  close(): Promise<void>;
}

/** @param socket The folder of PostgreSQL's own socket */
export async function openDatabaseProxy(socket: string): Promise<DatabaseProxy> {
  const pairs = new Set<readonly [Socket, Socket]>();
  let [broken, stalled, late] = [false, false, 0];
  const server = createServer((near) => {
    if (broken) {
      near.resetAndDestroy();
      return;
    }
    const far = connect(`${socket}/.s.PGSQL.5432`);
    const pair = [near, far] as const;
    pairs.add(pair);
    const end = () => {
      pairs.delete(pair);
      near.destroy();
      far.destroy();
    };
    for (const one of pair) one.on('error', end).on('close', end);
    near.on('data', (bytes) => far.write(bytes));
    // Timers of one delay fire in the order in which they were set, so nothing overtakes.
    far.on('data', (bytes) => (late === 0 ? near.write(bytes) : setTimeout(() => near.write(bytes), late)));
    if (stalled) for (const one of pair) one.pause();
  });
  const lose = () => {
    for (const one of [...pairs].flat()) one.pause();
  };
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    cut() {
      broken = true;
      for (const [near] of pairs) near.resetAndDestroy();
    },
    stall() {
      stalled = true;
      lose();
    },
    lose,
    delay(milliseconds) {
      late = milliseconds;
    },
    heal() {
      [broken, stalled, late] = [false, false, 0];
      for (const one of [...pairs].flat()) one.resume();
    },
    async close() {
      for (const one of [...pairs].flat()) one.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
