import { LANGUAGES, type Language, type Words } from '../words.ts';
import type { Section } from './names.ts';
import { PolicyProblem } from './policy-problem.ts';

/**
 * An example: a case that readers understand and the check runs. Grammar of an `examples.md`: whatever stands before
 * the first level-2 heading is for readers; then, for each example,
 *
 *     ## use.bank-gets-what-the-transfer-needs
 *     - ru: … - en: … - uk: …                      (one sentence a line, each language once)
 *     | asker | act | recipient | category | facts | answer |
 *     | ----- | --- | --------- | -------- | ----- | ------ |
 *     | worker | handOverTransfer | bank | pd:Name | confirmedByPerson, not restricted | allowed |
 *     | worker | handOverTransfer | bank | pd:Name | any, not confirmedByPerson | refused |
 *
 * Asker, recipient and category may be several, separated by commas: each of them. A fact that is not named does not
 * hold, unless the cell begins with `any`: then every fact that is not named takes every value, and each combination
 * must give the answer. Declared facts are stated like all others, because an example speaks of the rules and not of
 * one site's fields.
 */
export interface Example {
  /** The name by which an operator drops it: never changed once shipped. */
  readonly id: string;
  readonly section: Section;
  readonly words: Words;
  readonly rows: readonly ExampleRow[];
  readonly file: string;
  readonly line: number;
}

export interface ExampleRow {
  readonly line: number;
  readonly askers: readonly string[];
  readonly act: string;
  readonly recipients: readonly string[];
  readonly categories: readonly string[];
  /** Every fact that is not stated takes every value. */
  readonly any: boolean;
  readonly facts: Readonly<Record<string, boolean | string>>;
  readonly allowed: boolean;
}

export interface ExamplesFile {
  readonly examples: readonly Example[];
  readonly problems: readonly PolicyProblem[];
}

const COLUMNS = 'asker act recipient category facts answer';

export function parseExamples(text: string, file: string, section: Section): ExamplesFile {
  const problems: PolicyProblem[] = [];
  const examples: Example[] = [];
  const wrong = (line: number, message: string) => problems.push(new PolicyProblem(file, line, section, message));
  for (const block of blocksOf(text)) {
    if (!new RegExp(`^${section}\\.[a-z0-9]+(-[a-z0-9]+)*$`).test(block.id)) {
      wrong(block.line, `an example is named \`${section}.<name>\` of lower-case letters, digits and hyphens`);
    }
    if (examples.some((one) => one.id === block.id)) wrong(block.line, `the example \`${block.id}\` stands twice`);
    const words = wordsOf(block, wrong);
    const rows = rowsOf(block, wrong);
    examples.push({ id: block.id, section, words, rows, file, line: block.line });
  }
  return { examples, problems };
}

interface Block {
  readonly id: string;
  readonly line: number;
  readonly lines: readonly { readonly line: number; readonly text: string }[];
}

type Wrong = (line: number, message: string) => void;

function blocksOf(text: string): readonly Block[] {
  const blocks: { id: string; line: number; lines: { line: number; text: string }[] }[] = [];
  text.split('\n').forEach((raw, index) => {
    const heading = /^##[ \t]+(.+?)[ \t]*$/.exec(raw)?.[1];
    if (heading !== undefined) blocks.push({ id: heading, line: index + 1, lines: [] });
    else blocks.at(-1)?.lines.push({ line: index + 1, text: raw.trim() });
  });
  return blocks;
}

function wordsOf(block: Block, wrong: Wrong): Words {
  const found: Partial<Record<Language, string>> = {};
  for (const { line, text } of block.lines) {
    const [, language, sentence] = /^[-*] (\w+):[ \t]*(.*)$/.exec(text) ?? [];
    if (language === undefined) continue;
    const known = LANGUAGES.find((one) => one === language);
    if (!known) wrong(line, `the language is one of ${LANGUAGES.join(', ')}`);
    else if (found[known] !== undefined) wrong(line, `\`${known}\` stands twice`);
    else found[known] = sentence ?? '';
  }
  const missing = LANGUAGES.filter((language) => !found[language]);
  if (missing.length > 0) wrong(block.line, `the example \`${block.id}\` needs a sentence in ${missing.join(', ')}`);
  return { ru: found.ru ?? '', en: found.en ?? '', uk: found.uk ?? '' };
}

function rowsOf(block: Block, wrong: Wrong): readonly ExampleRow[] {
  const table = block.lines.filter(({ text }) => text.startsWith('|'));
  const [header, rule, ...body] = table.map(({ line, text }) => ({ line, cells: cellsOf(text) }));
  if (header?.cells.join(' ') !== COLUMNS || !rule?.cells.every((cell) => /^:?-+:?$/.test(cell)) || body.length === 0) {
    const wanted = COLUMNS.replaceAll(' ', ', ');
    wrong(header?.line ?? block.line, `the example \`${block.id}\` needs a table with the columns ${wanted} and a row`);
    return [];
  }
  return body.flatMap(({ line, cells }) => rowOf(line, cells, wrong));
}

function cellsOf(text: string): readonly string[] {
  return text
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) => cell.trim());
}

function rowOf(line: number, cells: readonly string[], wrong: Wrong): readonly ExampleRow[] {
  const [asker = '', act = '', recipient = '', category = '', facts = '', answer = ''] = cells;
  if (cells.length !== 6) {
    wrong(line, `six cells were expected, not ${cells.length}`);
    return [];
  }
  if (answer !== 'allowed' && answer !== 'refused') {
    wrong(line, 'the answer is `allowed` or `refused`');
    return [];
  }
  const stated = listOf(facts);
  const any = stated[0] === 'any';
  const pairs = (any ? stated.slice(1) : stated).map(factOf);
  const twice = pairs.find(([name], index) => pairs.findIndex((other) => other[0] === name) !== index);
  if (twice) wrong(line, `the fact \`${twice[0]}\` is stated twice`);
  return [
    {
      line,
      askers: listOf(asker),
      act,
      recipients: listOf(recipient),
      categories: listOf(category),
      any,
      facts: Object.fromEntries(pairs),
      allowed: answer === 'allowed',
    },
  ];
}

function factOf(stated: string): readonly [string, boolean | string] {
  if (stated.startsWith('not ')) return [stated.slice(4).trim(), false];
  const [name = '', value] = stated.split('=').map((part) => part.trim());
  return [name, value ?? true];
}

function listOf(cell: string): readonly string[] {
  return cell
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
