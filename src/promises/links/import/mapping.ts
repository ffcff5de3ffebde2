import { z } from 'zod';
import type { Declarations } from '../../../kernel/policy/declarations.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { LANGUAGES } from '../../../kernel/words.ts';
import type { LeftFields } from '../../collection/index.ts';
import type { Row } from './read-rows.ts';

const source = z.union([z.string().min(1).max(200), z.strictObject({ value: z.string().min(1).max(200) })]);

/** Which column becomes which field: `"phone": "Телефон"`, `"address.town": "Город"`, `"country": { "value": "UA" }`. */
export const mappingSchema = z.strictObject({
  fields: z.record(
    z.string().regex(/^[a-z][a-z0-9-]{0,39}(\.(street|building|postcode|town|region|country))?$/),
    source,
  ),
  language: z.enum(LANGUAGES),
  /** The column with the hashes of passwords; an empty cell: nobody signs in by it. */
  passwordHash: z.string().min(1).max(200).optional(),
});
export type Mapping = z.infer<typeof mappingSchema>;

/** @throws Refusal naming the field or the column that does not exist */
export function checkMapping(
  { fields, passwordHash }: Mapping,
  declarations: Declarations,
  rows: readonly Row[],
): void {
  const columns = new Set(Object.keys(rows[0] ?? {}));
  if (passwordHash !== undefined && !columns.has(passwordHash)) {
    throw new Refusal('invalid', `the file has no column \`${passwordHash}\``, { field: 'passwordHash' });
  }
  for (const [target, from] of Object.entries(fields)) {
    const [id] = target.split('.');
    if (!declarations.fields.some((field) => field.id === id)) {
      throw new Refusal('invalid', `no field \`${id}\` is declared`, { field: `fields.${target}` });
    }
    if (typeof from === 'string' && !columns.has(from)) {
      throw new Refusal('invalid', `the file has no column \`${from}\``, { field: `fields.${target}` });
    }
  }
}

export function mapRow({ fields }: Mapping, row: Row): LeftFields {
  const left: Record<string, string | Record<string, string>> = Object.create(null);
  for (const [target, from] of Object.entries(fields)) {
    const value = typeof from === 'string' ? (row[from] ?? '') : from.value;
    const [id = '', part] = target.split('.');
    if (part === undefined) left[id] = value;
    else {
      const parts = left[id];
      left[id] = { ...(typeof parts === 'object' ? parts : {}), [part]: value };
    }
  }
  return left as LeftFields;
}
