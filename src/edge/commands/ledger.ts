import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fsck } from '../../kernel/ledger/fsck.ts';
import { verifierKey } from '../../kernel/ledger/note.ts';
import { ERASURES } from '../../promises/agreement/index.ts';
import { VerificationError, verifyFiles } from '../../verify/verify.ts';
import { type Command, type Io, readArgs, UsageError, withApp } from './command.ts';
import { hammerLedger } from './hammer.ts';

const OPTIONS = { key: { type: 'string' }, policy: { type: 'string' }, seconds: { type: 'string' } } as const;

/** The ledger: checked by anyone from files alone, whole from the database, or from outside while it is written. */
export const ledger: Command = {
  name: 'ledger',
  usage: [
    'ledger verify FILE… [--key FILE|KEY] [--policy FILE]',
    'ledger fsck',
    'ledger hammer [ADDRESS] [--seconds N] [--key FILE|KEY]',
  ],
  async run(args, io) {
    const { positionals, values } = readArgs(args, OPTIONS);
    const [what, ...files] = positionals;
    if (what === 'fsck' && files.length === 0) return await checkWhole(values.json === true, io);
    if (what === 'hammer' && files.length <= 1) return await hammerFor(files[0], values, io);
    if (what !== 'verify' || files.length === 0) throw new UsageError('say what to check');
    return await verify(files, values, io);
  },
};

type Given = { key?: string; policy?: string; seconds?: string; json?: boolean };

/**
 * Offline, by code that shares nothing with the writer. The key is the one given, else that of the policy (of witnesses,
 * c2sp.org/tlog-policy), else that of this machine's own ledger.
 */
async function verify(files: readonly string[], values: Given, io: Io): Promise<number> {
  const policy = values.policy === undefined ? undefined : readText(values.policy);
  const own = values.key === undefined && !/^\s*log\s/m.test(policy ?? '') ? await ownKey(io) : undefined;
  const key = values.key === undefined ? own : keyFrom(values.key);
  const texts = files.map((path) => ({ name: basename(path), text: readText(path) }));
  let report: ReturnType<typeof verifyFiles>;
  try {
    report = verifyFiles(texts, { key, policy });
  } catch (error) {
    if (!(error instanceof VerificationError)) throw error;
    throw new UsageError(error.message);
  }
  if (values.json) io.out(JSON.stringify(report, null, 2));
  else {
    for (const file of report.files) {
      io.out(`${file.ok ? 'holds' : 'DOES NOT HOLD'}  ${file.file}`);
      for (const sentence of file.sentences) io.out(`    ${sentence}`);
      for (const line of sayEntry(file.entry)) io.out(`      ${line}`);
    }
    for (const sentence of report.contradictions) io.out(`CONTRADICTION  ${sentence}`);
  }
  return report.ok ? 0 : 1;
}

async function hammerFor(
  given: string | undefined,
  { key, seconds = '30', json = false }: Given,
  io: Io,
): Promise<number> {
  const time = Number(seconds);
  if (!(time >= 1 && time <= 86_400)) throw new UsageError('--seconds is a number from 1 to 86400');
  if (given !== undefined && !/^https?:\/\//.test(given))
    throw new UsageError('the address begins with http:// or https://');
  const address = given?.replace(/\/+$/, '');
  return await hammerLedger({ address, key: key === undefined ? undefined : keyFrom(key), seconds: time, json }, io);
}

/** What a verified entry says, as it stands in it: the names under which the policy knows acts, fields and askers. */
function sayEntry(entry: Readonly<Record<string, unknown>> | undefined): readonly string[] {
  const said = ['kind', 'at', 'decision', 'asker', 'recipient', 'about', 'fields', 'because', 'sections', 'version'];
  return said.flatMap((name) => {
    const value = entry?.[name];
    if (value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) return [];
    return [
      `${name.padEnd(9)} ${Array.isArray(value) ? value.join(', ') : typeof value === 'object' ? JSON.stringify(value) : value}`,
    ];
  });
}

function keyFrom(given: string): string {
  // A key has its name and two pluses in it, which no path of anybody's has.
  return /^[^/]+\/[^+]+\+[0-9a-f]{8}\+/.test(given) ? given : readText(given).trim();
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new UsageError(`${path} cannot be read`);
  }
}

async function ownKey(io: Io): Promise<string> {
  return await withApp(io, async ({ parts }) => verifierKey(parts.site.origin, parts.keys.ledger));
}

async function checkWhole(json: boolean, io: Io): Promise<number> {
  return await withApp(io, async ({ parts }) => {
    const { db, keys, site } = parts;
    const report = await fsck({ db, key: keys.ledger, ...site, erasureKinds: ERASURES });
    if (json) io.out(JSON.stringify(report, null, 2));
    else {
      for (const problem of report.problems) io.out(problem);
      const { entries, size, checkpoints, pending } = report;
      io.out(
        `${entries} entries, ${size} in the log under ${checkpoints} checkpoints, ${pending} pending: ${report.problems.length === 0 ? 'the ledger is whole' : `${report.problems.length} problems`}`,
      );
    }
    return report.problems.length === 0 ? 0 : 1;
  });
}
