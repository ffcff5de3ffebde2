import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { domainToASCII } from 'node:url';
import type MimeNode from 'nodemailer/lib/mime-node';
import type { OutgoingMessage } from './outgoing-message.ts';

/** A message as it crosses the wire, its header field by field, so that a signature can name them. */
export interface ComposedMessage {
  readonly envelope: { readonly from: string; readonly to: string };
  /** Each with its name, on lines of its own, without the last line end. */
  readonly header: readonly string[];
  /** Lines end in CR LF, none ends in a space: in this form it is canonical already (RFC 6376, 3.4.4). */
  readonly body: string;
}

/**
 * Both bodies beside each other, in base64: every relay carries that, and no line is longer than it may be. What names
 * sender and subject is the same in every copy of a bulletin and is encoded once for all of them.
 */
export function openComposer(): (message: OutgoingMessage) => ComposedMessage {
  let last: (Pick<OutgoingMessage, 'from' | 'subject'> & { readonly header: readonly string[] }) | undefined;
  return (message) => {
    const { from, subject, messageId, date } = message;
    const same = last?.subject === subject && last.from.name === from.name && last.from.address === from.address;
    if (last === undefined || !same) last = { from, subject, header: encodeHeader(from, subject) };
    const to = plainAddress(message.to);
    const boundary = `kx-${messageId.replace(/[^A-Za-z0-9]/g, '').slice(0, 40)}`;
    const header = [
      ...last.header,
      `To: <${to}>`,
      `Message-ID: <${messageId}>`,
      `Date: ${date.toUTCString().replace(/GMT$/, '+0000')}`,
      'MIME-Version: 1.0',
      ...Object.entries(message.headers).map(([name, value]) => `${name}: ${value}`),
      `Content-Type: multipart/alternative; boundary="${boundary}"`,
    ];
    // INVARIANT: whoever brings a line end into a header brings a header of their own.
    assert(
      header.slice(last.header.length).every((line) => !/[\r\n\0]/.test(line)),
      'a header is one line',
    );
    const parts = [part('plain', message.text), part('html', message.html)];
    const body = `${parts.map((one) => `--${boundary}\r\n${one}`).join('')}--${boundary}--\r\n`;
    return { envelope: { from: plainAddress(message.returnPath ?? from.address), to }, header, body };
  };
}

function encodeHeader(from: OutgoingMessage['from'], subject: string): readonly string[] {
  // Loaded with the first message.
  const Node: typeof MimeNode = createRequire(import.meta.url)('nodemailer/lib/mime-node');
  const node = new Node('text/plain');
  const address = { name: from.name, address: plainAddress(from.address) };
  node.setHeader([{ key: 'From', value: address as never }]);
  node.setHeader([{ key: 'Subject', value: subject }]);
  return node
    .buildHeaders()
    .split(/\r\n(?![ \t])/)
    .filter((line) => /^(From|Subject):/i.test(line));
}

/** The address with its domain in ASCII: `почта@пример.рф` needs SMTPUTF8 for its first half alone. */
function plainAddress(address: string): string {
  const at = address.lastIndexOf('@');
  const domain = asciiDomain(address.slice(at + 1));
  return domain === '' ? address : `${address.slice(0, at)}@${domain}`;
}

/** A domain as it stands in DNS; empty where it is none. */
export function asciiDomain(domain: string): string {
  return PLAIN_DOMAIN.test(domain) ? domain : domainToASCII(domain);
}

const PLAIN_DOMAIN = /^[a-z0-9.-]*[a-z]$/;
const LINE_CHARACTERS = 76;

function part(type: 'plain' | 'html', text: string): string {
  const encoded = Buffer.from(text.replace(/\r\n|\r|\n/g, '\r\n'), 'utf8').toString('base64');
  const lines: string[] = [];
  for (let at = 0; at < encoded.length; at += LINE_CHARACTERS) lines.push(encoded.slice(at, at + LINE_CHARACTERS));
  return `Content-Type: text/${type}; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n${lines.join('\r\n')}\r\n`;
}
