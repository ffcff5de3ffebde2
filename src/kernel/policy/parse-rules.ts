import { isComplaint, parseRule, validateTexts } from './cedar.ts';
import { cedarSchema } from './cedar-schema.ts';
import { compileRules, type ParsedRule } from './compile.ts';
import { UncoveredOperator } from './expression.ts';
import { knownRule } from './known-rules.ts';
import { SECTIONS, type Section } from './names.ts';
import { PolicyProblem } from './policy-problem.ts';
import { lineAt, splitRules } from './rule-text.ts';
import type { Vocabulary } from './vocabulary.ts';

/** A rule as it stands in a file. */
export interface FileRule extends ParsedRule {
  readonly text: string;
  readonly line: number;
  readonly file: string;
}

export interface RulesFile {
  readonly rules: readonly FileRule[];
  readonly problems: readonly PolicyProblem[];
}

const RULE_ID = /^([a-z]+)\.[a-z0-9]+(-[a-z0-9]+)*$/;

/**
 * The rules of one `rules.cedar`. Each carries `@id("<section>.<name>")`.
 *
 * @param section The section whose file it is; null for the floor, whose rules may stand under any section.
 */
export function parseRules(text: string, file: string, section: Section | null): RulesFile {
  const rules: FileRule[] = [];
  const problems: PolicyProblem[] = [];
  for (const { text: source, line } of splitRules(text)) {
    const json = knownRule(source) ?? parseRule(source);
    if (isComplaint(json)) {
      problems.push(new PolicyProblem(file, line + lineAt(source, json.offset ?? 0) - 1, section, json.message));
      continue;
    }
    const id = json.annotations?.id;
    const prefix = RULE_ID.exec(id ?? '')?.[1];
    const of = SECTIONS.find((one) => one === prefix && (section === null || one === section));
    if (id === undefined || of === undefined) {
      const wanted = `@id("${section ?? '<section>'}.<name>") of lower-case letters, digits and hyphens`;
      problems.push(new PolicyProblem(file, line, section, `the rule needs ${wanted}`));
      continue;
    }
    if (rules.some((rule) => rule.id === id)) {
      problems.push(new PolicyProblem(file, line, section, `the rule \`${id}\` stands twice`));
      continue;
    }
    rules.push({ id, section: of, json, text: source, line, file });
  }
  return { rules, problems };
}

/** Strict validation of rules against a vocabulary, and whether the closures cover them. */
export function validateRules(rules: readonly FileRule[], vocabulary: Vocabulary): readonly PolicyProblem[] {
  const complaints = validateTexts(
    rules.map((rule) => rule.text),
    cedarSchema(vocabulary),
  );
  return rules.flatMap((rule, index) => {
    const found = (complaints[index] ?? []).map(
      ({ offset, message }) =>
        new PolicyProblem(rule.file, rule.line + lineAt(rule.text, offset ?? 0) - 1, rule.section, message),
    );
    return found.length > 0 ? found : uncovered(rule, vocabulary);
  });
}

function uncovered(rule: FileRule, vocabulary: Vocabulary): readonly PolicyProblem[] {
  try {
    compileRules([rule], vocabulary);
    return [];
  } catch (error) {
    if (!(error instanceof UncoveredOperator)) throw error;
    return [new PolicyProblem(rule.file, rule.line, rule.section, error.message)];
  }
}
