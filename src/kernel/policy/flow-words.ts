import { LANGUAGES, type Language, type Words } from '../words.ts';
import { ASKER_WORDS, RECIPIENT_WORDS } from './asker-words.ts';
import type { Literal, Term } from './combinations.ts';
import type { Declarations, Field } from './declarations.ts';
import { factWords } from './fact-words.ts';
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
  const subject = `${ASKER_WORDS[flow.asker][language]} ${flow.act.words[language]}`;
  const named = flow.named ? [`${subject} (${namedWords(flow.named, declarations, language)})`] : [subject];
  const names = fields.map((field) => say.quoted(field.words[language])).join(', ');
  const parts = [
    ...named,
    ...(fields.length === 0 ? [] : [`${fields.length === 1 ? say.field : say.fields}: ${names}`]),
    ...(categories.length === 0 ? [] : [`${say.categories}: ${categories.join(', ')}`]),
    ...(flow.recipient === 'nobody' ? [] : [`${say.recipient}: ${RECIPIENT_WORDS[flow.recipient][language]}`]),
    conditionWords(terms, language),
  ];
  return `${say.tones[tone]}: ${parts.join('; ')}.`;
}

/** Alternatives of conditions as one clause. What all of them need is said once: «когда A, и хотя бы одно из этого: B; или: C». */
export function conditionWords(terms: readonly Term[], language: Language): string {
  const [first = [], ...more] = terms;
  const common = first.filter((literal) => more.every((term) => term.some((one) => isSame(one, literal))));
  const rest = terms.map((term) => term.filter((literal) => !common.some((one) => isSame(one, literal))));
  if (more.length === 0 || common.length === 0 || rest.some((term) => term.length === 0)) {
    return terms.map((term) => termWords(term, language)).join(SAYINGS[language].or);
  }
  const say = SAYINGS[language];
  const alternatives = rest.map((term) =>
    term.map(({ fact, value }) => factWords(fact, value, language)).join(say.and),
  );
  return `${termWords(common, language)}${say.oneOf}${alternatives.join(say.or)}`;
}

function isSame(one: Literal, other: Literal): boolean {
  return one.fact.name === other.fact.name && one.value === other.value;
}

/** What was named out of the declarations, in words: a service with its purpose, a provider with its method, a ground. */
export function namedWords(named: Named, declarations: Declarations, language: Language): string {
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

// "When A, and B; except when C or D": what must not hold reads better as an exception, unless it has words of its own.
function termWords(term: Term, language: Language): string {
  const say = SAYINGS[language];
  const isException = ({ fact, value }: Literal) => value === false && fact.wordsNot === undefined;
  const holding = term
    .filter((literal) => !isException(literal))
    .map(({ fact, value }) => factWords(fact, value, language));
  const except = term.filter(isException).map(({ fact }) => fact.words[language]);
  const when = holding.length === 0 ? say.always : `${say.when} ${holding.join(say.and)}`;
  return except.length === 0 ? when : `${when}${say.except} ${except.join(say.orElse)}`;
}

interface Sayings {
  readonly tones: Readonly<Record<FlowTone, string>>;
  readonly field: string;
  readonly fields: string;
  readonly categories: string;
  readonly recipient: string;
  readonly when: string;
  readonly and: string;
  readonly except: string;
  readonly orElse: string;
  readonly always: string;
  /** Between what all alternatives need and the alternatives. */
  readonly oneOf: string;
  /** Between alternatives. */
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
    field: 'поле',
    fields: 'поля',
    categories: 'категории данных',
    recipient: 'получатель',
    when: 'когда',
    and: ', и ',
    except: ', кроме случаев, когда',
    orElse: ', или ',
    always: 'всегда',
    oneOf: ', и хотя бы одно из этого: ',
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
    field: 'field',
    fields: 'fields',
    categories: 'categories of data',
    recipient: 'recipient',
    when: 'when',
    and: ', and ',
    except: ', except when',
    orElse: ', or ',
    always: 'always',
    oneOf: ', and at least one of these: ',
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
    field: 'поле',
    fields: 'поля',
    categories: 'категорії даних',
    recipient: 'отримувач',
    when: 'коли',
    and: ', і ',
    except: ', крім випадків, коли',
    orElse: ', або ',
    always: 'завжди',
    oneOf: ', і хоча б одне з цього: ',
    or: '; або: ',
    quoted: (name) => `«${name}»`,
  },
};
