import { once } from 'node:events';
import type pg from 'pg';

/** What is held back before the server is asked to wait, bytes. */
const HELD_BYTES_MAX = 4 * 1024 * 1024;
/** Rows are gathered to pieces of about this size: one row is a message of its own, often of 100 bytes. */
const PIECE_BYTES = 64 * 1024;

/**
 * The answer of a `copy … to stdout`, in pieces. It must be read to its end before the connection is asked anything
 * else; whoever stops earlier loses the connection.
 */
export async function* copyOut(client: pg.ClientBase, text: string): AsyncGenerator<Buffer> {
  const gathered: Buffer[] = [];
  let [held, ended]: [number, boolean] = [0, false];
  let failure: unknown;
  let connection: pg.Connection | undefined;
  let wake = () => {};
  const end = (error?: unknown) => {
    failure = error;
    ended = true;
    wake();
  };
  client.query({
    ...QUIET,
    submit(given: pg.Connection) {
      connection = given;
      given.query(text);
    },
    handleCopyData({ chunk }: { readonly chunk: Buffer }) {
      // The parser uses its buffer again, so the bytes are copied here.
      gathered.push(Buffer.from(chunk));
      held += chunk.length;
      if (held > HELD_BYTES_MAX) connection?.stream.pause();
      if (held >= PIECE_BYTES) wake();
    },
    handleReadyForQuery: () => end(),
    handleError: end,
  });
  try {
    for (;;) {
      if (held < PIECE_BYTES && !ended) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      const [only, ...more] = gathered.splice(0);
      const piece = only === undefined || more.length > 0 ? Buffer.concat([only ?? NOTHING, ...more]) : only;
      held = 0;
      connection?.stream.resume();
      if (piece.length > 0) yield piece;
      else if (failure !== undefined) throw failure;
      else if (ended) return;
    }
  } finally {
    if (!ended) connection?.stream.destroy();
  }
}

/** Feeds a `copy … from stdin`. Nothing of it stays when the source throws. */
export async function copyIn(client: pg.ClientBase, text: string, source: AsyncIterable<Uint8Array>): Promise<void> {
  let failed = false;
  let sourceError: unknown;
  const send = async (connection: CopyingConnection) => {
    try {
      for await (const piece of source) {
        if (failed) return;
        sendPiece(connection.stream, piece);
        if (connection.stream.writableNeedDrain) await drained(connection.stream);
      }
      connection.endCopyFrom();
    } catch (error) {
      sourceError = error;
      connection.sendCopyFail('the source ended early');
    }
  };
  await new Promise<void>((resolve, reject) => {
    client.query({
      ...QUIET,
      submit: (given: pg.Connection) => given.query(text),
      handleCopyInResponse: (given: CopyingConnection) => void send(given),
      handleReadyForQuery: () => resolve(),
      handleError: (error: unknown) => {
        failed = true;
        reject(sourceError ?? error);
      },
    });
  });
}

/** One message CopyData: the client's own way copies each piece twice before it sends it. */
function sendPiece(stream: pg.Connection['stream'], piece: Uint8Array): void {
  if (piece.length === 0) return;
  const head = Buffer.alloc(5, 'd');
  head.writeInt32BE(piece.length + 4, 1);
  stream.cork();
  stream.write(head);
  stream.write(piece);
  stream.uncork();
}

const NOTHING = Buffer.alloc(0);

/** What a connection of pg can do and its types do not say. */
interface CopyingConnection extends pg.Connection {
  endCopyFrom(): void;
  sendCopyFail(message: string): void;
}

async function drained(stream: pg.Connection['stream']): Promise<void> {
  const over = new AbortController();
  try {
    const { signal } = over;
    await Promise.race([once(stream, 'drain', { signal }), once(stream, 'close', { signal })]);
  } finally {
    over.abort();
  }
}

/** What the client tells every query, and a copy has no use for. */
const QUIET = {
  handleCommandComplete: () => {},
  handleRowDescription: () => {},
  handleDataRow: () => {},
  handleEmptyQuery: () => {},
};
