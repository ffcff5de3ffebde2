import { DatabaseError } from '../kernel/db/database-error.ts';
import { DatabaseUnavailable } from '../kernel/db/database-unavailable.ts';
import { LedgerBehind } from '../kernel/ledger/checkpoint-memory.ts';
import { Refusal } from '../kernel/refusal.ts';
import { SafekeepingError } from '../kernel/safekeeping/safekeeping-error.ts';
import { KeyFileError } from '../kernel/vault/key-file.ts';
import { KeyProviderError } from '../kernel/vault/key-provider.ts';
import { SettingError } from '../settings.ts';
import { type Command, type Io, UsageError } from './commands/command.ts';

/** Each loaded when it is wanted: a server holds nothing of what only measures, proves or restores. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  serve: async () => (await import('./commands/serve.ts')).serveCommand,
  policy: async () => (await import('./commands/policy.ts')).policy,
  ledger: async () => (await import('./commands/ledger.ts')).ledger,
  backup: async () => (await import('./commands/backup.ts')).backup,
  restore: async () => (await import('./commands/restore.ts')).restoreCommand,
  keys: async () => (await import('./commands/keys.ts')).keys,
  person: async () => (await import('./commands/person.ts')).person,
  credentials: async () => (await import('./commands/credentials.ts')).credentials,
  notices: async () => (await import('./commands/notices.ts')).notices,
  'owner-link': async () => (await import('./commands/owner-link.ts')).ownerLink,
  import: async () => (await import('./commands/import.ts')).importCommand,
  export: async () => (await import('./commands/export.ts')).exportCommand,
  prove: async () => (await import('./commands/prove.ts')).proveCommand,
  bench: async () => (await import('./commands/bench.ts')).benchCommand,
  seed: async () => (await import('./commands/seed.ts')).seed,
  scale: async () => (await import('./commands/scale.ts')).scale,
  settings: async () => (await import('./commands/settings.ts')).settingsCommand,
};

/** Runs one command line. @returns the exit code: 0 done, 1 refused or found wrong, 2 used wrongly */
export async function runCommand(args: readonly string[], io: Io): Promise<number> {
  const [name = '', ...rest] = args;
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (load === undefined) {
    const known = name === '' || name === 'help' || name === '--help';
    for (const line of await usage()) (known ? io.out : io.err)(line);
    return known ? 0 : 2;
  }
  const command = await load();
  try {
    return await command.run(rest, io);
  } catch (error) {
    if (error instanceof UsageError) {
      io.err(error.message);
      io.err(`usage: kristalux ${command.usage.join('\n       kristalux ')}`);
      return 2;
    }
    if (isSentence(error)) {
      io.err(error.message);
      return 1;
    }
    throw error;
  }
}

// Made for the operator to read; anything else is a defect and keeps its stack.
function isSentence(error: unknown): error is Error {
  return [
    Refusal,
    SettingError,
    DatabaseError,
    DatabaseUnavailable,
    KeyFileError,
    KeyProviderError,
    LedgerBehind,
    SafekeepingError,
  ].some((kind) => error instanceof kind);
}

async function usage(): Promise<readonly string[]> {
  const commands = await Promise.all(Object.values(COMMANDS).map((load) => load()));
  return [
    'Kristalux: a privacy policy that runs.',
    '',
    ...commands.flatMap(({ usage: lines }) => lines.map((line) => `  kristalux ${line}`)),
    '',
    'Every command takes --json. Settings are environment variables: kristalux settings lists them.',
  ];
}
