import { connect, createServer } from 'node:net';

/** Stands before a server of this machine and keeps every byte that a browser sends to it. */
export interface Tee extends AsyncDisposable {
  readonly port: number;
  /** What was sent since it was last taken. */
  take(): Buffer;
}

export async function openTee(to: number): Promise<Tee> {
  let sent: Buffer[] = [];
  const open = new Set<{ destroy(): void }>();
  const server = createServer((client) => {
    const upstream = connect(to, '127.0.0.1');
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.on('close', () => open.delete(socket));
      socket.on('error', () => {
        client.destroy();
        upstream.destroy();
      });
    }
    client.on('data', (bytes) => sent.push(bytes));
    client.pipe(upstream);
    upstream.pipe(client);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a server that listens has a port');
  return {
    port: address.port,
    take() {
      const all = Buffer.concat(sent);
      sent = [];
      return all;
    },
    async [Symbol.asyncDispose]() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
