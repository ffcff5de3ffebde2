import type { Server } from 'node:http';
import { Server as NetServer, type Socket } from 'node:net';

/** How long a connection that was made and asked nothing yet may still ask, milliseconds. */
const UNASKED_MILLISECONDS = 1000;

/**
 * Watches the connections of a server from its beginning, so that it can be stopped without cutting anybody off: it takes
 * no new connection, answers every question that is under way, also one whose first byte had not been read yet, and closes
 * each connection behind its answer. Node's own `close` ends a connection that was made a moment ago, question and all.
 */
export function openAnswerAndClose(node: Server): () => Promise<void> {
  /** Questions under way on each connection; undefined before the first. */
  const asked = new Map<Socket, number | undefined>();
  let stopping = false;
  node.on('connection', (socket) => {
    asked.set(socket, undefined);
    socket.once('close', () => asked.delete(socket));
  });
  node.prependListener('request', ({ socket }, response) => {
    asked.set(socket, (asked.get(socket) ?? 0) + 1);
    if (stopping) response.setHeader('connection', 'close');
    response.once('close', () => {
      const left = (asked.get(socket) ?? 1) - 1;
      if (asked.has(socket)) asked.set(socket, left);
      if (stopping && left === 0) socket.end();
    });
  });
  return async () => {
    stopping = true;
    const closed = new Promise<void>((resolve) => {
      NetServer.prototype.close.call(node, () => resolve());
    });
    for (const [socket, under] of asked) if (under === 0) socket.end();
    const late = setTimeout(() => {
      for (const [socket, under] of asked) if (under === undefined) socket.destroy();
    }, UNASKED_MILLISECONDS);
    await closed;
    clearTimeout(late);
  };
}
