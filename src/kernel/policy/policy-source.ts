import type { Language } from '../words.ts';
import type { Approved } from './approved.ts';
import type { Declarations } from './declarations.ts';
import type { Example } from './examples.ts';
import { SECTIONS, type Section } from './names.ts';
import type { FileRule } from './parse-rules.ts';

/** A policy as somebody wrote it: read, but neither checked nor published. */
export interface PolicySource {
  /** For messages. */
  readonly name: string;
  readonly declarations: Declarations;
  readonly sections: Readonly<Record<Section, SectionSource>>;
  /** Null until somebody approves. */
  readonly approved: Approved | null;
}

export interface SectionSource {
  /** With placeholders, as written. */
  readonly words: Readonly<Partial<Record<Language, string>>>;
  /** The whole `rules.cedar`, comments and all. */
  readonly rulesText: string;
  readonly rules: readonly FileRule[];
  readonly examplesText: string;
  readonly examples: readonly Example[];
}

/** The binding language of a policy: the first that its site names. */
export function bindingLanguage(declarations: Declarations): Language {
  return declarations.site.languages[0] ?? 'ru';
}

/** The name of a section's folder: `4-use`. */
export function sectionFolder(section: Section): string {
  return `${SECTIONS.indexOf(section) + 1}-${section}`;
}

/** Something for each section. */
export function perSection<T>(make: (section: Section) => T): Record<Section, T> {
  return Object.fromEntries(SECTIONS.map((section) => [section, make(section)])) as Record<Section, T>;
}
