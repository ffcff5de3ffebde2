import { type ParsedMail, parseMail } from '../../../kernel/mail/parse-mail.ts';
import { type ReturnedAs, readDeliveryStatus } from './delivery-status.ts';
import { fieldsOf } from './header-blocks.ts';
import { isAutoReply, isChallenge, returnedInWords, saysStop } from './words-of-letters.ts';

/** What a letter to our own listener says. Only the first five do anything; no letter is ever answered. */
export type Letter =
  | { readonly kind: 'returned'; readonly as: ReturnedAs }
  | { readonly kind: 'complaint' }
  | { readonly kind: 'stop' }
  | { readonly kind: 'delayed' }
  | { readonly kind: 'auto-reply' }
  | { readonly kind: 'challenge' }
  | { readonly kind: 'other' };

/** Where it came to: the return path, the address for stops, the address for replies, or that for complaints. */
export type LetterPlace = 'back' | 'stop' | 'reply' | 'complaints';

/**
 * Reads a letter: reports by their fields first (RFC 3464, RFC 5965), words last. What cannot be read says nothing.
 * Nothing of what it holds goes further than this answer.
 */
export async function readLetter(raw: Buffer, place: LetterPlace): Promise<Letter> {
  const letter = await parseMail(raw.subarray(0, LETTER_BYTES_READ));
  if (letter === undefined) return { kind: 'other' };
  return reportOf(letter) ?? personal(letter, place);
}

function reportOf(letter: ParsedMail): Letter | undefined {
  const complaint = partOf(letter, 'message/feedback-report');
  if (complaint !== undefined) {
    const type = fieldsOf(complaint).get('feedback-type')?.toLowerCase();
    if (type === 'not-spam') return { kind: 'other' };
    return { kind: type === 'opt-out' ? 'stop' : 'complaint' };
  }
  const status = partOf(letter, 'message/delivery-status') ?? partOf(letter, 'message/global-delivery-status');
  return status === undefined ? undefined : readDeliveryStatus(status);
}

function personal(letter: ParsedMail, place: LetterPlace): Letter {
  const said = { subject: (letter.subject ?? '').slice(0, 500), text: textOf(letter), header: headerOf(letter) };
  // A notice that is no report: its sender is a mail server, which has no return path of its own.
  const returned = place === 'back' || place === 'reply' ? returnedInWords(said) : undefined;
  if (returned !== undefined) return returned;
  if (isChallenge(said)) return { kind: 'challenge' };
  if (isAutoReply(said)) return { kind: 'auto-reply' };
  if (place === 'stop') return { kind: 'stop' };
  return place === 'reply' && saysStop(said) ? { kind: 'stop' } : { kind: 'other' };
}

function partOf({ attachments }: ParsedMail, type: string): string | undefined {
  const content = attachments.find(({ mimeType }) => mimeType.toLowerCase() === type)?.content;
  if (content === undefined) return undefined;
  const text = typeof content === 'string' ? content : Buffer.from(content as ArrayBuffer).toString();
  return text.slice(0, READ_CHARACTERS);
}

/** A report stands in the first part of its letter; the parser's work grows with the square of what is malformed. */
const LETTER_BYTES_READ = 64 * 1024;
/** What says something stands at the beginning; the rest would only be work. */
const READ_CHARACTERS = 8_000;

const headerOf = ({ headers }: ParsedMail): ReadonlyMap<string, string> =>
  new Map(headers.toReversed().map(({ key, value }) => [key.toLowerCase(), value]));

function textOf({ text, html }: ParsedMail): string {
  if (text !== undefined && text.trim() !== '') return text.slice(0, READ_CHARACTERS);
  return (html ?? '')
    .slice(0, READ_CHARACTERS)
    .replace(/<(br|\/p|\/div)[^>]*>/gi, '\n')
    .replace(/<[^>]*>/g, ' ');
}
