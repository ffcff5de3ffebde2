import { inWords, type ReturnedAs } from './delivery-status.ts';

/** What people and programs wrote, where no report says it in fields. */
export interface Said {
  readonly subject: string;
  readonly text: string;
  /** By names in lower case. */
  readonly header: ReadonlyMap<string, string>;
}

/** A notice of a mail server in its own words: older Exim and qmail write no report. */
export function returnedInWords({
  subject,
  text,
  header,
}: Said): { readonly kind: 'returned'; readonly as: ReturnedAs } | { readonly kind: 'delayed' } | undefined {
  const fromServer =
    header.has('x-failed-recipients') ||
    /mailer-daemon|postmaster/i.test(header.get('from') ?? '') ||
    SUBJECT.test(subject);
  if (!fromServer) return undefined;
  const head = text.slice(0, 4000);
  if (
    /delay|warning|отложен/i.test(subject) ||
    /will (?:be retried|keep trying)|not (?:yet )?been delivered|no action is required/i.test(head)
  ) {
    return { kind: 'delayed' };
  }
  const said = FAILED.test(head) || header.has('x-failed-recipients');
  return said ? { kind: 'returned', as: inWords(head) } : undefined;
}

const SUBJECT =
  /undeliver|delivery (?:status|failure|has failed)|mail delivery failed|failure notice|returned mail|не доставлен/i;
const FAILED =
  /could(?: not|n['’]t) be delivered|(?:delivery|message).{0,80}(?:failed|rejected)|wasn['’]t (?:delivered|able to deliver)|permanent (?:fatal )?error|unable to deliver|не удалось доставить|не было доставлено/is;

/** An answer that no person wrote (RFC 3834, and what is older than it). */
export function isAutoReply({ subject, header }: Said): boolean {
  const submitted = header.get('auto-submitted')?.toLowerCase() ?? 'no';
  if (!submitted.startsWith('no')) return true;
  if (header.has('x-autoreply') || header.has('x-autorespond') || header.has('x-auto-response-suppress')) return true;
  if (/^(?:auto_?reply|bulk|junk)$/i.test(header.get('precedence') ?? '')) return true;
  return /^(?:re: *)?(?:out of (?:the )?office|automatic reply|auto(?:matic)?[- ]?(?:re)?sponse|автоответ|автоматическ|вне офиса|я в отпуске|автовідповід)/i.test(
    subject.trim(),
  );
}

/** A program that asks the sender to prove themselves. Nobody is asked anything by us, so it is not answered. */
export function isChallenge({ subject, text, header }: Said): boolean {
  if (header.has('x-challenge') || header.has('x-boxtrapper') || header.has('x-tmda-fingerprint')) return true;
  const words = `${subject}\n${text.slice(0, 2000)}`;
  return /(?:verify|confirm|prove)[^.\n]{0,60}(?:that you are|you(?:['’]re| are) (?:a )?(?:human|real|not)|your (?:message|e-?mail) (?:be|to be|before)|to (?:have|get) your (?:message|e-?mail) delivered)|(?:please )?click[^.\n]{0,40}to (?:deliver|release) your (?:message|e-?mail)|подтвердите, что вы (?:не робот|человек)/i.test(
    words,
  );
}

/** Whether a person answers with nothing but a stop, in the first line that is their own or in a subject of their own. */
export function saysStop({ subject, text }: Said): boolean {
  const own = text.split(/\r?\n/).filter((line) => line.trim() !== '' && !/^\s*>/.test(line));
  return isStop(own[0] ?? '') || isStop(subject.replace(/^\s*(?:(?:re|fwd?|отв|на)\s*:\s*)+/i, ''));
}

const isStop = (line: string): boolean =>
  STOPS.has(
    line
      .normalize('NFKC')
      .toLowerCase()
      .replace(/[^\p{L}]+/gu, ' ')
      .trim(),
  );

const STOPS = new Set([
  'stop',
  'stop all',
  'unsubscribe',
  'unsubscribe me',
  'remove me',
  'стоп',
  'отписаться',
  'отпишите',
  'отпишите меня',
  'отписка',
  'отказ',
  'відписатися',
  'відпишіть',
  'відпишіть мене',
  'відмова',
]);
