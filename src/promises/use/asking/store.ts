import { type Answer, answer, type Reading, type Reads, type Together } from '../../../kernel/db/reading.ts';
import { type MomentRow, momentAnswer, momentOf } from '../../../kernel/gate/store.ts';
import type { PackedRow } from '../../../kernel/vault/packed/packed-row.ts';
import { packedAnswer, packedFields } from '../../../kernel/vault/packed/store.ts';
import type { DealingRow } from '../store.ts';

/** What an asking names, and whom it is about. */
type AskedDealing = Pick<DealingRow, 'dealingId' | 'service' | 'purpose' | 'personId'>;

const ASKED_DEALING = `dealing.dealing_id as "dealingId", dealing.service, dealing.purpose, dealing.person_id as "personId"`;

const askedDealing: Reading<string, AskedDealing> = {
  text: `select asked.i as asked, ${ASKED_DEALING}
    from unnest($1::uuid[]) with ordinality as asked (id, i) join dealing on dealing_id = asked.id`,
  values: (ids) => [ids],
};

export async function findAskedDealing(reads: Reads, dealingId: string): Promise<AskedDealing | undefined> {
  return (await reads.read(askedDealing, dealingId))[0];
}

/** What of a dealing can still change, and a rule may ask. */
interface DealingNow {
  readonly personId: string | null;
  readonly ended: boolean;
  /** Whether one of the fields asked for came from elsewhere and was not confirmed. */
  readonly brought: boolean;
}

interface AskedOf {
  readonly dealingId: string;
  readonly fields: readonly string[];
}

const dealingNow: Reading<AskedOf, DealingNow> = {
  // Ids of fields hold no comma, and a list of lists is nothing that could be bound.
  text: `select asked.i as asked, dealing.person_id as "personId", ended_at is not null as ended, exists (
      select from value where value.person_id = dealing.person_id and role = 'value'
        and field = any(string_to_array(asked.fields, ',')) and origin = 'from-elsewhere') as brought
    from unnest($1::uuid[], $2::text[]) with ordinality as asked (id, fields, i)
    join dealing on dealing_id = asked.id`,
  values: (keys) => [keys.map(({ dealingId }) => dealingId), keys.map(({ fields }) => fields.join(','))],
};

export async function readDealingNow(reads: Reads, asked: AskedOf): Promise<DealingNow | undefined> {
  return (await reads.read(dealingNow, asked))[0];
}

const moment = momentOf('dealing.person_id', 'null::bytea');

/** Dealing, person, values and moment of an asking, as a part of a larger select in which its `dealing` stands before it. */
export function askedPart(fields: string): { readonly columns: string; readonly joins: string } {
  const packed = packedFields('dealing.person_id', fields);
  return {
    columns: `${ASKED_DEALING}, dealing.ended_at is not null as ended, coalesce(own.brought, false) as brought,
      ${packed.columns}, ${moment.columns}`,
    joins: `${packed.joins} ${moment.joins}`,
  };
}

const part = askedPart('asked.fields');

export type AskedTogether = AskedDealing & DealingNow & MomentRow & Omit<PackedRow, 'personId'>;

const askedTogether: Reading<AskedOf, AskedTogether> = {
  text: `select asked.i as asked, ${part.columns}
    from unnest($1::uuid[], $2::text[]) with ordinality as asked (id, fields, i)
    join dealing on dealing_id = asked.id ${part.joins}`,
  values: dealingNow.values,
};

/** What a larger select has read of an asking. */
export function askedAnswer(asked: AskedOf, row: AskedTogether): Answer {
  return answer(askedTogether, asked, [row]);
}

/** Dealing, person, values and moment of a service's asking by one statement. */
export function readAskedTogether(asked: AskedOf): Together<AskedOf, AskedTogether> {
  const { dealingId, fields } = asked;
  return {
    reading: askedTogether,
    key: asked,
    answers(row) {
      const dealing = answer(askedDealing, dealingId, row === undefined ? [] : [row]);
      if (row === undefined || row.personId === null) return [dealing];
      const { personId } = row;
      return [
        dealing,
        answer(dealingNow, asked, [row]),
        momentAnswer({ chainOf: personId, session: null }, row),
        packedAnswer({ personId, fields }, { ...row, personId }),
      ];
    },
  };
}
