import type { AddressInfo } from 'node:net';
import type { SMTPServerDataStream } from 'smtp-server';
import type { App } from '../app.ts';
import { isKnownCode, type LetterAddress, letterAddress, takeLetter } from '../promises/communication/index.ts';
import { networkOfAddress } from './network.ts';

/** Kept of one letter: every report stands in its first part, and nobody is answered for the rest. */
const LETTER_BYTES_KEPT = 64 * 1024;
/** What a letter may measure at all: a report may hold the whole message, but no more. */
const LETTER_BYTES_MAX = 10 * 1024 * 1024;
const CONNECTIONS_MAX = 20;
const LETTERS_AT_ONCE_MAX = 10;

export interface MailIntake {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Our own listener for what comes back: returned messages, complaints, stops by letter and by answer. It takes letters
 * for addresses of copies that were sent and for the one of complaints, reads them, keeps none and answers nobody.
 * Off unless `MAIL_INTAKE_DOMAIN` is set.
 */
export async function openMailIntake({ settings, gate }: App): Promise<MailIntake | undefined> {
  const { intakeDomain, intakeHost, intakePort } = settings;
  if (intakeDomain === undefined) return undefined;
  const { log } = gate.parts;
  const addressOf = (address: string): LetterAddress | undefined => {
    const at = address.lastIndexOf('@');
    return address.slice(at + 1).toLowerCase() === intakeDomain ? letterAddress(address.slice(0, at)) : undefined;
  };
  const { SMTPServer } = await import('smtp-server');
  const server = new SMTPServer({
    name: intakeDomain,
    banner: 'letters about bulletins only',
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    size: LETTER_BYTES_MAX,
    maxClients: CONNECTIONS_MAX,
    socketTimeout: 60_000,
    closeTimeout: 2_000,
    async onRcptTo({ address }, { envelope }, done) {
      try {
        if (envelope.rcptTo.length >= LETTERS_AT_ONCE_MAX) return done(answer(452, 'too many at once'));
        const known = addressOf(address);
        if (known === undefined) return done(answer(550, 'no such mailbox'));
        if (known.code !== null && !(await isKnownCode(gate, known.code))) return done(answer(550, 'no such mailbox'));
        return done();
      } catch {
        return done(answer(451, 'try again later'));
      }
    },
    async onData(stream, { envelope, remoteAddress }, done) {
      const raw = await readSome(stream);
      try {
        for (const { address } of envelope.rcptTo) {
          const known = addressOf(address);
          if (known === undefined) continue;
          const kind = await takeLetter(gate, { kind: 'anyone', network: networkOfAddress(remoteAddress) }, known, raw);
          log.info('letter-taken', { place: known.place, kind });
          if (known.place === 'reply' && kind === 'other') return done(answer(550, REPLY_NOT_READ));
        }
        return done();
      } catch (error) {
        log.warn('letter-not-taken', { reason: error instanceof Error ? error.name : 'unknown' });
        return done(answer(451, 'try again later'));
      }
    },
  });
  server.on('error', () => {
    // A client's broken connection; the listener goes on.
  });
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(intakePort, intakeHost, resolve);
  });
  const { port } = server.server.address() as AddressInfo;
  return { port, close: () => new Promise<void>((resolve) => server.close(() => resolve())) };
}

/** Somebody wrote to a mailing. Their own mail server tells them, so that they do not wait for an answer. */
const REPLY_NOT_READ = 'nobody reads answers to this address except the word STOP; please write to the site itself';

const answer = (responseCode: number, text: string): Error => Object.assign(new Error(text), { responseCode });

async function readSome(stream: SMTPServerDataStream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let kept = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    if (kept < LETTER_BYTES_KEPT) chunks.push(chunk);
    kept += chunk.length;
  }
  return Buffer.concat(chunks).subarray(0, LETTER_BYTES_KEPT);
}
