import { SECTIONS } from '../../src/kernel/policy/names.ts';
import type { Breach, Rule } from './tree.ts';

/** Each folder of src/promises is a section of the policy. */
export const sections: Rule = ({ files }): readonly Breach[] => {
  const folders = files
    .map(({ path }) => /^src\/promises\/([^/]+)\//.exec(path)?.[1])
    .filter((name) => name !== undefined);
  const known: readonly string[] = SECTIONS;
  return [...new Set(folders)]
    .filter((name) => !known.includes(name))
    .map((name) => ({
      path: `src/promises/${name}`,
      what: 'is no section of the policy',
      why: '`ls src/promises` is the table of contents of the policy',
    }));
};
