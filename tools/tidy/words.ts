import type { Breach, Rule } from './tree.ts';

interface Forbidden {
  readonly pattern: RegExp;
  readonly in: RegExp;
  readonly why: string;
}

// Spelled so that this file does not break its own rules.
const LATER = ['TO' + 'DO', 'FIX' + 'ME', 'X' + 'XX'].join('|');

const FORBIDDEN: readonly Forbidden[] = [
  {
    pattern: new RegExp(`\\b(${LATER})\\b`),
    in: /^(src|test|tools|examples|packages|migrations|policy|docs)\//,
    why: 'what is not done is an issue, or it is done now',
  },
  {
    pattern: /\b(test|it|describe|suite)\.(only|skip|todo)\(/,
    in: /\.test\.tsx?$/,
    why: 'a test that does not run proves nothing',
  },
  {
    pattern: /^\s*(?:\/\/|\/\*|\{\/\*)\s*@ts-(ignore|expect-error|nocheck)/,
    in: /\.(tsx?|mjs)$/,
    why: 'a type that does not hold is mended, not silenced',
  },
  { pattern: /\bas any\b/, in: /\.tsx?$/, why: 'a type that does not hold is mended, not silenced' },
  {
    pattern: /\.(rows|row|run)(<[^(]*>)?\(\s*[`'"]\s*(select|insert|update|delete|with|lock|truncate)\b/i,
    in: /^src\/(?!.*(\/store\.ts|\.test\.tsx?|\.program\.ts)$)(?!kernel\/db\/)/,
    why: 'SQL lies in store.ts, where all of it can be read at once',
  },
];

/** What may not be written. */
export const words: Rule = ({ files }): readonly Breach[] =>
  files.flatMap(({ path, text }) =>
    FORBIDDEN.filter((forbidden) => forbidden.in.test(path)).flatMap(({ pattern, why }) =>
      text.split('\n').flatMap((line, i): Breach[] => {
        const found = pattern.exec(line);
        return found ? [{ path: `${path}:${i + 1}`, what: `says \`${found[0].trim()}\``, why }] : [];
      }),
    ),
  );
