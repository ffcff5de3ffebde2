import { type Relay, relayOf } from '../relay.ts';
import { asciiDomain, openComposer } from './compose-message.ts';
import { openPool } from './connection-pool.ts';
import { openDomains } from './domains.ts';
import { type Built, connect, type MailOutcome, offerMessage } from './offer-message.ts';
import type { OutgoingMessage } from './outgoing-message.ts';
import { type SigningKey, signMessage } from './sign-message.ts';

export interface Mail {
  readonly relay: Relay;
  /** Whether the relay answers and lets us in just now. Nothing about anybody is sent. */
  answers(): Promise<boolean>;
  /** Whether the last offer found no relay to take it: nobody else need be asked for now. */
  away(): boolean;
  send(message: OutgoingMessage): Promise<MailOutcome>;
  /** Says goodbye on the connections that are idle. */
  close(): void;
}

export interface MailOptions {
  /** The site's own signatures, where the relay does not sign. */
  readonly keys?: readonly SigningKey[];
  /** The most messages a minute to one domain; absent: as many as it takes. */
  readonly domainPerMinute?: number | undefined;
  /** Milliseconds; absent: the machine's. */
  readonly now?: () => number;
}

/**
 * The relay of `SMTP_URL`, over a few connections that stay open between messages. Written over the library's single
 * connection and not its pool: the pool offers a message again by itself when the connection breaks after its bytes
 * were sent, and that is a second copy.
 */
export function openMail(smtpUrl: string, { keys = [], domainPerMinute, now = Date.now }: MailOptions = {}): Mail {
  const pool = openPool();
  const compose = openComposer();
  const domains = openDomains({ perMinute: domainPerMinute, now });
  let away = false;
  const build = async (message: OutgoingMessage): Promise<Built> => {
    const composed = compose(message);
    const { envelope, body } = composed;
    const header = await signMessage(composed, domainOf(message.from.address), keys);
    return { envelope, bytes: Buffer.from(`${header.join('\r\n')}\r\n\r\n${body}`, 'utf8') };
  };
  const offer = async (built: Built): Promise<MailOutcome> => {
    const slot = await pool.take();
    try {
      const first = await offerMessage(slot.connection ?? null, smtpUrl, built, pool.keep);
      // The relay may have closed an idle connection meanwhile: a fresh one tells whether it is there.
      const answer =
        first !== 'not begun' || slot.connection === undefined
          ? first
          : await offerMessage(null, smtpUrl, built, pool.keep);
      away = answer === 'not begun';
      return answer === 'not begun' ? 'deferred' : answer;
    } finally {
      slot.release();
    }
  };
  return {
    relay: relayOf(smtpUrl),
    async answers() {
      const slot = await pool.take();
      try {
        pool.keep(slot.connection ?? (await connect(smtpUrl)));
        away = false;
        return true;
      } catch {
        return false;
      } finally {
        slot.release();
      }
    },
    away: () => away,
    async send(message) {
      const built = await build(message);
      const domain = domainOf(built.envelope.to);
      if ((await domains.turn(domain)) === 'rests') return 'deferred';
      const outcome = await offer(built);
      if (!away) domains.answered(domain, outcome);
      return outcome;
    },
    close: pool.close,
  };
}

function domainOf(address: string): string {
  return asciiDomain(address.slice(address.lastIndexOf('@') + 1)).toLowerCase();
}
