import type { Breach, Rule, Tree } from './tree.ts';

const TABLE = 'docs/asvs.md';
const ROW = /^\| [\d.]+ \| [123] \| .* \| (.*) \|$/;
const TEST = /^`([^`]+\.test\.ts)`: (.+)$/;

/** Each row of the table of requirements names a test that is there, or says why there is none. */
export const asvs: Rule = ({ byPath }: Tree): readonly Breach[] => {
  const table = byPath.get(TABLE)?.text.split('\n') ?? [];
  return table.flatMap((line) => {
    const kept = ROW.exec(line)?.[1];
    if (kept === undefined || /^(n\/a|gap): \S/.test(kept)) return [];
    const [, path = '', title = ''] = TEST.exec(kept) ?? [];
    const text = byPath.get(path)?.text ?? '';
    if (title !== '' && [`'`, '`'].some((quote) => text.includes(`${quote}${title}${quote}`))) return [];
    return [
      { path: TABLE, what: `names no test: ${kept.slice(0, 120)}`, why: 'a requirement without a test is a wish' },
    ];
  });
};
