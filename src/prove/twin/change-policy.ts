import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Gate } from '../../kernel/gate/gate.ts';
import { versionInForce } from '../../kernel/gate/parts.ts';
import { approve } from '../../kernel/policy/approve.ts';
import { copyPolicy } from '../../kernel/policy/copy.ts';
import { readPolicyFolder } from '../../kernel/policy/folder.ts';
import type { Section } from '../../kernel/policy/names.ts';
import type { Version } from '../../kernel/policy/open-version.ts';
import { parseRules } from '../../kernel/policy/parse-rules.ts';
import { type PolicySource, perSection } from '../../kernel/policy/policy-source.ts';
import { publishPolicy } from '../../promises/changes/index.ts';

/**
 * Publishes a changed policy the way an operator does: copied, edited, approved, published through the gate. Its own
 * examples go and the shipped ones are dropped by name, because the change may be meant to break them.
 */
export async function changePolicy(
  gate: Gate,
  folder: string,
  change: (source: PolicySource) => PolicySource,
): Promise<Version> {
  const { parts } = gate;
  const { body } = await versionInForce(parts);
  const copy = mkdtempSync(join(folder, 'policy-'));
  copyPolicy(body, copy);
  const { source, problems } = readPolicyFolder(copy);
  rmSync(copy, { recursive: true });
  if (source === null) throw new Error(`a published version can be read again: ${problems.join('; ')}`);
  const changed = change(source);
  const bare = {
    ...changed,
    sections: perSection((section) => ({ ...changed.sections[section], examples: [], examplesText: '' })),
  };
  const drop = parts.shippedExamples.map(({ id }) => ({ id, reason: 'a probe changes the policy of its twin' }));
  const approved = approve(bare, { by: 'prove', at: parts.clock.now(), drop });
  const by = 'prove';
  await gate.pass(publishPolicy, { kind: 'host', by }, { source: { ...bare, approved }, by });
  return await versionInForce(parts);
}

/** A section with one rule more; a section that had nothing to enforce has something now. */
export function withRule(source: PolicySource, section: Section, rule: string): PolicySource {
  const before = source.sections[section];
  const rulesText = before.rules.length === 0 ? `${rule}\n` : `${before.rulesText}\n${rule}\n`;
  const { rules, problems } = parseRules(rulesText, 'rules.cedar', section);
  if (problems.length > 0) throw new Error(`a rule of a probe can be read: ${problems.join('; ')}`);
  return { ...source, sections: { ...source.sections, [section]: { ...before, rulesText, rules } } };
}
