import type { Reading, Reads } from '../../../kernel/db/reading.ts';

/** To whom something of a person went, and how many times. */
export interface ReceivedTimes {
  readonly recipient: string;
  /** What was named out of the declarations, without its detail: `service:shop`; or empty. */
  readonly about: string;
  readonly times: number;
}

export interface Overview {
  /** The fields of the values that the site can open. */
  readonly fields: readonly string[];
  readonly entries: number;
  /** Among the newest entries, as `receivers`. */
  readonly refusals: number;
  readonly receivers: readonly ReceivedTimes[];
  /** The version under which the person last left data; null where they never did. */
  readonly agreedVersion: number | null;
}

/** How far back is counted. */
const ENTRIES_COUNTED_MAX = 2000;

// Bodies are canonical JSON, so what stands behind one another in them is known, and a quote inside a value is escaped: most
// entries are told apart by a look at the text, and only those that gave something to somebody are parsed.
const REFUSED = `'%"decision":"refused","facts":{%'`;
const GAVE = `body like '%"decision":"allowed","facts":{%' and body not like '%,"fields":[],%'
           and body not like '%,"recipient":"person","sections":[%'
           and body not like '%,"recipient":"nobody","sections":[%'`;

const overviews: Reading<string, Overview> = {
  text: `select asked.i as asked, held.fields, chain.entries, chain.refusals, chain.receivers,
       (select version from submission where person_id = asked.person_id order by at desc, submission_id limit 1)
         as "agreedVersion"
     from unnest($1::uuid[]) with ordinality as asked (person_id, i)
     cross join lateral (
       select coalesce(array_agg(v.field), '{}') as fields from value v
       join value_key k on k.person_id = v.person_id and k.record_id = v.record_id
       where v.person_id = asked.person_id and v.role = 'value'
     ) held
     cross join lateral (
       with newest as materialized (
         select n, body from entry where person_id = asked.person_id order by n desc limit ${ENTRIES_COUNTED_MAX}
       ), gave as (
         select body::jsonb ->> 'recipient' as recipient, split_part(body::jsonb ->> 'about', '/', 1) as about,
           count(*) as times
         from newest where ${GAVE} group by 1, 2
       )
       select (select coalesce(max(n), 0) from newest) as entries,
         (select count(*) from newest where body like ${REFUSED}) as refusals,
         (select coalesce(json_agg(gave), '[]') from gave) as receivers
     ) chain`,
  values: (persons) => [persons],
};

export async function readOverview(reads: Reads, personId: string): Promise<Overview> {
  const [overview] = await reads.read(overviews, personId);
  if (overview === undefined) throw new Error('an asked person has an overview');
  return overview;
}
