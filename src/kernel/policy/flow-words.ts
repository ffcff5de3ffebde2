import { LANGUAGES, type Language, type Words } from '../words.ts';
import { ASKER_WORDS, RECIPIENT_WORDS } from './asker-words.ts';
import type { Literal, Term } from './combinations.ts';
import type { Declarations, Field } from './declarations.ts';
import type { Flow, Named } from './matrix.ts';

/** What a sentence about a flow begins with. */
export type FlowTone = 'allowed' | 'appears' | 'vanishes' | 'grows' | 'shrinks';

export interface FlowSentence {
  readonly tone: FlowTone;
  readonly flow: Pick<Flow, 'act' | 'asker' | 'recipient' | 'named'>;
  /** The fields of flows that are alike in everything else. */
  readonly fields: readonly Field[];
  /** DPV categories of what is opened and is no declared field. */
  readonly categories: readonly string[];
  /** Alternatives, each of conditions that hold together. One empty term: always. */
  readonly terms: readonly Term[];
  /** Where names of services, providers and grounds come from. */
  readonly declarations: Declarations;
}

/** One sentence about a flow in each language. */
export function flowWords(sentence: FlowSentence): Words {
  const [ru, en, uk] = LANGUAGES.map((language) => inLanguage(sentence, language));
  return { ru: ru ?? '', en: en ?? '', uk: uk ?? '' };
}

function inLanguage({ tone, flow, fields, categories, terms, declarations }: FlowSentence, language: Language): string {
  const say = SAYINGS[language];
  const named = flow.named && namedWords(flow.named, declarations, language);
  const subject = `${ASKER_WORDS[flow.asker][language]} ${flow.act.words[language]}`;
  const parts = [
    named === null ? subject : `${subject} (${named})`,
    ...(fields.length === 0
      ? []
      : [`${say.fields}: ${fields.map((field) => say.quoted(field.words[language])).join(', ')}`]),
    ...(categories.length === 0 ? [] : [`${say.categories}: ${categories.join(', ')}`]),
    ...(flow.recipient === 'nobody' ? [] : [`${say.recipient}: ${RECIPIENT_WORDS[flow.recipient][language]}`]),
    `${say.when}: ${terms.map((term) => termWords(term, language)).join(say.or)}`,
  ];
  return `${say.tones[tone]}: ${parts.join('; ')}.`;
}

function namedWords(named: Named, declarations: Declarations, language: Language): string {
  const { quoted } = SAYINGS[language];
  if (named.kind === 'ground') {
    return quoted(declarations.grounds.find((one) => one.id === named.id)?.words[language] ?? named.id);
  }
  if (named.kind === 'service') {
    const service = declarations.services.find((one) => one.id === named.id);
    const purpose = service?.purposes.find((one) => one.id === named.purpose);
    return [service, purpose].map((one) => quoted(one?.words[language] ?? named.id)).join(', ');
  }
  const provider = declarations.providers.find((one) => one.id === named.id);
  const method = provider?.methods.find((one) => one.id === named.method);
  return [provider, method].map((one) => quoted(one?.words[language] ?? named.id)).join(', ');
}

function termWords(term: Term, language: Language): string {
  if (term.length === 0) return SAYINGS[language].always;
  return term.map((literal) => literalWords(literal, language)).join(', ');
}

function literalWords({ fact, value }: Literal, language: Language): string {
  const words = fact.words[language];
  if (typeof value === 'string') return `${words}: ${value}`;
  return value ? words : `${SAYINGS[language].not} ${words}`;
}

interface Sayings {
  readonly tones: Readonly<Record<FlowTone, string>>;
  readonly fields: string;
  readonly categories: string;
  readonly recipient: string;
  readonly when: string;
  readonly always: string;
  readonly not: string;
  readonly or: string;
  readonly quoted: (name: string) => string;
}

const SAYINGS: Readonly<Record<Language, Sayings>> = {
  ru: {
    tones: {
      allowed: 'Разрешено',
      appears: 'Теперь разрешено',
      vanishes: 'Больше не разрешено',
      grows: 'Разрешено шире',
      shrinks: 'Разрешено уже',
    },
    fields: 'поля',
    categories: 'категории данных',
    recipient: 'получатель',
    when: 'при условии',
    always: 'всегда',
    not: 'неверно, что',
    or: '; или: ',
    quoted: (name) => `«${name}»`,
  },
  en: {
    tones: {
      allowed: 'Allowed',
      appears: 'Now allowed',
      vanishes: 'No longer allowed',
      grows: 'Allowed more widely',
      shrinks: 'Allowed more narrowly',
    },
    fields: 'fields',
    categories: 'categories of data',
    recipient: 'recipient',
    when: 'when',
    always: 'always',
    not: 'it is not so that',
    or: '; or: ',
    quoted: (name) => `“${name}”`,
  },
  uk: {
    tones: {
      allowed: 'Дозволено',
      appears: 'Тепер дозволено',
      vanishes: 'Більше не дозволено',
      grows: 'Дозволено ширше',
      shrinks: 'Дозволено вужче',
    },
    fields: 'поля',
    categories: 'категорії даних',
    recipient: 'отримувач',
    when: 'за умови',
    always: 'завжди',
    not: 'неправда, що',
    or: '; або: ',
    quoted: (name) => `«${name}»`,
  },
};
