import assert from 'node:assert/strict';
import { createOpener } from '../vault/open.ts';
import type { Sealed } from '../vault/sealed.ts';
import { readSealed } from '../vault/store.ts';
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
  fields: readonly FieldToOpen[],
  entry: number | null,
): Promise<ReadonlyMap<string, Sealed<string>>> {
  const wanted = fields.flatMap(({ field, recordId }) => (recordId === null ? [] : [{ field, recordId }]));
  if (wanted.length === 0) return new Map();
  const { personId } = moment.reached;
  assert(personId !== null, 'values are opened of a person');
  const rows = await readSealed(moment.tx, personId, wanted.map(({ field }) => field));
  const kept = rows.filter((row) => wanted.some(({ recordId }) => recordId === row.recordId));
  const opener = createOpener(parts.keys);
  const pass = opener.issuePass({
    entry: { personId, n: entry ?? moment.row.n },
    opens: kept.map(({ field, recordId }) => ({ personId, field, recordId })),
  });
  return new Map(opener.open(pass, kept).map(({ field, value }) => [field, value]));
}
