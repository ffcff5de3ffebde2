import { readFileSync } from 'node:fs';
import { Refusal } from '../../kernel/refusal.ts';
import {
  ENCODINGS,
  type ImportReport,
  importPeople,
  mappingSchema,
  readRows,
  recordEarlierText,
} from '../../promises/links/index.ts';
import { type Command, type Io, readArgs, UsageError, withApp } from './command.ts';

/** How many wrong rows a terminal is told; `--json` tells all. */
const WRONG_LINES = 20;

/** People of another system, from a CSV or JSON file. Broken half way, the same command goes on where it was. */
export const importCommand: Command = {
  name: 'import',
  usage: [
    'import FILE --map MAP.json --from-elsewhere [--dry-run] [--encoding windows-1251]',
    'import FILE --map MAP.json --left-before STATEMENT [--dry-run] [--encoding windows-1251]',
    'import statement FILE --by NAME',
  ],
  async run(args, io) {
    const { positionals, values } = readArgs(args, {
      map: { type: 'string' },
      'from-elsewhere': { type: 'boolean' },
      'left-before': { type: 'string' },
      'dry-run': { type: 'boolean' },
      encoding: { type: 'string' },
      by: { type: 'string' },
    });
    const [file, text] = positionals;
    if (file === undefined) throw new UsageError('name the file');
    if (file === 'statement') return await recordStatement(io, text, values.by, values.json ?? false);
    const earlierText = values['left-before'] ?? null;
    if (values.map === undefined || (earlierText === null) !== (values['from-elsewhere'] ?? false)) {
      throw new UsageError('say how its columns are mapped, and where the data come from');
    }
    const encoding = ENCODINGS.find((one) => one === (values.encoding ?? 'utf-8'));
    if (encoding === undefined) throw new UsageError(`an encoding is one of ${ENCODINGS.join(', ')}`);
    const mapping = readMapping(values.map);
    const rows = readRows(readFile(file), { json: /\.json$/i.test(file), encoding });
    const dryRun = values['dry-run'] ?? false;
    return await withApp(io, async ({ gate }) => {
      const report = await importPeople(gate, { rows, mapping, earlierText, dryRun, hear: progress(io) });
      if (values.json) io.out(JSON.stringify(report, null, 2));
      else for (const line of tell(report, dryRun)) io.out(line);
      return report.wrong.length === 0 ? 0 : 1;
    });
  },
};

async function recordStatement(io: Io, file: string | undefined, by: string | undefined, json: boolean) {
  if (file === undefined || by === undefined) throw new UsageError('name the text and who states it');
  const words = readFile(file).toString('utf8');
  return await withApp(io, async ({ gate }) => {
    const { output } = await gate.pass(recordEarlierText, { kind: 'host', by }, { words, by });
    io.out(json ? JSON.stringify(output) : `Recorded as ${output.id}, SHA-256 ${output.digest}.`);
    return 0;
  });
}

function readFile(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch {
    throw new Refusal('not_found', `\`${path}\` cannot be read`);
  }
}

function readMapping(path: string) {
  let given: unknown;
  try {
    given = JSON.parse(readFile(path).toString('utf8'));
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal('malformed', `\`${path}\` is no JSON`);
  }
  const parsed = mappingSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues[0]?.path.join('.') ?? '';
  throw new Refusal('invalid', `\`${path}\` is no mapping: look at \`${where}\``);
}

function progress(io: Io): (done: number, all: number) => void {
  if (!process.stderr.isTTY) return () => {};
  return (done, all) => {
    if (done % 1000 === 0) io.err(`${done} of ${all}`);
  };
}

function tell(report: ImportReport, dryRun: boolean): readonly string[] {
  const { rows, brought, before, duplicates, known, wrong } = report;
  return [
    `${rows} rows: ${brought} ${dryRun ? 'would be brought' : 'brought'}, ${before} brought before, ` +
      `${duplicates.length} twice in the file, ${known.length} here already, ${wrong.length} do not fit.`,
    ...wrong.slice(0, WRONG_LINES).map(({ row, why }) => `  row ${row}: ${why}`),
    ...(wrong.length > WRONG_LINES ? [`  and ${wrong.length - WRONG_LINES} more: --json tells all`] : []),
    'Nothing was sent to anybody.',
  ];
}
