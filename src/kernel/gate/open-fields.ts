import assert from 'node:assert/strict';
import type { Sql } from '../db/db.ts';
import { createOpener } from '../vault/open.ts';
import type { Sealed } from '../vault/sealed.ts';
import { type OpenableRow, readSealedRecords } from '../vault/store.ts';
import type { FieldToOpen } from './act.ts';
import type { GateMoment } from './moment.ts';
import type { GateParts } from './parts.ts';

/**
 * Opens exactly the fields that were decided on, after the entry: the one call of the vault's `open` in the program.
 * A field that the person never left is not in the answer.
 */
export async function openFields(
  parts: GateParts,
  moment: GateMoment,
  /** Where rows are read that the act has not read itself; null: it has read them all. */
  sql: Sql | null,
  fields: readonly FieldToOpen[],
  entry: number | null,
): Promise<ReadonlyMap<string, Sealed<string>>> {
  const wanted = fields.filter(({ recordId }) => recordId !== null);
  if (wanted.length === 0) return new Map();
  const personId = moment.reached.personId ?? moment.reached.heldOf;
  assert(personId !== undefined, 'values are opened of a person');
  const read = rowsRead(personId, wanted);
  const rows = read.length === wanted.length ? read : [...read, ...(await rowsOf(sql, personId, wanted))];
  return parts.trace.span('open', { values: rows.length }, () =>
    openRows(parts, moment, { fields, rows, personId, entry }),
  );
}

interface RowsToOpen {
  readonly fields: readonly FieldToOpen[];
  readonly rows: readonly OpenableRow[];
  readonly personId: string;
  readonly entry: number | null;
}

async function openRows(
  parts: GateParts,
  moment: GateMoment,
  { fields, rows, personId, entry }: RowsToOpen,
): Promise<ReadonlyMap<string, Sealed<string>>> {
  const opener = createOpener(parts.keys, parts.elsewhere);
  const pass = opener.issuePass({
    entry: { personId, n: entry ?? moment.row.n },
    opens: rows.map(({ field, recordId, role }) => ({ personId, field, recordId, role })),
  });
  const declared = new Set(fields.filter(({ category }) => category === undefined).map(({ field }) => field));
  const opened = await opener.open(pass, rows);
  return new Map(opened.map(({ field, recordId, value }) => [declared.has(field) ? field : recordId, value]));
}

/**
 * The sealed rows that the act has read since the moment's reading; the others are read now. What was read stands: a
 * change of it would have been an entry, and the entry of this passage then not the next one.
 */
function rowsRead(personId: string, wanted: readonly FieldToOpen[]): readonly OpenableRow[] {
  const there = wanted.flatMap(({ row }) => row ?? []);
  assert(
    there.every((row) => row.personId === personId),
    'rows that an act has read are of the person it is about',
  );
  return there;
}

async function rowsOf(
  sql: Sql | null,
  personId: string,
  wanted: readonly FieldToOpen[],
): Promise<readonly OpenableRow[]> {
  const missing = wanted.flatMap(({ row, recordId }) => (row === undefined && recordId !== null ? [recordId] : []));
  assert(sql !== null, 'an act that only opens has read what it opens');
  return await readSealedRecords(sql, personId, missing);
}
