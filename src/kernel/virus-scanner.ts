import { createConnection, type NetConnectOpts, type Socket } from 'node:net';
import { SCAN_MILLISECONDS_MAX } from './limits.ts';
import { Refusal } from './refusal.ts';

/** Somebody else's eye on files that came from outside. Absent where the operator has none: then a page says so. */
export interface VirusScanner {
  /**
   * Whether it knows the file to be harmful.
   * @throws Refusal `busy` where it does not answer: a file that could not be scanned is not taken
   */
  findsHarm(bytes: Uint8Array): Promise<boolean>;
}

/** ClamAV's daemon, asked by INSTREAM: the file goes over the socket and lies nowhere. */
export function openClamav(address: string): VirusScanner {
  const to = connectOptions(address);
  return {
    async findsHarm(bytes) {
      const answer = await ask(to, bytes).catch(() => '');
      if (/^stream: OK\0?$/.test(answer)) return false;
      if (/ FOUND\0?$/.test(answer)) return true;
      throw new Refusal('busy', 'files cannot be scanned just now; nothing was taken', { retryAfterSeconds: 60 });
    },
  };
}

function connectOptions(address: string): NetConnectOpts {
  if (!address.startsWith('tcp://')) return { path: address };
  const { hostname, port } = new URL(address);
  return { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) };
}

const PIECE_BYTES = 256 * 1024;
const ANSWER_BYTES_MAX = 4096;

async function ask(to: NetConnectOpts, bytes: Uint8Array): Promise<string> {
  const socket = createConnection(to);
  socket.setTimeout(SCAN_MILLISECONDS_MAX, () => socket.destroy(new Error('no answer')));
  try {
    socket.write('zINSTREAM\0');
    for (let at = 0; at < bytes.byteLength; at += PIECE_BYTES) {
      const piece = bytes.subarray(at, at + PIECE_BYTES);
      socket.write(lengthOf(piece.byteLength));
      socket.write(piece);
    }
    socket.write(lengthOf(0));
    return await readAnswer(socket);
  } finally {
    socket.destroy();
  }
}

function lengthOf(bytes: number): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes);
  return length;
}

async function readAnswer(socket: Socket): Promise<string> {
  let answer = '';
  for await (const piece of socket as AsyncIterable<Buffer>) {
    answer += piece.toString('latin1');
    if (answer.endsWith('\0') || answer.length > ANSWER_BYTES_MAX) break;
  }
  return answer.trim();
}
