import { Readable } from 'node:stream';
import type SmtpConnection from 'nodemailer/lib/smtp-connection';
import { MAIL_CONNECTIONS_MAX, MAIL_MILLISECONDS_MAX } from './limits.ts';
import { type Relay, relayOf } from './relay.ts';

/** One message to one address. What it says of its sender and subject has been checked for control characters. */
export interface OutgoingMessage {
  readonly from: { readonly name: string; readonly address: string };
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Without angle brackets. */
  readonly messageId: string;
  readonly date: Date;
  /** Written as they are, on one line each: a folded `List-Unsubscribe` has broken signatures elsewhere. */
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * What the relay made of a message. `deferred`: it surely was not taken and may be offered again. `unknown`: its bytes
 * were on the way when the answer failed to come; offering it again could be a second copy.
 */
export type MailOutcome = 'accepted' | 'refused' | 'deferred' | 'unknown';

export interface Mail {
  readonly relay: Relay;
  /** Whether the relay answers and lets us in just now. Nothing about anybody is sent. */
  answers(): Promise<boolean>;
  send(message: OutgoingMessage): Promise<MailOutcome>;
  /** Says goodbye on the connections that are idle. */
  close(): void;
}

/** The site's own signature (RFC 6376, RSA), where the relay does not sign. */
export interface Signature {
  readonly domain: string;
  readonly selector: string;
  /** PKCS #8 or #1, PEM. */
  readonly privateKey: string;
}

/**
 * The relay of `SMTP_URL`, over a few connections that stay open between messages. Written over the library's single
 * connection and not its pool: the pool offers a message again by itself when the connection breaks after its bytes
 * were sent, and that is a second copy.
 */
export function openMail(smtpUrl: string, { signature }: { readonly signature?: Signature } = {}): Mail {
  const pool = openPool();
  return {
    relay: relayOf(smtpUrl),
    async answers() {
      const slot = await pool.take();
      try {
        pool.keep(slot.connection ?? (await connect(smtpUrl)));
        return true;
      } catch {
        return false;
      } finally {
        slot.release();
      }
    },
    async send(message) {
      const built = await build(message, signature);
      const slot = await pool.take();
      try {
        const first = await offer(slot.connection ?? null, smtpUrl, built, pool.keep);
        if (first !== 'not begun') return first;
        // The relay may have closed an idle connection meanwhile: a fresh one tells whether it is there.
        const second = slot.connection === undefined ? first : await offer(null, smtpUrl, built, pool.keep);
        return second === 'not begun' ? 'deferred' : second;
      } finally {
        slot.release();
      }
    },
    close: pool.close,
  };
}

/** Every header that decides over whom a message claims to be from and how to stop it. */
const SIGNED_HEADERS =
  'From:To:Subject:Date:Message-ID:MIME-Version:Content-Type:List-Id:List-Unsubscribe:List-Unsubscribe-Post';

interface Built {
  readonly envelope: { readonly from: string; readonly to: string[] };
  readonly bytes: Buffer;
}

async function build(message: OutgoingMessage, signature: Signature | undefined): Promise<Built> {
  const { from, to, subject, text, html, messageId, date } = message;
  const headers = Object.entries(message.headers).map(([key, value]) => ({
    key,
    value: { prepared: true, foldLines: false, value },
  }));
  const { default: MailComposer } = await import('nodemailer/lib/mail-composer');
  const node = new MailComposer({
    from,
    to: { name: '', address: to },
    subject,
    text,
    html,
    messageId: `<${messageId}>`,
    date,
    headers,
    disableFileAccess: true,
    disableUrlAccess: true,
  }).compile();
  const plain = await node.build();
  const envelope = { from: from.address, to: [to] };
  return { envelope, bytes: signature === undefined ? plain : await sign(plain, signature) };
}

async function sign(plain: Buffer, { domain, selector, privateKey }: Signature): Promise<Buffer> {
  const { default: Dkim } = await import('nodemailer/lib/dkim');
  const signer = new Dkim({ domainName: domain, keySelector: selector, privateKey, headerFieldNames: SIGNED_HEADERS });
  const chunks: Buffer[] = [];
  for await (const chunk of signer.sign(plain)) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** `not begun`: the connection broke or never came to be before a byte of the message was asked for. */
async function offer(
  open: SmtpConnection | null,
  smtpUrl: string,
  built: Built,
  keep: (connection: SmtpConnection) => void,
): Promise<MailOutcome | 'not begun'> {
  const connection = open ?? (await connect(smtpUrl).catch(() => null));
  if (connection === null) return 'not begun';
  // INVARIANT: the bytes are read only once the relay said 354, so `begun` tells whether any of them may have left.
  let begun = false;
  const bytes = Readable.from(
    (function* () {
      begun = true;
      yield built.bytes;
    })(),
  );
  const fault = await sendOver(connection, built, bytes);
  if (fault === null) keep(connection);
  else if (isAnswer(fault)) connection.reset((error) => (error ? connection.close() : keep(connection)));
  else connection.close();
  return fault === null ? 'accepted' : outcomeOf(fault, begun);
}

async function sendOver(
  connection: SmtpConnection,
  { envelope, bytes }: Built,
  stream: Readable,
): Promise<SmtpFault | null> {
  let ended: () => void = () => {};
  const deadline = setTimeout(() => connection.close(), MAIL_MILLISECONDS_MAX);
  try {
    return await new Promise<SmtpFault | null>((resolve) => {
      ended = () => resolve({});
      connection.once('end', ended);
      connection.send({ ...envelope, size: bytes.length }, stream, (error) => resolve(error as SmtpFault | null));
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
}

// A reply to one of our commands; the relay's goodbye (421) or a broken connection is none.
const isAnswer = ({ responseCode, command }: SmtpFault): boolean =>
  responseCode !== undefined && responseCode !== 421 && command !== 'CONN';

function outcomeOf(fault: SmtpFault, begun: boolean): MailOutcome | 'not begun' {
  if (isAnswer(fault)) return (fault.responseCode ?? 0) >= 500 ? 'refused' : 'deferred';
  if (begun) return 'unknown';
  // The library itself would not offer it: an address the relay cannot take, a message above the relay's limit.
  return fault.code === 'EENVELOPE' || fault.code === 'EMESSAGE' ? 'refused' : 'not begun';
}

/** A connection that has said hello and, where the address names somebody, signed in. */
async function connect(smtpUrl: string): Promise<SmtpConnection> {
  const { hostname, port, protocol, username, password } = new URL(smtpUrl);
  const { loopback } = relayOf(smtpUrl);
  const secure = protocol === 'smtps:';
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

/** Idle connections are closed after this: a relay counts them. */
const IDLE_MILLISECONDS = 5_000;

/** At most so many connections at once; whoever comes later waits for one. */
function openPool() {
  const idle = new Map<SmtpConnection, { readonly timer: NodeJS.Timeout; readonly ended: () => void }>();
  const waiting: (() => void)[] = [];
  let used = 0;
  let closed = false;
  const drop = (connection: SmtpConnection) => {
    const kept = idle.get(connection);
    if (kept === undefined) return;
    clearTimeout(kept.timer);
    connection.off('end', kept.ended);
    idle.delete(connection);
  };
  const release = () => {
    const next = waiting.shift();
    if (next === undefined) used -= 1;
    else next();
  };
  return {
    /** A slot, with an open connection where one is idle. */
    async take(): Promise<{ readonly connection?: SmtpConnection; readonly release: () => void }> {
      if (used < MAIL_CONNECTIONS_MAX) used += 1;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      const connection = idle.keys().next().value;
      if (connection === undefined) return { release };
      drop(connection);
      return { connection, release };
    },
    keep(connection: SmtpConnection): void {
      if (closed) {
        connection.quit();
        return;
      }
      const ended = () => drop(connection);
      connection.once('end', ended);
      const timer = setTimeout(() => {
        drop(connection);
        connection.quit();
      }, IDLE_MILLISECONDS);
      idle.set(connection, { timer: timer.unref(), ended });
    },
    close(): void {
      closed = true;
      for (const connection of [...idle.keys()]) {
        drop(connection);
        connection.quit();
      }
    },
  };
}
