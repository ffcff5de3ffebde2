import type { Language, Words } from '../words.ts';
import type { Declarations } from './declarations.ts';
import { lineAt } from './rule-text.ts';

/**
 * The words of a policy may name what the declarations say: `{site.name}`. It is resolved at publication, so a version
 * says for ever what it said then.
 */
export function resolvePlaceholders(text: string, declarations: Declarations, language: Language): string {
  return text.replace(PLACEHOLDER, (whole, name: string, offset: number) => {
    const placeholder = Object.hasOwn(PLACEHOLDERS, name) ? PLACEHOLDERS[name] : undefined;
    if (!placeholder) return whole;
    const value = placeholder.value(declarations, language);
    if (value !== null) return escapeMarkdown(value);
    const absent = placeholder.absent[language];
    return beginsSentence(text.slice(0, offset)) ? absent.charAt(0).toUpperCase() + absent.slice(1) : absent;
  });
}

/** Placeholders that nothing resolves, with their lines. */
export function unknownPlaceholders(text: string): readonly { readonly name: string; readonly line: number }[] {
  return [...text.matchAll(PLACEHOLDER)]
    .map(({ 1: name = '', index }) => ({ name, line: lineAt(text, index) }))
    .filter(({ name }) => !Object.hasOwn(PLACEHOLDERS, name));
}

/** The names that words may use. */
export function placeholderNames(): readonly string[] {
  return Object.keys(PLACEHOLDERS);
}

const PLACEHOLDER = /\{([A-Za-z][\w.-]*)\}/g;

interface Placeholder {
  readonly value: (declarations: Declarations, language: Language) => string | null;
  /** What the words say while the site has not named it. */
  readonly absent: Words;
}

const none: Words = { ru: '', en: '', uk: '' };
const threshold = (name: keyof Declarations['thresholds']): Placeholder => ({
  value: ({ thresholds }) => String(thresholds[name]),
  absent: none,
});

const PLACEHOLDERS: Readonly<Record<string, Placeholder>> = {
  'site.name': {
    value: ({ site }) => site.name,
    absent: { ru: 'этот сайт', en: 'this site', uk: 'цей сайт' },
  },
  'site.legalForm': {
    value: ({ site }) => site.legalForm,
    absent: { ru: '(форма не указана)', en: '(no legal form given)', uk: '(форму не вказано)' },
  },
  'site.registrationNumber': {
    value: ({ site }) => site.registrationNumber,
    absent: { ru: '(номер не указан)', en: '(no number given)', uk: '(номер не вказано)' },
  },
  'site.address': {
    value: ({ site }) => site.address,
    absent: { ru: '(адрес не указан)', en: '(no address given)', uk: '(адресу не вказано)' },
  },
  'site.contact': {
    value: ({ site }) => site.contact,
    absent: { ru: '(адрес для обращений не указан)', en: '(no contact given)', uk: '(адресу для звернень не вказано)' },
  },
  'site.country': {
    value: ({ site }, language) => site.country && countryName(site.country, language),
    absent: { ru: '(страна не указана)', en: '(no country given)', uk: '(країну не вказано)' },
  },
  'site.host': {
    value: ({ site }, language) => site.host && `${site.host.name} (${countryName(site.host.country, language)})`,
    absent: { ru: 'сам сайт', en: 'the site itself', uk: 'сам сайт' },
  },
  'site.mailRelay': {
    value: ({ site }, language) =>
      site.mailRelay && `${site.mailRelay.name} (${countryName(site.mailRelay.country, language)})`,
    absent: { ru: 'сам сайт', en: 'the site itself', uk: 'сам сайт' },
  },
  'thresholds.minimumGroup': threshold('minimumGroup'),
  'thresholds.rounding': threshold('rounding'),
  'thresholds.presenceMinutes': threshold('presenceMinutes'),
  'thresholds.grantMinutes': threshold('grantMinutes'),
};

function countryName(code: string, language: Language): string {
  return new Intl.DisplayNames([language], { type: 'region' }).of(code) ?? code;
}

// A name is text, whatever signs it is written with.
function escapeMarkdown(value: string): string {
  return value.replace(/\s+/g, ' ').replace(/[\\`*_[\]<>#|]/g, '\\$&');
}

function beginsSentence(before: string): boolean {
  return /(^|[.!?…]["»”]?\s+|\n\s*\n|\n[ \t]*(?:[-*>]|#+|\d+\.)[ \t]+)[*_«"“]*$/.test(before);
}
