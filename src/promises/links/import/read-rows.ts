import { createRequire } from 'node:module';
import type * as Csv from 'csv-parse/sync';
import { IMPORT_BYTES_MAX } from '../../../kernel/limits.ts';
import { Refusal } from '../../../kernel/refusal.ts';

/** One person as a file has them: texts by the names of its columns. */
export type Row = Readonly<Record<string, string>>;

export const ENCODINGS = ['utf-8', 'windows-1251'] as const;
export type Encoding = (typeof ENCODINGS)[number];

/**
 * The rows of a CSV or JSON file. What is not in the encoding that was named is refused as a whole: letters that were
 * guessed would be somebody's wrong name.
 * @throws Refusal in a sentence for whoever brings the file, with the line where there is one
 */
export function readRows(bytes: Uint8Array, { json, encoding }: { json: boolean; encoding: Encoding }): readonly Row[] {
  if (bytes.byteLength > IMPORT_BYTES_MAX) throw new Refusal('too_large', 'the file must be at most 500 MB');
  const text = decode(bytes, encoding).replace(/^\ufeff/, '');
  return json ? rowsOfJson(text) : rowsOfCsv(text);
}

function decode(bytes: Uint8Array, encoding: Encoding): string {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw new Refusal('malformed', `the file is not ${encoding}: name its encoding, such as \`windows-1251\``);
  }
}

/** Loaded with the first file. */
const csv = (): typeof Csv => createRequire(import.meta.url)('csv-parse/sync');

function rowsOfCsv(text: string): readonly Row[] {
  const head = text.slice(0, Math.max(0, text.search(/[\r\n]/)));
  const counted = [',', ';', '\t'].map((sign) => [sign, head.split(sign).length] as const);
  const [delimiter] = counted.toSorted((a, b) => b[1] - a[1])[0] ?? [','];
  try {
    return csv().parse(text, { columns: true, delimiter, skip_empty_lines: true, trim: true }) as Row[];
  } catch (error) {
    // The library's message may quote what stands there; only the line goes out.
    const line = error instanceof Error && 'lines' in error ? String(error.lines) : 'unknown';
    throw new Refusal('malformed', `the file is no CSV at line ${line}`);
  }
}

function rowsOfJson(text: string): readonly Row[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new Refusal('malformed', 'the file is no JSON');
  }
  if (!Array.isArray(parsed)) throw new Refusal('malformed', 'the file must be a JSON list of objects');
  return parsed.map((one: unknown, index) => {
    if (typeof one !== 'object' || one === null || Array.isArray(one)) {
      throw new Refusal('malformed', `entry ${index + 1} of the file is no object`);
    }
    return Object.fromEntries(
      Object.entries(one).flatMap(([name, value]) =>
        typeof value === 'string' || typeof value === 'number' ? [[name, String(value)]] : [],
      ),
    );
  });
}
