import { asvs } from './tidy/asvs.ts';
import { fileNames } from './tidy/file-names.ts';
import { importWalls } from './tidy/import-walls.ts';
import { migrations } from './tidy/migrations.ts';
import { sections } from './tidy/sections.ts';
import { sizes } from './tidy/sizes.ts';
import { type Breach, type Rule, readTree, type Tree } from './tidy/tree.ts';
import { unused } from './tidy/unused.ts';
import { words } from './tidy/words.ts';

const RULES: readonly Rule[] = [importWalls, fileNames, sizes, sections, migrations, unused, words, asvs];

/** Every breach of the rules of this house in a tree; CONTRIBUTING tells the rules, each message its reason. */
export function tidy(tree: Tree): readonly Breach[] {
  return RULES.flatMap((rule) => rule(tree));
}

/** The same for the repository at `root`, as lines to read. */
export function tidyRepository(root: string, paths: readonly string[]): readonly string[] {
  return tidy(readTree(root, paths)).map(({ path, what, why }) => `${path} ${what}: ${why}.`);
}
