/** One line per event: a name and ids. Never a person's value, key or token (tested by a canary sweep). */
export interface Log {
  info(event: string, ids?: Readonly<Record<string, string | number | boolean | null>>): void;
  warn(event: string, ids?: Readonly<Record<string, string | number | boolean | null>>): void;
  error(event: string, ids?: Readonly<Record<string, string | number | boolean | null>>): void;
}

const LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LEVELS)[number];

/** JSON lines on standard error, so that standard output stays the answer of a command. */
export function openLog(level: LogLevel, write: (line: string) => void = (line) => process.stderr.write(line)): Log {
  const from = LEVELS.indexOf(level);
  const at =
    (name: 'info' | 'warn' | 'error') =>
    (event: string, ids: Readonly<Record<string, unknown>> = {}) => {
      if (LEVELS.indexOf(name) < from) return;
      write(`${JSON.stringify({ at: new Date().toISOString(), level: name, event, ...ids })}\n`);
    };
  return { info: at('info'), warn: at('warn'), error: at('error') };
}
