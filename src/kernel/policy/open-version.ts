import assert from 'node:assert/strict';
import { LANGUAGES, type Language } from '../words.ts';
import { type CompiledRules, compileRules } from './compile.ts';
import type { Declarations } from './declarations.ts';
import { SECTIONS, type Section } from './names.ts';
import { type FileRule, parseRules } from './parse-rules.ts';
import { sectionFolder } from './policy-source.ts';
import { digestOf, meaningOf, type SectionTexts, translationDigest, type VersionBody } from './version.ts';
import type { Vocabulary } from './vocabulary.ts';

/** A version as the program uses it. Immutable, so it may be kept as long as the process lives. */
export interface Version {
  readonly number: number;
  /** SHA-256, hexadecimal. */
  readonly digest: string;
  readonly meaning: string;
  readonly publishedAt: Date;
  readonly publishedBy: string;
  readonly binding: Language;
  readonly words: Readonly<Record<Section, string>>;
  readonly translations: Readonly<Partial<Record<Language, Translation>>>;
  readonly declarations: Declarations;
  readonly vocabulary: Vocabulary;
  readonly rules: CompiledRules;
  readonly ruleTexts: readonly FileRule[];
  readonly body: VersionBody;
}

export interface Translation {
  readonly digest: string;
  readonly words: SectionTexts;
}

/** A row of `policy_version`. */
export interface VersionRow {
  readonly number: number;
  readonly digest: Buffer;
  readonly meaning: Buffer;
  readonly publishedAt: Date;
  readonly publishedBy: string;
  readonly body: string;
}

/** INVARIANT: what is decided by is what was published; a body that does not hash to its digest opens nothing. */
export function openVersion(row: VersionRow): Version {
  // What it means was found when it was published, and is told by its row: to find it again takes as long as all else.
  const opened = readBody(JSON.parse(row.body) as VersionBody);
  assert.equal(opened.digest, row.digest.toString('hex'), `version ${row.number} is what was published`);
  return {
    ...opened,
    number: row.number,
    meaning: row.meaning.toString('hex'),
    publishedAt: row.publishedAt,
    publishedBy: row.publishedBy,
  };
}

/** A version that is not published: what a folder or text would become. */
export type UnpublishedVersion = Omit<Version, 'number' | 'publishedAt' | 'publishedBy'>;

export function openBody(body: VersionBody): UnpublishedVersion {
  return { ...readBody(body), meaning: meaningOf(body) };
}

function readBody(body: VersionBody): Omit<UnpublishedVersion, 'meaning'> {
  assert.equal(body.format, 'kristalux/policy/v1', 'the format of the version is known');
  const ruleTexts = SECTIONS.flatMap((section) => {
    const { rules, problems } = parseRules(body.rules[section], `${sectionFolder(section)}/rules.cedar`, section);
    assert.deepEqual(problems, [], 'published rules can be read');
    return rules;
  });
  const translations = LANGUAGES.flatMap((language) => {
    const words = body.translations[language];
    return words ? [[language, { digest: translationDigest(words), words }] as const] : [];
  });
  return {
    digest: digestOf(body),
    binding: body.binding,
    words: body.words,
    translations: Object.fromEntries(translations),
    declarations: body.declarations,
    vocabulary: body.vocabulary,
    rules: compileRules(ruleTexts, body.vocabulary),
    ruleTexts,
    body,
  };
}
