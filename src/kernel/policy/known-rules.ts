import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root } from '../../root.ts';
import { isComplaint, type PolicyJson, parseRule } from './cedar.ts';
import { SECTIONS } from './names.ts';
import { sectionFolder } from './policy-source.ts';
import { splitRules } from './rule-text.ts';

/**
 * The rules that come with the program, as Cedar reads them. The build writes them down, because Cedar takes longer to
 * read them than all else of a start. Each stands under its very text: a rule that was changed is not among them, and is read by Cedar.
 */
export type KnownRules = Readonly<Record<string, PolicyJson>>;

/** For the build: what Cedar reads now. */
export function readShippedRules(): KnownRules {
  const files = [
    'src/kernel/policy/floor.cedar',
    ...SECTIONS.map((section) => `policy/${sectionFolder(section)}/rules.cedar`),
  ];
  const texts = files.flatMap((file) => splitRules(readFileSync(join(root, file), 'utf8')).map(({ text }) => text));
  const read = texts.map((text) => [text, parseRule(text)] as const);
  return Object.fromEntries(read.flatMap(([text, json]) => (isComplaint(json) ? [] : [[text, json]])));
}

/** Undefined: Cedar is to read it. */
export function knownRule(text: string): PolicyJson | undefined {
  const known = readWritten();
  return Object.hasOwn(known, text) ? known[text] : undefined;
}

/** Node keeps the file like every module. Where there is none, or none any more, Cedar reads everything. */
function readWritten(): KnownRules {
  try {
    return createRequire(import.meta.url)(join(root, 'dist/known-rules.json')) as KnownRules;
  } catch {
    return {};
  }
}
