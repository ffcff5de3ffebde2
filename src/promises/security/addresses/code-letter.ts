import type { OutgoingMessage } from '../../../kernel/mail/outgoing-message.ts';
import { normaliseEmail } from '../../../kernel/vault/normalise-email.ts';
import type { Sealed } from '../../../kernel/vault/sealed.ts';
import { LANGUAGES, type Language, type Words } from '../../../kernel/words.ts';

export interface CodeLetter {
  readonly address: Sealed<string>;
  readonly code: string;
  readonly language: string;
  readonly siteName: string | null;
  readonly contact: string | null;
}

type Purpose = 'prove' | 'recover';

const SUBJECT: Readonly<Record<Purpose, Words>> = {
  prove: {
    ru: 'Код, чтобы подтвердить адрес',
    en: 'The code to prove your address',
    uk: 'Код, щоб підтвердити адресу',
  },
  recover: {
    ru: 'Код, чтобы вернуть доступ',
    en: 'The code to recover your account',
    uk: 'Код, щоб повернути доступ',
  },
};
const WHY: Readonly<Record<Purpose, Words>> = {
  prove: {
    ru: 'В учётной записи попросили подтвердить этот адрес. Введите код на той же странице:',
    en: 'An account asked to prove this address. Type the code on the same page:',
    uk: 'В обліковому записі попросили підтвердити цю адресу. Введіть код на тій самій сторінці:',
  },
  recover: {
    ru: 'Попросили вернуть доступ к учётной записи с этим адресом. Введите код на той же странице:',
    en: 'Somebody asked to recover the account with this address. Type the code on the same page:',
    uk: 'Попросили повернути доступ до облікового запису з цією адресою. Введіть код на тій самій сторінці:',
  },
};
const AFTER: Words = {
  ru: 'Код действует десять минут, один раз и только там, где его попросили. Если просили не Вы, ничего не делайте и никому его не говорите: без кода ничего не изменится.',
  en: 'The code is good for ten minutes, once, and only where it was asked for. If you did not ask, do nothing and tell it to nobody: without the code nothing changes.',
  uk: 'Код діє десять хвилин, один раз і лише там, де його попросили. Якщо просили не Ви, нічого не робіть і нікому його не кажіть: без коду нічого не зміниться.',
};

/**
 * A letter that was asked for: no list, no picture, no link. It goes as a stream of its own beside informational
 * messages, so a bulletin under way keeps nobody waiting for a code.
 */
export function codeLetter(
  letter: CodeLetter,
  purpose: Purpose,
  origin: string,
  at: { date: Date; id: string },
): OutgoingMessage {
  const language = LANGUAGES.find((one): one is Language => one === letter.language) ?? 'en';
  const { hostname } = new URL(origin);
  const name = letter.siteName ?? hostname;
  const own = letter.contact !== null && normaliseEmail(letter.contact) !== undefined ? letter.contact : null;
  const lines = [WHY[purpose][language], letter.code, AFTER[language], name];
  return {
    from: { name, address: own ?? `no-reply@${hostname}` },
    to: letter.address.unseal('message'),
    subject: `${SUBJECT[purpose][language]}: ${name}`,
    text: `${lines.join('\n\n')}\n`,
    html: lines.map((line) => `<p>${escapeHtml(line)}</p>`).join('\n'),
    messageId: `${at.id}@${hostname}`,
    date: at.date,
    // Nobody's holiday answer is wanted (RFC 3834).
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
  };
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.codePointAt(0)};`);
}
