import { createHash } from 'node:crypto';
import type { Gate } from '../../../kernel/gate/gate.ts';
import { versionInForce } from '../../../kernel/gate/parts.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { personsByTags } from '../../../kernel/vault/store.ts';
import { type FieldValue, parseFields } from '../../collection/index.ts';
import { importPerson } from '../import-person.ts';
import { rowsBrought } from '../store.ts';
import { checkMapping, type Mapping, mapRow } from './mapping.ts';
import type { Row } from './read-rows.ts';

export interface Import {
  readonly rows: readonly Row[];
  readonly mapping: Mapping;
  readonly earlierText: string | null;
  /** Look at everything, bring nothing. */
  readonly dryRun: boolean;
  readonly hear?: (done: number, all: number) => void;
}

export interface ImportReport {
  readonly importId: string;
  readonly rows: number;
  /** Brought now; in a dry run: would be. */
  readonly brought: number;
  /** Brought by an earlier run of the same file. */
  readonly before: number;
  /** Rows that hold an address of a row before them, or of somebody who is here already. */
  readonly duplicates: readonly number[];
  readonly known: readonly number[];
  /** Rows that do not fit, by the field that does not; never the value. */
  readonly wrong: readonly { readonly row: number; readonly field: string; readonly why: string }[];
}

/** How many people are brought at once: as many as the database answers without waiting. */
const AT_ONCE = 8;

/**
 * Brings the people of a file, each by an act and a transaction of their own: broken half way, it goes on where it was
 * when the same file comes with the same mapping again.
 */
export async function importPeople(gate: Gate, given: Import): Promise<ImportReport> {
  const { rows, mapping, earlierText, dryRun, hear } = given;
  const { declarations } = await versionInForce(gate.parts);
  checkMapping(mapping, declarations, rows);
  const importId = importIdOf(given);
  const done = await rowsBrought(gate.parts.db, importId);
  const report = {
    brought: 0,
    duplicates: [] as number[],
    known: [] as number[],
    wrong: [] as ImportReport['wrong'][number][],
  };
  const seen = new Set<string>();
  const bring = async (index: number): Promise<void> => {
    const row = index + 1;
    const fields = mapRow(mapping, rows[index] ?? {});
    try {
      const values = parseFields(declarations, fields);
      if (values.length === 0) throw new Refusal('invalid', 'nothing stands in this row', { field: 'fields' });
      const tags = identifying(gate, values);
      const twin = tags.some((tag) => seen.has(tag.key));
      for (const { key } of tags) seen.add(key);
      if (done.has(row)) return;
      if (twin) report.duplicates.push(row);
      else if (await isKnown(gate, tags)) report.known.push(row);
      else {
        const { language } = mapping;
        const asked = { import: importId, row, fields, language, earlierText };
        if (!dryRun) await gate.pass(importPerson, { kind: 'host', by: 'import' }, asked);
        report.brought += 1;
      }
    } catch (error) {
      if (!(error instanceof Refusal) || !['invalid', 'conflict'].includes(error.code)) throw error;
      report.wrong.push({ row, field: (error.detail.field ?? '').replace('fields.', ''), why: error.message });
    }
  };
  await inLanes(rows.length, async (index) => {
    await bring(index);
    hear?.(index + 1, rows.length);
  });
  const before = done.size;
  return { importId, rows: rows.length, before, ...report };
}

/** Several at once; where one breaks, no more are begun, and it is told when the others have ended. */
async function inLanes(count: number, work: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  let broken = false;
  const lane = async () => {
    while (next < count && !broken) {
      const index = next;
      next += 1;
      try {
        await work(index);
      } catch (error) {
        broken = true;
        throw error;
      }
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: AT_ONCE }, lane));
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

interface Identifying {
  readonly index: 'email' | 'phone';
  readonly tags: ReturnType<Gate['parts']['blindIndex']['tags']>;
  readonly key: string;
}

function identifying({ parts }: Gate, values: readonly FieldValue[]): readonly Identifying[] {
  return values.flatMap(({ field, plaintext }) => {
    if (field.type !== 'email' && field.type !== 'phone') return [];
    const tags = parts.blindIndex.tags(field.type, plaintext);
    return [{ index: field.type, tags, key: tags.map(({ tag }) => tag.toString('base64')).join() }];
  });
}

async function isKnown({ parts }: Gate, identifiers: readonly Identifying[]): Promise<boolean> {
  for (const { index, tags } of identifiers) {
    if ((await personsByTags(parts.db, index, tags)).length > 0) return true;
  }
  return false;
}

/** The same file with the same mapping is the same import. Written as a UUID (version 8), like every id. */
function importIdOf({ rows, mapping, earlierText }: Import): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([mapping, earlierText]))
    .update(JSON.stringify(rows))
    .digest();
  digest[6] = ((digest[6] ?? 0) & 0x0f) | 0x80;
  digest[8] = ((digest[8] ?? 0) & 0x3f) | 0x80;
  return digest.toString('hex', 0, 16).replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5');
}
