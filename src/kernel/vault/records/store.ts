import type { Reading, Reads } from '../../db/reading.ts';
import type { OpenableRow } from '../store.ts';

interface RecordOfPerson {
  readonly personId: string;
  readonly recordId: string;
}

interface FlatRow extends Omit<OpenableRow, 'personKey' | 'valueKey'> {
  readonly personKeyEpoch: number;
  readonly personKeyWrapped: Buffer;
  readonly valueKeyEpoch: number;
  readonly valueKeyWrapped: Buffer;
}

const sealedRecord: Reading<RecordOfPerson, OpenableRow> = {
  text: `select asked.i as asked, v.person_id as "personId", v.record_id as "recordId", v.field, v.version, v.role,
      v.sealed, v.created_at as "createdAt", p.epoch as "personKeyEpoch", p.wrapped as "personKeyWrapped",
      k.epoch as "valueKeyEpoch", k.wrapped as "valueKeyWrapped"
    from unnest($1::uuid[], $2::uuid[]) with ordinality as asked (person_id, record_id, i)
    join value v on v.person_id = asked.person_id and v.record_id = asked.record_id
    join value_key k on k.person_id = v.person_id and k.record_id = v.record_id
    join person_key p on p.person_id = v.person_id`,
  values: (keys) => [keys.map(({ personId }) => personId), keys.map(({ recordId }) => recordId)],
  row: ({ personKeyEpoch, personKeyWrapped, valueKeyEpoch, valueKeyWrapped, ...row }: FlatRow) => ({
    ...row,
    personKey: { epoch: personKeyEpoch, wrapped: personKeyWrapped },
    valueKey: { epoch: valueKeyEpoch, wrapped: valueKeyWrapped },
  }),
};

/** One record of the person, whatever its role. */
export async function readSealedRecord(reads: Reads, record: RecordOfPerson): Promise<OpenableRow | undefined> {
  return (await reads.read(sealedRecord, record))[0];
}
