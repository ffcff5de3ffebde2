import { LANGUAGES } from '../words.ts';
import type { ActDescription } from './act-description.ts';
import { textDigest } from './approved.ts';
import type { CompiledRules } from './compile.ts';
import type { Example } from './examples.ts';
import { SECTIONS, type Section } from './names.ts';
import { neverMatching } from './never-matching.ts';
import { type FileRule, validateRules } from './parse-rules.ts';
import { placeholderNames, unknownPlaceholders } from './placeholders.ts';
import { plainBlocks } from './plain-words.ts';
import { PolicyProblem } from './policy-problem.ts';
import { bindingLanguage, type PolicySource, sectionFolder } from './policy-source.ts';
import { nothingToEnforce } from './rule-text.ts';
import { runExamples } from './run-examples.ts';
import { type Vocabulary, vocabularyOf } from './vocabulary.ts';

export interface CheckParts {
  readonly acts: readonly ActDescription[];
  readonly floor: CompiledRules;
  /** The examples of the shipped policy: they hold, or are dropped by name. */
  readonly shipped: readonly Example[];
}

/**
 * Everything that must hold before a policy is published, beyond what reading it has already found. An empty list means
 * that words and rules stand side by side, were approved together, and do what the examples say.
 *
 * @param lock `false` before an approval, which is what renews the lock.
 */
export function checkPolicy(
  source: PolicySource,
  { acts, floor, shipped }: CheckParts,
  { lock }: { lock: boolean } = { lock: true },
): readonly PolicyProblem[] {
  const vocabulary = vocabularyOf(acts, source.declarations);
  const rules = SECTIONS.flatMap((section) => source.sections[section].rules);
  const invalid = validateRules(rules, vocabulary);
  return [
    ...SECTIONS.flatMap((section) => checkWords(source, section)),
    ...SECTIONS.flatMap((section) => checkCoverage(source, section)),
    ...invalid,
    // Rules that are not valid would only make the examples fail for a reason that is already told.
    ...(invalid.length > 0 ? [] : checkMatching(rules, vocabulary)),
    ...(invalid.length > 0 ? [] : runExamples(examplesToHold(source, shipped), rules, vocabulary, floor)),
    ...checkDropped(source, shipped),
    ...(lock ? SECTIONS.flatMap((section) => checkLock(source, section)) : []),
  ];
}

function checkMatching(rules: readonly FileRule[], vocabulary: Vocabulary): readonly PolicyProblem[] {
  return neverMatching(rules, vocabulary).map(
    ({ file, line, section, id }) =>
      new PolicyProblem(file, line, section, `the rule \`${id}\` can never match: no asking and no facts make it true`),
  );
}

function checkWords(source: PolicySource, section: Section): readonly PolicyProblem[] {
  const { words } = source.sections[section];
  const binding = bindingLanguage(source.declarations);
  const file = (language: string) => `${sectionFolder(section)}/${language}.md`;
  const missing = plainBlocks(words[binding] ?? '').every((block) => block.kind === 'heading');
  const problems = missing
    ? [new PolicyProblem(file(binding), null, section, 'the binding words of this section were expected')]
    : [];
  for (const language of LANGUAGES) {
    for (const { name, line } of unknownPlaceholders(words[language] ?? '')) {
      const message = `\`{${name}}\` stands for nothing; known are ${placeholderNames().join(', ')}`;
      problems.push(new PolicyProblem(file(language), line, section, message));
    }
  }
  return problems;
}

function checkCoverage(source: PolicySource, section: Section): readonly PolicyProblem[] {
  const { rules, rulesText } = source.sections[section];
  const reason = nothingToEnforce(rulesText);
  const file = `${sectionFolder(section)}/rules.cedar`;
  if (rules.length > 0) {
    if (reason === null) return [];
    return [new PolicyProblem(file, null, section, 'says `nothing to enforce` and holds rules all the same')];
  }
  if (reason === null) {
    return [new PolicyProblem(file, null, section, 'a rule or a line `// nothing to enforce: reason` was expected')];
  }
  if (reason.split(/\s+/).length >= 3) return [];
  return [new PolicyProblem(file, null, section, '`nothing to enforce` needs a reason in a few words')];
}

function examplesToHold(source: PolicySource, shipped: readonly Example[]): readonly Example[] {
  const dropped = new Set(source.approved?.droppedExamples.map((one) => one.id));
  const own = SECTIONS.flatMap((section) => source.sections[section].examples);
  const same = (one: Example) => own.some((other) => JSON.stringify(unplaced(other)) === JSON.stringify(unplaced(one)));
  return [...own, ...shipped.filter((one) => !same(one))].filter((one) => !dropped.has(one.id));
}

// The same example in a copied folder may stand on another line.
function unplaced({ id, words, rows }: Example) {
  return { id, words, rows: rows.map(({ line: _, ...row }) => row) };
}

function checkDropped(source: PolicySource, shipped: readonly Example[]): readonly PolicyProblem[] {
  const dropped = source.approved?.droppedExamples ?? [];
  return dropped
    .filter(({ id }) => !shipped.some((example) => example.id === id))
    .map(({ id }) => new PolicyProblem('approved.json', null, null, `no shipped example is called \`${id}\``));
}

function checkLock(source: PolicySource, section: Section): readonly PolicyProblem[] {
  const folder = sectionFolder(section);
  const { words, rulesText } = source.sections[section];
  const approval = source.approved?.sections[section];
  if (!approval) {
    return [new PolicyProblem(folder, null, section, 'nobody has approved that words and rules of this section agree')];
  }
  const since = `since ${approval.by} approved this section on ${approval.at}`;
  const problems = LANGUAGES.filter((language) => {
    const text = words[language];
    return (text === undefined ? undefined : textDigest(text)) !== approval.words[language];
  }).map((language) => new PolicyProblem(`${folder}/${language}.md`, null, section, `the words changed ${since}`));
  if (textDigest(rulesText) === approval.rules) return problems;
  return [...problems, new PolicyProblem(`${folder}/rules.cedar`, null, section, `the rules changed ${since}`)];
}
