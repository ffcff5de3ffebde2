import type { AddressInfo } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

/** One message as the relay of a test received it. */
export interface ReceivedMessage {
  readonly from: string;
  readonly to: readonly string[];
  readonly raw: Buffer;
  /** Whether SMTPUTF8 was asked for it. */
  readonly utf8: boolean;
}

export interface SmtpSink {
  /** For `SMTP_URL`. */
  readonly url: string;
  readonly received: ReceivedMessage[];
  /** Every address that was named, taken or not. */
  readonly asked: readonly string[];
  /** What was received, read by a library that has nothing to do with the one that wrote it. */
  parsed(): Promise<readonly Email[]>;
  /** Connections made since the beginning. */
  readonly connections: () => number;
  [Symbol.asyncDispose](): Promise<void>;
}

export interface SinkBehaviour {
  /** The answer to RCPT TO; undefined takes the address. */
  readonly onRecipient?: (address: string) => SmtpAnswer | undefined;
  /** What happens after the whole message came: an answer, or the connection cut without one. Undefined accepts. */
  readonly onMessage?: (
    message: ReceivedMessage,
  ) => SmtpAnswer | 'cut' | Promise<SmtpAnswer | 'cut' | undefined> | undefined;
  /** A port of its own choice; absent: any free one. */
  readonly port?: number;
}

export interface SmtpAnswer {
  readonly code: number;
  readonly text: string;
}

/** A real SMTP server on this machine that keeps what it is given. */
export async function openSmtpSink(behaviour: SinkBehaviour = {}): Promise<SmtpSink> {
  const received: ReceivedMessage[] = [];
  const asked: string[] = [];
  let connections = 0;
  const options: SMTPServerOptions = {
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    logger: false,
    onConnect(_session, done) {
      connections += 1;
      done();
    },
    onRcptTo({ address }, _session, done) {
      asked.push(address);
      const answer = behaviour.onRecipient?.(address);
      done(answer && smtpError(answer));
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', async () => {
        const { mailFrom, rcptTo, smtpUtf8 } = session.envelope as typeof session.envelope & { smtpUtf8?: boolean };
        const from = mailFrom === false ? '' : mailFrom.address;
        const message = {
          from,
          to: rcptTo.map(({ address }) => address),
          raw: Buffer.concat(chunks),
          utf8: smtpUtf8 ?? false,
        };
        const answer = await behaviour.onMessage?.(message);
        if (answer === 'cut') {
          received.push(message);
          for (const one of server.connections) if (one.id === session.id) one._socket.destroy();
          return;
        }
        if (answer === undefined) received.push(message);
        done(answer && smtpError(answer));
      });
    },
  };
  const server = new SMTPServer(options);
  server.on('error', () => {});
  await new Promise<void>((resolve) => {
    server.listen(behaviour.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    received,
    asked,
    parsed: async () => await Promise.all(received.map(({ raw }) => PostalMime.parse(raw))),
    connections: () => connections,
    async [Symbol.asyncDispose]() {
      for (const one of server.connections) one._socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function smtpError({ code, text }: SmtpAnswer): Error {
  return Object.assign(new Error(text), { responseCode: code });
}
