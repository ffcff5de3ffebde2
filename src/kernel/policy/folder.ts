import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { POLICY_FILE_BYTES_MAX } from '../limits.ts';
import { LANGUAGES, type Language } from '../words.ts';
import { type Approved, approvedSchema } from './approved.ts';
import { type Declarations, declarationsSchema } from './declarations.ts';
import { parseExamples } from './examples.ts';
import { JsonMistake, parseJsonLines } from './json-lines.ts';
import { SECTIONS, type Section } from './names.ts';
import { parseRules } from './parse-rules.ts';
import { PolicyProblem } from './policy-problem.ts';
import { type PolicySource, perSection, type SectionSource, sectionFolder } from './policy-source.ts';

export interface PolicyFolder {
  /** Null where the declarations cannot be used, so that nothing further can be said. */
  readonly source: PolicySource | null;
  readonly problems: readonly PolicyProblem[];
}

/** The files of `declarations/`. */
export const DECLARATION_FILES = [
  'site',
  'fields',
  'forms',
  'aggregates',
  'services',
  'providers',
  'grounds',
  'thresholds',
] as const;

/**
 * Reads a policy folder: `1-agreement/ … 8-changes/` with words, rules and examples, `declarations/`, `approved.json`.
 * Everything wrong is collected.
 *
 * @param overlay A folder whose `declarations/*.json` stand in for those of the same name (the demonstration's).
 */
export function readPolicyFolder(folder: string, { overlay }: { overlay?: string } = {}): PolicyFolder {
  if (!existsSync(folder) || !statSync(folder).isDirectory()) {
    return { source: null, problems: [new PolicyProblem(folder, null, null, 'a policy folder was expected')] };
  }
  return readPolicyFiles(folder, filesOnDisk(folder, overlay ?? null));
}

/** The files of a policy, wherever they lie: in a folder, or in a form that somebody edits. */
export interface PolicyFiles {
  /** Names directly below a path (`''` for the top). */
  names(below: string): readonly string[];
  /** Null where there is none. */
  bytes(path: string): Uint8Array | null;
}

/** Like `readPolicyFolder`, for files that lie elsewhere. `name` stands in messages. */
export function readPolicyFiles(name: string, files: PolicyFiles): PolicyFolder {
  const problems: PolicyProblem[] = [];
  const read: Read = { files, problems };
  strangers(read, '', [...SECTIONS.map(sectionFolder), 'declarations', 'approved.json']);
  const sections = perSection((section) => readSection(read, section));
  const declarations = readDeclarations(read);
  const approved = readApproved(read);
  return { source: declarations && { name, declarations, sections, approved }, problems };
}

function filesOnDisk(folder: string, overlay: string | null): PolicyFiles {
  const placeOf = (path: string) => {
    const overlaid = overlay === null ? null : join(overlay, path);
    return overlaid !== null && path.startsWith('declarations/') && existsSync(overlaid)
      ? overlaid
      : join(folder, path);
  };
  return {
    names: (below) => (existsSync(join(folder, below)) ? readdirSync(join(folder, below)) : []),
    bytes: (path) => (existsSync(placeOf(path)) ? readFileSync(placeOf(path)) : null),
  };
}

interface Read {
  readonly files: PolicyFiles;
  readonly problems: PolicyProblem[];
}

// A misspelt name must not be a file that nobody reads.
function strangers({ files, problems }: Read, below: string, known: readonly string[]): void {
  for (const name of files.names(below)) {
    if (known.includes(name) || name === 'README.md' || name.startsWith('.')) continue;
    const path = below === '' ? name : `${below}/${name}`;
    problems.push(new PolicyProblem(path, null, null, `not part of a policy; here belong ${known.join(', ')}`));
  }
}

function readSection(read: Read, section: Section): SectionSource {
  const below = sectionFolder(section);
  strangers(read, below, [...LANGUAGES.map((language) => `${language}.md`), 'rules.cedar', 'examples.md']);
  const words: Partial<Record<Language, string>> = {};
  for (const language of LANGUAGES) {
    const text = readText(read, `${below}/${language}.md`, section);
    if (text !== null) words[language] = text;
  }
  const rulesText = readText(read, `${below}/rules.cedar`, section);
  if (rulesText === null) {
    const wanted = 'a file with rules or a line `// nothing to enforce: reason` was expected';
    read.problems.push(new PolicyProblem(`${below}/rules.cedar`, null, section, wanted));
  }
  const { rules, problems } = parseRules(rulesText ?? '', `${below}/rules.cedar`, section);
  const examplesText = readText(read, `${below}/examples.md`, section) ?? '';
  const examples = parseExamples(examplesText, `${below}/examples.md`, section);
  read.problems.push(...problems, ...examples.problems);
  return { words, rulesText: rulesText ?? '', rules, examplesText, examples: examples.examples };
}

function readDeclarations(read: Read): Declarations | null {
  strangers(
    read,
    'declarations',
    DECLARATION_FILES.map((name) => `${name}.json`),
  );
  const files = DECLARATION_FILES.map((name) => {
    return { name, json: readJson(read, `declarations/${name}.json`, true) };
  });
  if (files.some(({ json }) => json === null)) return null;
  const whole = Object.fromEntries(files.map(({ name, json }) => [name, json?.value]));
  const parsed = declarationsSchema.safeParse(whole);
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues) {
    const [name, ...path] = issue.path;
    const line = files.find((file) => file.name === name)?.json?.lineOf(path) ?? null;
    read.problems.push(new PolicyProblem(`declarations/${String(name)}.json`, line, null, explained(issue, path)));
  }
  return null;
}

function readApproved(read: Read): Approved | null {
  const json = readJson(read, 'approved.json', false);
  if (json === null) return null;
  const parsed = approvedSchema.safeParse(json.value);
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues) {
    const line = json.lineOf(issue.path);
    read.problems.push(new PolicyProblem('approved.json', line, null, explained(issue, issue.path)));
  }
  return null;
}

function explained(issue: z.core.$ZodIssue, path: readonly PropertyKey[]): string {
  return path.length === 0 ? issue.message : `\`${path.map(String).join('.')}\`: ${issue.message}`;
}

function readJson(read: Read, path: string, required: boolean) {
  const text = readText(read, path, null);
  if (text === null) {
    if (required) read.problems.push(new PolicyProblem(path, null, null, 'this file was expected'));
    return null;
  }
  try {
    return parseJsonLines(text);
  } catch (error) {
    if (!(error instanceof JsonMistake)) throw error;
    read.problems.push(new PolicyProblem(path, error.line, null, error.message));
    return null;
  }
}

// Line ends of other systems are no difference in words.
function readText({ files, problems }: Read, path: string, section: Section | null): string | null {
  const bytes = files.bytes(path);
  if (bytes === null) return null;
  if (bytes.length > POLICY_FILE_BYTES_MAX) {
    problems.push(new PolicyProblem(path, null, section, `larger than ${POLICY_FILE_BYTES_MAX} bytes`));
    return null;
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes).replaceAll('\r\n', '\n');
  } catch {
    problems.push(new PolicyProblem(path, null, section, 'a text in UTF-8 was expected'));
    return null;
  }
}
