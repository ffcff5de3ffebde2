import type { Readable, Writable } from 'node:stream';
import type SmtpConnection from 'nodemailer/lib/smtp-connection';
import { MAIL_MILLISECONDS_MAX } from '../limits.ts';
import { relayOf } from '../relay.ts';
import type { ComposedMessage } from './compose-message.ts';

/**
 * What the relay made of a message. `deferred`: it surely was not taken and may be offered again. `unknown`: its bytes
 * were on the way when the answer failed to come; offering it again could be a second copy. `gone`: refused, because
 * there is no such mailbox (RFC 3463).
 */
export type MailOutcome = 'accepted' | 'refused' | 'gone' | 'deferred' | 'unknown';

/** A message with its bytes, signed or not. */
export interface Built {
  readonly envelope: ComposedMessage['envelope'];
  readonly bytes: Buffer;
}

/** `not begun`: the connection broke or never came to be before a byte of the message was asked for. */
export async function offerMessage(
  open: SmtpConnection | null,
  smtpUrl: string,
  built: Built,
  keep: (connection: SmtpConnection) => void,
): Promise<MailOutcome | 'not begun'> {
  const connection = open ?? (await connect(smtpUrl).catch(() => null));
  if (connection === null) return 'not begun';
  // INVARIANT: the bytes are asked for only once the relay said 354, so `begun` tells whether any of them may have left.
  let begun = false;
  const fault = await sendOver(connection, built, (to) => {
    begun = true;
    inOnePiece(connection);
    to.end(built.bytes);
  });
  if (fault === null) keep(connection);
  else if (isAnswer(fault)) connection.reset((error) => (error ? connection.close() : keep(connection)));
  else connection.close();
  return fault === null ? 'accepted' : outcomeOf(fault, begun);
}

/** The message and the dot behind it: each piece is a call of the system, and wakes the relay. */
function inOnePiece({ _socket: socket }: SmtpConnection): void {
  if (!socket) return;
  socket.cork();
  setImmediate(() => socket.uncork());
}

const NOT_ASCII = /[^\0-\x7f]/;

async function sendOver(
  connection: SmtpConnection,
  { envelope: { from, to }, bytes }: Built,
  write: (to: Writable) => void,
): Promise<SmtpFault | null> {
  let ended: () => void = () => {};
  const deadline = setTimeout(() => connection.close(), MAIL_MILLISECONDS_MAX);
  try {
    return await new Promise<SmtpFault | null>((resolve) => {
      ended = () => resolve({});
      connection.once('end', ended);
      const envelope = { from, to: [to], size: bytes.length, use8BitMime: NOT_ASCII.test(to) };
      // All that the library asks of a stream.
      const message = { pipe: write } as unknown as Readable;
      connection.send(envelope, message, (error) => resolve(error as SmtpFault | null));
    });
  } finally {
    clearTimeout(deadline);
    connection.off('end', ended);
  }
}

interface SmtpFault {
  readonly code?: string;
  readonly command?: string;
  readonly responseCode?: number;
  /** The relay's own words. */
  readonly response?: string;
}

// A reply to one of our commands; the relay's goodbye (421) or a broken connection is none.
const isAnswer = ({ responseCode, command }: SmtpFault): boolean =>
  responseCode !== undefined && responseCode !== 421 && command !== 'CONN';

function outcomeOf(fault: SmtpFault, begun: boolean): MailOutcome | 'not begun' {
  if (isAnswer(fault)) {
    if ((fault.responseCode ?? 0) < 500) return 'deferred';
    return fault.command === 'RCPT TO' && NO_MAILBOX.test(fault.response ?? '') ? 'gone' : 'refused';
  }
  if (begun) return 'unknown';
  // The library itself would not offer it: an address the relay cannot take, a message above the relay's limit.
  return fault.code === 'EENVELOPE' || fault.code === 'EMESSAGE' ? 'refused' : 'not begun';
}

const NO_MAILBOX = /^5\d\d[ -]5\.(1\.[1236]|1\.10|2\.1)\b/;

/** A connection that has said hello and, where the address names somebody, signed in. */
export async function connect(smtpUrl: string): Promise<SmtpConnection> {
  const { hostname, port, protocol, username, password } = new URL(smtpUrl);
  const { loopback } = relayOf(smtpUrl);
  const secure = protocol === 'smtps:';
  // Loaded with the first message: a start has no use for it.
  const { default: Connection } = await import('nodemailer/lib/smtp-connection');
  const connection = new Connection({
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? (secure ? 465 : loopback ? 25 : 587) : Number(port),
    secure,
    // Addresses do not cross a network in clear; within the machine there is nobody to hide them from.
    requireTLS: !loopback && !secure,
    ignoreTLS: loopback,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 20_000,
    allowInternalNetworkInterfaces: true,
  });
  await new Promise<void>((resolve, reject) => {
    connection.once('error', reject);
    connection.connect((error) => (error ? reject(error) : resolve()));
  });
  connection.on('error', () => connection.close());
  if (username === '') return connection;
  await new Promise<void>((resolve, reject) => {
    const credentials = { user: decodeURIComponent(username), pass: decodeURIComponent(password) };
    connection.login({ credentials }, (error) => (error ? reject(error) : resolve()));
  }).catch((error: unknown) => {
    connection.close();
    throw error;
  });
  return connection;
}
