import type { Writing } from '../../db/writing.ts';
import { KeysTurned } from '../keys.ts';
import type { SealedValue } from '../seal-one.ts';
import { HOLD_EPOCH, type WrappedKey } from '../store.ts';

/** The key of a person of whom nothing was held, with everything that is sealed under it. */
export interface NewKeyring {
  readonly personId: string;
  readonly personKey: WrappedKey;
  readonly sealed: readonly SealedValue[];
}

/** Leaves out whose key a later epoch than theirs has overtaken. */
export const newKeyrings: Writing<NewKeyring, object> = {
  holds: HOLD_EPOCH,
  text: `with given as materialized (
      select * from unnest($1::uuid[], $2::integer[], $3::bytea[]) with ordinality as given (person_id, epoch, wrapped, i)
      where not exists (
        select from key_check where name like 'epoch-%' and name > 'epoch-' || lpad(given.epoch::text, 4, '0'))
    ), own as (
      insert into person_key (person_id, epoch, wrapped) select person_id, epoch, wrapped from given
    ), left_by as materialized (
      select value.* from unnest($4::uuid[], $5::uuid[], $6::integer[], $7::bytea[], $8::text[], $9::integer[], $10::text[],
          $11::bytea[], $12::text[])
        as value (person_id, record_id, epoch, wrapped, field, version, role, sealed, origin)
      join given using (person_id)
    ), keys as (
      insert into value_key (person_id, record_id, epoch, wrapped)
      select person_id, record_id, epoch, wrapped from left_by
    ), kept as (
      insert into value (person_id, record_id, field, version, role, sealed, origin)
      select person_id, record_id, field, version, role, sealed, origin from left_by
    )
    select i as asked from given`,
  values: (rows) => {
    const all = rows.flatMap(({ personId, sealed }) => sealed.map((one) => ({ personId, ...one })));
    return [
      rows.map(({ personId }) => personId),
      rows.map(({ personKey }) => personKey.epoch),
      rows.map(({ personKey }) => personKey.wrapped),
      all.map(({ personId }) => personId),
      all.map(({ key }) => key.recordId),
      all.map(({ key }) => key.epoch),
      all.map(({ key }) => key.wrapped),
      all.map(({ row }) => row.field),
      all.map(({ row }) => row.version),
      all.map(({ row }) => row.role),
      all.map(({ row }) => row.sealed),
      all.map(({ row }) => row.origin),
    ];
  },
  leftOut: () => new KeysTurned('a later epoch has begun'),
};
