import { answer, type Reading, type Reads, type Together } from '../../../kernel/db/reading.ts';
import { type MomentRow, momentAnswer, momentOf } from '../../../kernel/gate/store.ts';
import type { SealedValue } from '../../../kernel/vault/seal-one.ts';
import type { WrappedKey } from '../../../kernel/vault/store.ts';
import { beginSessions, type SessionBegin } from '../store.ts';

/** What may have changed since somebody was recognised, of an `asked` that holds their `person_id`. */
interface Recognised<Key> {
  readonly columns: string;
  readonly from: string;
  readonly values: Reading<Key, object>['values'];
}

/** How it stands now, with the person's key: by itself, or with the moment of the sign-in in one statement. */
export function enteringNow<Key extends { readonly personId: string }, Now extends object>({
  columns,
  from,
  values,
}: Recognised<Key>) {
  const moment = momentOf('asked.person_id', 'null::bytea');
  const all = `${columns}, person_key.epoch, person_key.wrapped`;
  const joined = `${from} join person_key on person_key.person_id = asked.person_id`;
  const now: Reading<Key, Now & WrappedKey> = { text: `select asked.i as asked, ${all} ${joined}`, values };
  const withMoment: Reading<Key, Now & WrappedKey & MomentRow> = {
    text: `select asked.i as asked, ${all}, ${moment.columns} ${joined} ${moment.joins}`,
    values,
  };
  return {
    read: async (reads: Reads, key: Key): Promise<(Now & WrappedKey) | undefined> => (await reads.read(now, key))[0],
    together: (key: Key): Together<Key, Now & WrappedKey & MomentRow> => ({
      reading: withMoment,
      key,
      answers: (row) =>
        row === undefined
          ? [answer(now, key, [])]
          : [answer(now, key, [row]), momentAnswer({ chainOf: key.personId, session: null }, row)],
    }),
  };
}

/** A session that begins in a shared commit, with where it came from sealed under the key that the person had when it was read. */
export interface SeenBegin extends Omit<SessionBegin, 'seenRecord'> {
  readonly personKey: WrappedKey;
  readonly seen: SealedValue;
}

const COLUMNS = {
  person_id: 'uuid',
  person_epoch: 'integer',
  person_wrapped: 'bytea',
  token_hash: 'bytea',
  device_hash: 'bytea',
  hours: 'integer',
  how: 'text',
  strong: 'boolean',
  seen_record: 'uuid',
  field: 'text',
  sealed: 'bytea',
  epoch: 'integer',
  wrapped: 'bytea',
};

/** The rows as the columns that `heldSessions` binds first. */
export function sessionColumns(all: readonly SeenBegin[]): readonly unknown[] {
  return [
    all.map(({ personId }) => personId),
    all.map(({ personKey }) => personKey.epoch),
    all.map(({ personKey }) => personKey.wrapped),
    all.map(({ tokenHash }) => tokenHash),
    all.map(({ deviceHash }) => deviceHash),
    all.map(({ hours }) => hours),
    all.map(({ how }) => how),
    all.map(({ strong }) => strong),
    all.map(({ seen }) => seen.row.recordId),
    all.map(({ seen }) => seen.row.field),
    all.map(({ seen }) => seen.row.sealed),
    all.map(({ seen }) => seen.key.epoch),
    all.map(({ seen }) => seen.key.wrapped),
  ];
}

/**
 * The rows as `held`: those whose person still has the key under which the value is sealed, which stays so until the
 * commit. `own`: names and types of what else is bound, after the columns of a session.
 */
export function heldSessions(own: Readonly<Record<string, string>> = {}): string {
  const columns = Object.entries({ ...COLUMNS, ...own });
  return `given as materialized (
      select * from unnest(${columns.map(([, type], index) => `$${index + 1}::${type}[]`).join(', ')})
        with ordinality as given (${columns.map(([name]) => name).join(', ')}, i)
    ), held as materialized (
      select given.* from given
      join person_key on person_key.person_id = given.person_id
        and person_key.epoch = given.person_epoch and person_key.wrapped = given.person_wrapped
      order by given.person_id for share of person_key
    )`;
}

/** Begins a session for each row of what stands before it, with where it came from. */
export function beginSeenSessions(from: string): string {
  return `keys as (
      insert into value_key (person_id, record_id, epoch, wrapped)
      select person_id, seen_record, epoch, wrapped from ${from}
    ), kept as (
      insert into value (person_id, record_id, field, version, role, sealed, origin)
      select person_id, seen_record, field, 1, 'file', sealed, 'left-here' from ${from}
    ), ${beginSessions(from)}`;
}
