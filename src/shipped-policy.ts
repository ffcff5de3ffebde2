import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Example, parseExamples } from './kernel/policy/examples.ts';
import { readPolicyFolder } from './kernel/policy/folder.ts';
import { SECTIONS } from './kernel/policy/names.ts';
import { type PolicySource, sectionFolder } from './kernel/policy/policy-source.ts';
import { root } from './root.ts';

/** The policy that comes with the program. Anything wrong with it is a defect of the package. */
export function shippedPolicy(): PolicySource {
  const { source, problems } = readPolicyFolder(join(root, 'policy'));
  if (source === null || problems.length > 0)
    throw new Error(`the shipped policy cannot be read: ${problems.join('; ')}`);
  return source;
}

/** Its examples alone: a start needs neither them nor the rest. */
export function shippedExamples(): readonly Example[] {
  return SECTIONS.flatMap((section) => {
    const file = `${sectionFolder(section)}/examples.md`;
    return parseExamples(readFileSync(join(root, 'policy', file), 'utf8'), file, section).examples;
  });
}
