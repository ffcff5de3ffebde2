import type { Reads } from '../db/reading.ts';
import { readSealedFields } from '../vault/packed/store.ts';
import type { FieldToOpen } from './act.ts';

/** Declared fields as a person left them: each once, in the order they were asked for, with its row still sealed. */
export async function leftFields(
  reads: Reads,
  personId: string,
  fields: readonly string[],
): Promise<readonly FieldToOpen[]> {
  const asked = [...new Set(fields)];
  const rows = await readSealedFields(reads, personId, asked);
  return asked.map((field) => {
    const row = rows.find((one) => one.field === field);
    return { field, recordId: row?.recordId ?? null, row };
  });
}
