/**
 * The text of a `rules.cedar`, taken apart without understanding it: where each rule begins and ends, which comments
 * there are. Cedar's parser gives neither places nor comments back.
 */
export interface RuleText {
  /** From the first annotation to the `;`. */
  readonly text: string;
  /** Line of the first character, counted from 1. */
  readonly line: number;
}

const TOKEN = /\/\/[^\n]*|"(?:\\.|[^"\\])*"|[A-Za-z_][A-Za-z0-9_]*|\d+|[ \t\r\n]+|::|==|!=|<=|>=|&&|\|\||[\s\S]/g;

/** Every rule of a file in order. What follows the last `;` counts as a rule too, so that Cedar can say what is wrong. */
export function splitRules(file: string): readonly RuleText[] {
  const rules: RuleText[] = [];
  let start: number | null = null;
  for (const { 0: token, index } of file.matchAll(TOKEN)) {
    if (token.startsWith('//') || token.trim() === '') continue;
    start ??= index;
    if (token !== ';') continue;
    rules.push({ text: file.slice(start, index + 1), line: lineAt(file, start) });
    start = null;
  }
  if (start !== null) rules.push({ text: file.slice(start).trimEnd(), line: lineAt(file, start) });
  return rules;
}

/** The reason given by a `// nothing to enforce: …` line, or null. */
export function nothingToEnforce(file: string): string | null {
  return /^\/\/ nothing to enforce:[ \t]*(.*)$/m.exec(file)?.[1]?.trim() ?? null;
}

/** The file without comments and with one space between tokens: two texts that differ only in looks are equal. */
export function withoutLooks(file: string): string {
  const tokens = [...file.matchAll(TOKEN)].map(([token]) => token);
  return tokens.filter((token) => !token.startsWith('//') && token.trim() !== '').join(' ');
}

/** The line (from 1) on which a character stands. */
export function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}
