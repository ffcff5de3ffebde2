import { fromMarkdown } from 'mdast-util-from-markdown';
import { toString as plain } from 'mdast-util-to-string';
import { LANGUAGES, type Language } from '../words.ts';
import { type Approval, approve } from './approve.ts';
import { parseExamples } from './examples.ts';
import headings from './headings.json' with { type: 'json' };
import { SECTIONS, type Section } from './names.ts';
import { parseRules } from './parse-rules.ts';
import { PolicyProblem } from './policy-problem.ts';
import { bindingLanguage, type PolicySource, perSection, sectionFolder } from './policy-source.ts';
import type { VersionBody } from './version.ts';

export interface MarkdownPolicy {
  /** Null where the text cannot be told apart into the eight sections. */
  readonly source: PolicySource | null;
  readonly problems: readonly PolicyProblem[];
}

/**
 * One Markdown text as a policy of words, with the rules and declarations of the version in force. Publishing it is
 * itself the approval. Its words are kept to the letter: the sections' texts in their order are the whole text.
 */
export function readMarkdownText(
  text: string,
  { file, language, inForce, approval }: { file: string; language: Language; inForce: VersionBody; approval: Approval },
): MarkdownPolicy {
  const words = splitSections(text.replace(/^\ufeff/, '').replaceAll('\r\n', '\n'), file);
  const problems = [...words.problems];
  const binding = bindingLanguage(inForce.declarations);
  if (language !== binding) {
    problems.push(new PolicyProblem(file, null, null, `the binding language of the site is \`${binding}\``));
  }
  if (problems.length > 0) return { source: null, problems };
  const sections = perSection((section) => {
    const folder = sectionFolder(section);
    return {
      words: { [language]: words.texts.get(section) ?? '' },
      rulesText: inForce.rules[section],
      rules: parseRules(inForce.rules[section], `${folder}/rules.cedar`, section).rules,
      examplesText: inForce.examples[section],
      examples: parseExamples(inForce.examples[section], `${folder}/examples.md`, section).examples,
    };
  });
  const { declarations, approved } = inForce;
  const source: PolicySource = { name: file, declarations, sections, approved };
  return { source: { ...source, approved: approve(source, approval) }, problems: [] };
}

/** The language in a file's name, as in `policy.uk.md`. */
export function languageOfFile(file: string): Language | null {
  const named = /\.([a-z]{2})\.(md|markdown)$/i.exec(file)?.[1]?.toLowerCase();
  return LANGUAGES.find((language) => language === named) ?? null;
}

export interface SplitText {
  readonly texts: ReadonlyMap<Section, string>;
  readonly problems: readonly PolicyProblem[];
}

/**
 * The sections of one text. The highest heading level that is used twice or more holds them; a single heading above is
 * the title; what stands before the first section is the agreement.
 */
export function splitSections(text: string, file: string): SplitText {
  const all = fromMarkdown(text).children.flatMap((node) => {
    if (node.type !== 'heading' || node.position === undefined) return [];
    const { offset, line } = node.position.start;
    return [{ depth: node.depth, said: plain(node), line, start: offset ?? 0 }];
  });
  const wrong = (line: number | null, message: string) => new PolicyProblem(file, line, null, message);
  const level = [1, 2, 3, 4, 5, 6].find((depth) => all.filter((one) => one.depth === depth).length > 1);
  if (level === undefined)
    return { texts: new Map(), problems: [wrong(null, 'headings of the sections were expected')] };
  const found = all.filter((one) => one.depth === level);
  const problems = all
    .filter((one) => one.depth < level)
    .slice(1)
    .map((one) => wrong(one.line, 'a second title'));
  const texts = new Map<Section, string>();
  const before = text.slice(0, found[0]?.start);
  if (saysSomething(before)) texts.set('agreement', before);
  found.forEach((heading, index) => {
    const section = SECTION_BY_HEADING.get(normalHeading(heading.said));
    const slice = text.slice(heading.start, found[index + 1]?.start);
    if (section === undefined) problems.push(wrong(heading.line, unknownHeading(heading.said)));
    else if (texts.has(section)) problems.push(wrong(heading.line, `the section \`${section}\` stands twice`));
    // A title alone says nothing yet, but it is part of the text.
    else texts.set(section, index === 0 && !saysSomething(before) ? before + slice : slice);
  });
  const missing = SECTIONS.filter((section) => !texts.has(section));
  if (problems.length === 0 && missing.length > 0) problems.push(wrong(null, missingSections(missing)));
  return { texts, problems };
}

function saysSomething(markdown: string): boolean {
  return fromMarkdown(markdown).children.some((node) => node.type !== 'heading' && plain(node).trim() !== '');
}

function unknownHeading(said: string): string {
  return `the heading «${said}» names none of the eight sections; each has some names that are understood, e.g. ${SECTIONS.map(
    (section) => `«${headings[section].ru[0]}»`,
  ).join(', ')}`;
}

function missingSections(missing: readonly Section[]): string {
  return `these sections are missing: ${missing.map((section) => `${section} («${headings[section].ru[0]}»)`).join(', ')}`;
}

function normalHeading(said: string): string {
  return said
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/^(§\s*)?(\d+(\.\d+)*|[ivx]+(?=[.)]))[.)]?\s+/u, '')
    .replace(/[\s\p{P}]+$/u, '')
    .replace(/\s+/gu, ' ')
    .trim();
}

const SECTION_BY_HEADING: ReadonlyMap<string, Section> = new Map(
  SECTIONS.flatMap((section) =>
    LANGUAGES.flatMap((language) =>
      headings[section][language].map((heading) => [normalHeading(heading), section] as const),
    ),
  ),
);
