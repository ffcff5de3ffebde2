import { createHash, type KeyObject, sign } from 'node:crypto';
import { promisify } from 'node:util';
import type { ComposedMessage } from './compose-message.ts';

/** A key of the site's own signature (RFC 6376; RFC 8463 for Ed25519). */
export interface SigningKey {
  readonly selector: string;
  readonly algorithm: 'rsa-sha256' | 'ed25519-sha256';
  readonly privateKey: KeyObject;
}

/**
 * The message with one signature for each key, of the domain that it is from. Both ways to stop it are covered (RFC 8058
 * asks for that, and the mail library's own list leaves one out); `From` stands twice, so that none can be added.
 */
export async function signMessage(
  { header, body }: ComposedMessage,
  domain: string,
  keys: readonly SigningKey[],
): Promise<readonly string[]> {
  if (keys.length === 0) return header;
  const bodyHash = createHash('sha256').update(body).digest('base64');
  const named = new Map(header.map((line) => [nameOf(line), relaxed(line)]));
  const covered = COVERED.filter((name) => named.has(name));
  const lines = covered.map((name) => `${named.get(name)}\r\n`).join('');
  const signatures = keys.map(async ({ selector, algorithm, privateKey }) => {
    const list = ['from', ...covered].join(':');
    const tags = `v=1; a=${algorithm}; c=relaxed/relaxed; d=${domain}; s=${selector};\r\n h=${list};\r\n bh=${bodyHash}; b=`;
    const field = `DKIM-Signature: ${tags}`;
    // The second `from` covers that there is no other one: nothing stands for it.
    const signed = Buffer.from(lines + relaxed(field), 'utf8');
    const value =
      algorithm === 'rsa-sha256'
        ? await signLater('RSA-SHA256', signed, privateKey)
        : sign(null, createHash('sha256').update(signed).digest(), privateKey);
    return field + value.toString('base64').replace(/.{1,72}/g, '\r\n $&');
  });
  return [...(await Promise.all(signatures)), ...header];
}

/** On another thread: a signature with RSA takes as long as all the rest of a message. */
const signLater = promisify<string, Buffer, KeyObject, Buffer>(sign as never);

const COVERED = [
  'from',
  'to',
  'subject',
  'date',
  'message-id',
  'reply-to',
  'mime-version',
  'content-type',
  'list-id',
  'list-unsubscribe',
  'list-unsubscribe-post',
  'cfbl-address',
];

const nameOf = (line: string): string => line.slice(0, line.indexOf(':')).toLowerCase();

/** The canonical form of a header field (RFC 6376, 3.4.2). */
function relaxed(line: string): string {
  const value = line
    .slice(line.indexOf(':') + 1)
    .replace(/\r\n/g, '')
    .replace(/[ \t]+/g, ' ')
    .trim();
  return `${nameOf(line)}:${value}`;
}
