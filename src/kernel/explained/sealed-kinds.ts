import type { Words } from '../words.ts';

/** What lies sealed in `value` besides declared fields: the name it has there, and its category. */
export interface SealedKind {
  /** A field named so, or one that begins so where it ends with a slash. */
  readonly field: string;
  readonly category: string;
  readonly words: Words;
  /** Whether the person left it. What guards the account is not sealed by a pause, or nobody could sign in again. */
  readonly left: boolean;
  /** Whether its value is in the export; the secret of one-time codes is shown once and never again. */
  readonly exported: boolean;
}

const kind = (field: string, category: string, words: Words, { left = true, exported = true } = {}): SealedKind => ({
  field,
  category,
  words,
  left,
  exported,
});

const GUARD = { left: false };

export const SEALED_KINDS: readonly SealedKind[] = [
  kind('message/', 'pd:Communication', {
    ru: 'текст, оставленный в форме',
    en: 'a text left in a form',
    uk: 'текст, залишений у формі',
  }),
  kind('conversation/text', 'pd:Communication', {
    ru: 'сообщение переписки',
    en: 'a message of a conversation',
    uk: 'повідомлення листування',
  }),
  kind('conversation/file', 'pd:Communication', {
    ru: 'файл переписки',
    en: 'a file of a conversation',
    uk: 'файл листування',
  }),
  kind('proof/image', 'pd:OfficialID', {
    ru: 'изображение документа',
    en: 'the image of a document',
    uk: 'зображення документа',
  }),
  kind('proof/mrz', 'pd:OfficialID', {
    ru: 'машиночитаемые строки документа',
    en: 'the machine-readable lines of a document',
    uk: 'машинозчитувані рядки документа',
  }),
  kind('proof/objection', 'pd:Communication', {
    ru: 'возражение на решение',
    en: 'an objection to a decision',
    uk: 'заперечення на рішення',
  }),
  kind('transfer/payee', 'pd:Transaction', {
    ru: 'кому перевод',
    en: 'whom a transfer pays',
    uk: 'кому переказ',
  }),
  kind('transfer/page', 'pd:Transaction', {
    ru: 'страница, на которой завершается перевод',
    en: 'the page on which a transfer is finished',
    uk: 'сторінка, на якій завершується переказ',
  }),
  kind(
    'session/seen',
    'pd:DeviceBased',
    { ru: 'браузер и сеть сеанса', en: 'browser and network of a session', uk: 'браузер і мережа сеансу' },
    GUARD,
  ),
  kind(
    'passkey/name',
    'pd:Authenticating',
    { ru: 'имя ключа доступа', en: 'the name of a passkey', uk: 'назва ключа доступу' },
    GUARD,
  ),
  kind(
    'one-time-codes/secret',
    'pd:Authenticating',
    { ru: 'секрет одноразовых кодов', en: 'the secret of one-time codes', uk: 'секрет одноразових кодів' },
    { left: false, exported: false },
  ),
  kind(
    'copy-request/seal',
    'pd:Authenticating',
    {
      ru: 'чем запечатать копию, о которой человек попросил',
      en: 'what to seal the copy with that the person asked for',
      uk: 'чим запечатати копію, про яку людина попросила',
    },
    { left: false, exported: false },
  ),
  kind(
    'unmasking/reason',
    'pd:Communication',
    { ru: 'почему открыли скрытое значение', en: 'why a value was unmasked', uk: 'чому відкрили приховане значення' },
    GUARD,
  ),
];

/** The kind of a sealed value by the name of its field; undefined for a declared field. */
export function sealedKind(field: string): SealedKind | undefined {
  return SEALED_KINDS.find((one) => (one.field.endsWith('/') ? field.startsWith(one.field) : field === one.field));
}
