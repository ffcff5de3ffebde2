import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LANGUAGES, type Language } from '../words.ts';
import { type Approved, textDigest } from './approved.ts';
import { SECTIONS, type Section } from './names.ts';
import type { PolicySource, SectionSource } from './policy-source.ts';

export interface Approval {
  /** Who says that words and rules agree. */
  readonly by: string;
  readonly at: Date;
  /** Shipped examples that this policy does not keep from now on. */
  readonly drop?: readonly { readonly id: string; readonly reason: string }[];
}

/** The lock after an approval: sections that did not change keep who approved them and when. */
export function approve(source: PolicySource, { by, at, drop = [] }: Approval): Approved {
  const instant = at.toISOString();
  const sections: Approved['sections'] = {};
  for (const section of SECTIONS) {
    const digests = digestsOf(source.sections[section]);
    const earlier = source.approved?.sections[section];
    const same = earlier && JSON.stringify(digestsIn(earlier)) === JSON.stringify(digests);
    sections[section] = same ? earlier : { ...digests, by, at: instant };
  }
  const kept = (source.approved?.droppedExamples ?? []).filter((old) => !drop.some((one) => one.id === old.id));
  const dropped = drop.map(({ id, reason }) => ({ id, reason, by, at: instant }));
  return { sections, droppedExamples: [...kept, ...dropped] };
}

/** The sections whose words or rules differ from what was approved: what an approval would be about. */
export function sectionsToApprove(source: PolicySource): readonly Section[] {
  return toApprove(source).map(({ section }) => section);
}

export interface ToApprove {
  readonly section: Section;
  /** Languages whose words changed since. */
  readonly words: readonly Language[];
  readonly rules: boolean;
}

/** The same, and what of each section differs. */
export function toApprove(source: PolicySource): readonly ToApprove[] {
  return SECTIONS.flatMap((section) => {
    const earlier = source.approved?.sections[section];
    const now = digestsOf(source.sections[section]);
    const words = LANGUAGES.filter((language) => earlier?.words[language] !== now.words[language]);
    const rules = earlier?.rules !== now.rules;
    return words.length === 0 && !rules ? [] : [{ section, words, rules }];
  });
}

/** Writes `approved.json` into a policy folder, whole or not at all. */
export function writeApproved(folder: string, approved: Approved): void {
  const file = join(folder, 'approved.json');
  const text = `${JSON.stringify(approved, null, 2)}\n`;
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return;
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
}

function digestsOf({ words, rulesText }: SectionSource) {
  const { ru, en, uk } = words;
  return {
    words: {
      ...(ru === undefined ? {} : { ru: textDigest(ru) }),
      ...(en === undefined ? {} : { en: textDigest(en) }),
      ...(uk === undefined ? {} : { uk: textDigest(uk) }),
    },
    rules: textDigest(rulesText),
  };
}

function digestsIn({ words, rules }: NonNullable<Approved['sections'][Section]>) {
  const { ru, en, uk } = words;
  return { words: { ...(ru && { ru }), ...(en && { en }), ...(uk && { uk }) }, rules };
}
