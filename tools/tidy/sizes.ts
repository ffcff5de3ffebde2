import type { Rule } from './tree.ts';

const FILE_LINES_MAX = 400;

/** How long a file may be; functions are measured by the linter. */
export const sizes: Rule = ({ files }) =>
  files
    .filter(({ path }) => /\.(tsx?|mjs)$/.test(path))
    .map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }))
    .filter(({ lines }) => lines > FILE_LINES_MAX)
    .map(({ path, lines }) => ({
      path,
      what: `has ${lines} lines, more than ${FILE_LINES_MAX}`,
      why: 'a file that does not fit a head holds two things',
    }));
