import { basename } from 'node:path';
import type { Breach, Rule, Tree } from './tree.ts';

const EMPTY_NAMES = ['util', 'utils', 'helper', 'helpers', 'common', 'manager', 'service', 'base', 'misc'];
const NAME = /^[a-z0-9]+(-[a-z0-9]+)*(\.(test|program))?\.(ts|tsx|mjs)$/;
const PAGES = /^(src\/(ui|edge)|test)\/|^src\/promises\/[^/]+\/(pages|console)(\.tsx|\/)|\.test\.tsx$/;

/** What files are called. */
export const fileNames: Rule = ({ files }: Tree): readonly Breach[] => {
  const sources = files.filter(({ path }) => /\.(tsx?|mjs)$/.test(path)).map(({ path }) => path);
  return sources.flatMap((path) => {
    const breaches: Breach[] = [];
    const empty = path
      .replace(/\..*$/, '')
      .split('/')
      .find((part) => EMPTY_NAMES.includes(part));
    if (empty)
      breaches.push({ path, what: `is called ${empty}`, why: 'a name says what is in it; this one fits anything' });
    if (!NAME.test(basename(path))) {
      breaches.push({
        path,
        what: 'is not in kebab-case',
        why: 'a file is called like what it exports, in kebab-case',
      });
    }
    if (path.endsWith('.tsx') && !PAGES.test(path)) {
      breaches.push({
        path,
        what: 'is a .tsx file',
        why: 'HTML is made in ui/, edge/, pages.tsx and console.tsx only',
      });
    }
    return breaches;
  });
};
