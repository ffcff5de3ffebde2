import assert from 'node:assert/strict';
import { type Answer, answer, type Reading, type Reads } from '../../db/reading.ts';
import type { OpenableRow } from '../store.ts';
import { type PackedRow, unpackRows } from './packed-row.ts';

interface FieldsOfPerson {
  readonly personId: string;
  readonly fields: readonly string[];
}

interface FilesOfPerson {
  readonly personId: string;
  readonly records: readonly string[];
}

interface PartOfSelect {
  readonly columns: string;
  readonly joins: string;
}

/** Values of a person, packed, as part of a larger select. `which`: a condition on `v`. */
function packedValues(personId: string, which: string): PartOfSelect {
  return {
    columns: `p.epoch as "personKeyEpoch", p.wrapped as "personKeyWrapped", own.packed`,
    joins: `left join person_key p on p.person_id = ${personId}
    cross join lateral (
      select string_agg(
        int4send(octet_length(v.field)) || convert_to(v.field, 'UTF8') || uuid_send(v.record_id) || int4send(v.version)
          || int8send((extract(epoch from v.created_at) * 1000)::bigint)
          || int4send(k.epoch) || int4send(length(k.wrapped)) || k.wrapped || int4send(length(v.sealed)) || v.sealed,
        ''::bytea order by v.field) as packed,
        bool_or(v.origin = 'from-elsewhere') as brought
      from value v
      join value_key k on k.person_id = v.person_id and k.record_id = v.record_id
      where v.person_id = ${personId} and ${which}
    ) own`,
  };
}

/** The same of declared fields: both names are columns of what stands before it. */
export function packedFields(personId: string, fields: string): PartOfSelect {
  return packedValues(personId, `v.role = 'value' and v.field = any(string_to_array(${fields}, ','))`);
}

const packed = packedFields('asked.person_id', 'asked.fields');

const sealedFields: Reading<FieldsOfPerson, { readonly rows: readonly OpenableRow[] }> = {
  text: `select asked.i as asked, asked.person_id as "personId", ${packed.columns}
    from unnest($1::uuid[], $2::text[]) with ordinality as asked (person_id, fields, i) ${packed.joins}`,
  values: (keys) => [keys.map(({ personId }) => personId), keys.map(({ fields }) => fields.join(','))],
  row: (raw: PackedRow) => ({ rows: unpackRows(raw) }),
};

/** The values that a larger select has read. */
export function packedAnswer(of: FieldsOfPerson, row: PackedRow): Answer {
  return answer(sealedFields, of, [{ rows: unpackRows(row) }]);
}

/** The person's current values of these declared fields, sealed, in the order of the fields' names. */
export async function readSealedFields(
  reads: Reads,
  personId: string,
  fields: readonly string[],
): Promise<readonly OpenableRow[]> {
  assert(!fields.some((field) => field.includes(',')), 'the id of a field has no comma');
  return (await reads.read(sealedFields, { personId, fields }))[0]?.rows ?? [];
}

const files = packedValues(
  'asked.person_id',
  `v.role = 'file' and v.record_id = any(string_to_array(asked.records, ',')::uuid[])`,
);

const sealedFiles: Reading<FilesOfPerson, { readonly rows: readonly OpenableRow[] }> = {
  text: `select asked.i as asked, asked.person_id as "personId", ${files.columns}
    from unnest($1::uuid[], $2::text[]) with ordinality as asked (person_id, records, i) ${files.joins}`,
  values: (keys) => [keys.map(({ personId }) => personId), keys.map(({ records }) => records.join(','))],
  row: (raw: PackedRow) => ({ rows: unpackRows(raw, 'file') }),
};

/** These records of the person that are no fields, sealed. */
export async function readSealedFiles(
  reads: Reads,
  personId: string,
  records: readonly string[],
): Promise<readonly OpenableRow[]> {
  return (await reads.read(sealedFiles, { personId, records }))[0]?.rows ?? [];
}
