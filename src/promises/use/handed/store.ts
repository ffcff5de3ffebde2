import type { Writing } from '../../../kernel/db/writing.ts';
import type { Provider } from '../../../kernel/policy/declarations.ts';
import { tellingOfTransfers } from '../notices/store.ts';
import type { Outcome } from '../store.ts';

interface NewHandOver {
  readonly personId: string;
  readonly transferId: string;
  readonly way: Provider['handOver'];
}

/** Says which attempt each is, from 1. Two at once have one number: the later is decided on anew. */
export const handOvers: Writing<NewHandOver, { readonly attempt: number }> = {
  text: `with given as materialized (
      select * from unnest($1::uuid[], $2::uuid[], $3::text[]) with ordinality as given (person_id, transfer_id, way, i)
    ), made as (
      insert into transfer_hand_over (person_id, transfer_id, attempt, way, at)
      select given.person_id, given.transfer_id, 1 + coalesce((
          select max(attempt) from transfer_hand_over before
          where before.person_id = given.person_id and before.transfer_id = given.transfer_id), 0),
        given.way, clock_timestamp()
      from given order by given.person_id, given.transfer_id
      on conflict do nothing
      returning person_id, transfer_id, attempt
    )
    select given.i as asked, made.attempt from given join made using (person_id, transfer_id)`,
  values: (rows) => [
    rows.map(({ personId }) => personId),
    rows.map(({ transferId }) => transferId),
    rows.map(({ way }) => way),
  ],
};

interface NewOutcome {
  readonly personId: string;
  readonly transferId: string;
  readonly attempt: number;
  readonly outcome: Outcome;
  readonly reference: string | null;
}

/** Written once for each attempt, with what services are told of it. */
export const outcomes: Writing<NewOutcome, object> = {
  text: `with given as materialized (
      select * from unnest($1::uuid[], $2::uuid[], $3::integer[], $4::text[], $5::text[]) with ordinality
        as given (person_id, transfer_id, attempt, outcome, reference, i)
    ), made as (
      insert into transfer_outcome (person_id, transfer_id, attempt, outcome, reference, at)
      select person_id, transfer_id, attempt, outcome, reference, clock_timestamp() from given
      order by person_id, transfer_id
      on conflict do nothing
      returning person_id, transfer_id, outcome
    ), ${tellingOfTransfers('made')}
    select given.i as asked from given join made using (person_id, transfer_id)`,
  values: (rows) => [
    rows.map(({ personId }) => personId),
    rows.map(({ transferId }) => transferId),
    rows.map(({ attempt }) => attempt),
    rows.map(({ outcome }) => outcome),
    rows.map(({ reference }) => reference),
  ],
};
