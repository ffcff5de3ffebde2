import { DatabaseError } from '../kernel/db/database-error.ts';
import { DatabaseUnavailable } from '../kernel/db/database-unavailable.ts';
import { LedgerBehind } from '../kernel/ledger/checkpoint-memory.ts';
import { Refusal } from '../kernel/refusal.ts';
import { SafekeepingError } from '../kernel/safekeeping/safekeeping-error.ts';
import { KeyFileError } from '../kernel/vault/key-file.ts';
import { KeyProviderError } from '../kernel/vault/key-provider.ts';
import { SettingError } from '../settings.ts';
import { backup } from './commands/backup.ts';
import { benchCommand } from './commands/bench.ts';
import { type Command, type Io, UsageError } from './commands/command.ts';
import { credentials } from './commands/credentials.ts';
import { keys } from './commands/keys.ts';
import { ledger } from './commands/ledger.ts';
import { ownerLink } from './commands/owner-link.ts';
import { person } from './commands/person.ts';
import { policy } from './commands/policy.ts';
import { proveCommand } from './commands/prove.ts';
import { restoreCommand } from './commands/restore.ts';
import { seed } from './commands/seed.ts';
import { serveCommand } from './commands/serve.ts';
import { settingsCommand } from './commands/settings.ts';

const COMMANDS: readonly Command[] = [
  serveCommand,
  policy,
  ledger,
  backup,
  restoreCommand,
  keys,
  person,
  credentials,
  ownerLink,
  proveCommand,
  benchCommand,
  seed,
  settingsCommand,
];

/** Runs one command line. @returns the exit code: 0 done, 1 refused or found wrong, 2 used wrongly */
export async function runCommand(args: readonly string[], io: Io): Promise<number> {
  const [name = '', ...rest] = args;
  const command = COMMANDS.find((one) => one.name === name);
  if (command === undefined) {
    const known = name === '' || name === 'help' || name === '--help';
    for (const line of usage()) (known ? io.out : io.err)(line);
    return known ? 0 : 2;
  }
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

function usage(): readonly string[] {
  return [
    'Kristalux: a privacy policy that runs.',
    '',
    ...COMMANDS.flatMap(({ usage: lines }) => lines.map((line) => `  kristalux ${line}`)),
    '',
    'Every command takes --json. Settings are environment variables: kristalux settings lists them.',
  ];
}
