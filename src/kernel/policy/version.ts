import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { canonical } from '../canonical.ts';
import { Refusal } from '../refusal.ts';
import { LANGUAGES, type Language } from '../words.ts';
import type { ActDescription } from './act-description.ts';
import type { Approved } from './approved.ts';
import type { Declarations } from './declarations.ts';
import { SECTIONS, type Section } from './names.ts';
import { resolvePlaceholders } from './placeholders.ts';
import { bareWords } from './plain-words.ts';
import { bindingLanguage, type PolicySource, perSection } from './policy-source.ts';
import { withoutLooks } from './rule-text.ts';
import { type Vocabulary, vocabularyOf } from './vocabulary.ts';

/**
 * A version of the policy as it is stored and published for machines: RFC 8785 JSON of this object. `digest` = SHA-256
 * of RFC 8785 `{ words, rules, declarations, vocabulary }`; `meaning` = the same without vocabulary, words without
 * Markdown marks and white space, rules without comments and layout.
 */
export interface VersionBody {
  readonly format: 'kristalux/policy/v1';
  readonly binding: Language;
  /** Binding words, Markdown, placeholders resolved: exactly what is in force. */
  readonly words: Readonly<Record<Section, string>>;
  readonly rules: Readonly<Record<Section, string>>;
  readonly declarations: Declarations;
  readonly vocabulary: Vocabulary;
  /** Other languages, placeholders resolved. A language or section that is absent is shown in the binding words. */
  readonly translations: Readonly<Partial<Record<Language, SectionTexts>>>;
  /** All words as written, with placeholders, so that the version can be copied and edited. */
  readonly templates: Readonly<Partial<Record<Language, SectionTexts>>>;
  readonly examples: Readonly<Record<Section, string>>;
  readonly approved: Approved;
}

export type SectionTexts = Readonly<Partial<Record<Section, string>>>;

/** The body of a checked and approved policy, with the vocabulary of the running program. */
export function makeVersion(source: PolicySource, acts: readonly ActDescription[]): VersionBody {
  const { declarations, sections, approved } = source;
  const binding = bindingLanguage(declarations);
  assert.ok(approved, 'a policy is approved before a version is made of it');
  const languages = LANGUAGES.filter((language) => SECTIONS.some((section) => sections[section].words[language]));
  const written = (language: Language, make: (text: string) => string): SectionTexts =>
    Object.fromEntries(
      SECTIONS.flatMap((section) => {
        const text = sections[section].words[language];
        return text === undefined ? [] : [[section, make(text)]];
      }),
    );
  const resolved = (language: Language) =>
    written(language, (text) => resolvePlaceholders(text, declarations, language));
  const others = languages.filter((language) => language !== binding);
  const words = resolved(binding);
  return {
    format: 'kristalux/policy/v1',
    binding,
    words: perSection((section) => words[section] ?? ''),
    rules: perSection((section) => sections[section].rulesText),
    declarations,
    vocabulary: vocabularyOf(acts, declarations),
    translations: Object.fromEntries(others.map((language) => [language, resolved(language)])),
    templates: Object.fromEntries(languages.map((language) => [language, written(language, (text) => text)])),
    examples: perSection((section) => sections[section].examplesText),
    approved,
  };
}

export function digestOf({ words, rules, declarations, vocabulary }: VersionBody): string {
  return sha256(canonical({ words, rules, declarations, vocabulary }));
}

/** Equal for two versions that differ in nothing but looks. */
export function meaningOf({ words, rules, declarations }: VersionBody): string {
  return sha256(
    canonical({
      words: perSection((section) => bareWords(words[section])),
      rules: perSection((section) => withoutLooks(rules[section])),
      declarations,
    }),
  );
}

/** The digest of one translation: each has its own. */
export function translationDigest(texts: SectionTexts): string {
  return sha256(canonical(texts));
}

/** What publication stores, worked out before the transaction that makes it the version in force. */
export interface PreparedVersion {
  readonly number: number;
  /** Canonical JSON. */
  readonly body: string;
  readonly digest: string;
  readonly meaning: string;
  /** `formatting`: equal in meaning to what is in force; nobody is told that the policy changed. */
  readonly change: 'first' | 'meaning' | 'formatting';
}

/**
 * @param source Checked: `checkPolicy` found nothing.
 * @throws Refusal `conflict` where exactly this is in force already.
 */
export function preparePublication(
  source: PolicySource,
  inForce: { readonly number: number; readonly meaning: string; readonly body: VersionBody } | null,
  acts: readonly ActDescription[],
): PreparedVersion {
  const version = makeVersion(source, acts);
  const body = canonical(version);
  if (inForce && canonical(inForce.body) === body) {
    throw new Refusal('conflict', `this is version ${inForce.number}, which is in force`, { section: 'changes' });
  }
  const meaning = meaningOf(version);
  const change = inForce === null ? 'first' : inForce.meaning === meaning ? 'formatting' : 'meaning';
  return { number: (inForce?.number ?? 0) + 1, body, digest: digestOf(version), meaning, change };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
