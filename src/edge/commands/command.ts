import { type ParseArgsConfig, parseArgs } from 'node:util';
import type { App } from '../../app.ts';
import { writeActivity } from '../../kernel/watch/activity.ts';
import { readSettings } from '../../settings.ts';

/** What a command may touch of the world. */
export interface Io {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly out: (line: string) => void;
  readonly err: (line: string) => void;
}

export interface Command {
  readonly name: string;
  /** One line for each form. */
  readonly usage: readonly string[];
  /** @returns the exit code: 0 done, 1 refused or found wrong */
  run(args: readonly string[], io: Io): Promise<number>;
}

/** Used wrongly: the usage is printed and the exit code is 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Options and the rest of a command line. An unknown option is a mistake, not a word. */
export function readArgs<const Options extends NonNullable<ParseArgsConfig['options']>>(
  args: readonly string[],
  options: Options,
) {
  try {
    return parseArgs({
      args: [...args],
      options: { json: { type: 'boolean' }, ...options },
      allowPositionals: true,
      strict: true,
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : 'this is not how the command is used');
  }
}

/** Opens the app for a moment, beside a running server or without one, and integrates and counts what it did before it ends. */
export async function withApp<T>(io: Io, work: (app: App) => Promise<T>): Promise<T> {
  // With it comes the rest of the program, which a server loads while its database starts.
  const { openApp } = await import('../../app.ts');
  const app = await openApp(readSettings(io.env), { role: 'command', say: io.err });
  let failed = true;
  try {
    const done = await work(app);
    failed = false;
    return done;
  } finally {
    // What stopped the work is what the operator reads: a full disk stops this too.
    const ended = failed ? endWith(app).catch(() => {}) : endWith(app);
    await ended.finally(() => app.close());
  }
}

/** What a command did is in the public log, and counted among what was done that day. */
async function endWith(app: App): Promise<void> {
  await app.sequence();
  await writeActivity(app.parts);
}
