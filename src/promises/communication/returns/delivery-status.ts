import { headerBlocks } from './header-blocks.ts';

/** Why a message came back: there is no such mailbox, it is full, or it was refused for another reason. */
export type ReturnedAs = 'gone' | 'full' | 'refused';

/** What a report of delivery says (RFC 3464): its fields decide, and the words in them only where they leave it open. */
export function readDeliveryStatus(
  text: string,
): { readonly kind: 'returned'; readonly as: ReturnedAs } | { readonly kind: 'delayed' } | { readonly kind: 'other' } {
  // One copy, one recipient; where a relay lists several, the one that failed counts.
  const recipients = headerBlocks(text).filter(
    (fields) => fields.has('final-recipient') || fields.has('action') || fields.has('status'),
  );
  const failed = recipients.find((fields) => fields.get('action')?.toLowerCase() === 'failed');
  const fields = failed ?? recipients[0];
  if (fields === undefined) return { kind: 'other' };
  const action = fields
    .get('action')
    ?.toLowerCase()
    .split(/[\s;(]/)[0];
  if (action === 'delayed') return { kind: 'delayed' };
  const diagnostic = fields.get('diagnostic-code') ?? '';
  const status = statusOf(fields.get('status') ?? '', diagnostic);
  if (action !== undefined && action !== 'failed') return { kind: 'other' };
  // Without an action a report that is no permanent failure tells nothing.
  if (action === undefined && !status.startsWith('5')) return { kind: 'other' };
  return { kind: 'returned', as: returnedAs(status, diagnostic) };
}

const CODE = /\b([245]\.\d{1,3}\.\d{1,3})\b/;

/** The enhanced status; where the field says nothing more than "failed", the one in the other server's own words. */
function statusOf(field: string, diagnostic: string): string {
  const own = CODE.exec(field)?.[1] ?? '';
  if (own !== '' && !/^\d\.0\.0$/.test(own)) return own;
  return CODE.exec(diagnostic)?.[1] ?? own;
}

/** By the enhanced status (RFC 3463); by words only where it says nothing. */
function returnedAs(status: string, words: string): ReturnedAs {
  if (GONE.has(status)) return 'gone';
  if (status.endsWith('.2.2')) return 'full';
  if (status === '' || /^5\.(0\.0|1\.0|3\.0|4\.\d+|5\.0)$/.test(status)) return inWords(words);
  return 'refused';
}

const GONE = new Set(['5.1.1', '5.1.2', '5.1.3', '5.1.6', '5.1.10', '5.2.1', '5.4.310']);

export function inWords(words: string): ReturnedAs {
  if (/quota|mailbox (?:is )?full|over ?limit|переполнен/i.test(words)) return 'full';
  const gone =
    /user unknown|unknown user|no such (?:user|mailbox|recipient|address)|(?:does not|doesn['’]t) exist|unrouteable address|mailbox (?:unavailable|not found)|address (?:not found|couldn['’]t be found)|wasn['’]t found|invalid recipient|account (?:is )?(?:disabled|closed)/i;
  return gone.test(words) ? 'gone' : 'refused';
}
