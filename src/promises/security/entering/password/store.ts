import type { Reading, Reads } from '../../../../kernel/db/reading.ts';
import type { Writing } from '../../../../kernel/db/writing.ts';
import { HOLD_EPOCH } from '../../../../kernel/vault/store.ts';
import { beginSeenSessions, enteringNow, heldSessions, type SeenBegin, sessionColumns } from '../store.ts';

/** What is tried, before any work is done on it. */
interface Tried {
  /** What the identifier is looked up by: one tag, two while the index turns. */
  readonly tags: readonly Buffer[];
  /** The browser's cookie, hashed; null where it has none. */
  readonly deviceHash: Buffer | null;
  /** Under which wrong tries of this browser are counted. */
  readonly deviceKey: Buffer | null;
  /** Under which wrong tries of this network, and of everybody, are counted. */
  readonly networkKey: Buffer;
  readonly anywhereKey: Buffer;
}

/** How a try stands: nothing in it says whether anybody is known by the identifier, but for the salt. */
interface TryNow {
  /** Whether this browser signed in to one of the accounts before. */
  readonly deviceKnown: boolean;
  /** In how many seconds the next try is allowed, of this browser or of everybody else; null: now. */
  readonly deviceWaits: number | null;
  readonly othersWait: number | null;
  /** Wrong tries from anywhere that still count. */
  readonly failures: number;
  /** Whether any wrong tries are noted, so that there is something to forget. */
  readonly noted: boolean;
  readonly salt: Buffer | null;
}

const tryNow: Reading<Tried, TryNow> = {
  text: `with tagged as materialized (select * from unnest($5::integer[], $6::bytea[]) as tagged (asked, tag))
    select asked.i as asked, slowed.*, exists (
        select from tagged join sign_in using (tag) join device using (person_id)
        where tagged.asked = asked.i and device.device_hash = asked.device_hash) as "deviceKnown",
      (select salt from tagged join sign_in_salt using (tag) where tagged.asked = asked.i limit 1) as salt
    from unnest($1::bytea[], $2::bytea[], $3::bytea[], $4::bytea[])
      with ordinality as asked (device_hash, device_key, network_key, anywhere_key, i)
    cross join lateral (
      select ceil(extract(epoch from max(until) filter (where key_hash = asked.device_key) - clock_timestamp()))::int
          as "deviceWaits",
        ceil(extract(epoch from max(until) filter (where key_hash <> coalesce(asked.device_key, '')) - clock_timestamp()))::int
          as "othersWait",
        coalesce(max(failures) filter (where key_hash = asked.anywhere_key and at > clock_timestamp() - interval '1 hour'), 0)
          as failures,
        count(*) > 0 as noted
      from throttle where key_hash in (asked.device_key, asked.network_key, asked.anywhere_key)
    ) slowed`,
  values: (all) => [
    all.map(({ deviceHash }) => deviceHash),
    all.map(({ deviceKey }) => deviceKey),
    all.map(({ networkKey }) => networkKey),
    all.map(({ anywhereKey }) => anywhereKey),
    all.flatMap(({ tags }, index) => tags.map(() => index + 1)),
    all.flatMap(({ tags }) => tags),
  ],
  row: ({ deviceWaits, othersWait, ...row }: TryNow) => ({
    ...row,
    deviceWaits: waiting(deviceWaits),
    othersWait: waiting(othersWait),
  }),
};

/** What is over makes nobody wait. */
const waiting = (seconds: number | null) => (seconds === null || seconds < 1 ? null : seconds);

export async function readTry(reads: Reads, tried: Tried): Promise<TryNow | undefined> {
  return (await reads.read(tryNow, tried))[0];
}

/** Who was found by a password, and what is stored of it; null for one that was brought and is adopted just now. */
export interface Matched {
  readonly personId: string;
  readonly verifier: Buffer | null;
}

interface PasswordNow {
  /** Whether it is still the person's password. */
  readonly stands: boolean;
  /** Whether a one-time code is needed too. */
  readonly coded: boolean;
}

/** Password, one-time codes and key, as they stand when the sign-in is decided on. */
export const passwordNow = enteringNow<Matched, PasswordNow>({
  columns: `asked.verifier is null or exists (
      select from sign_in where sign_in.person_id = asked.person_id and sign_in.verifier = asked.verifier) as stands,
    exists (select from one_time_codes where one_time_codes.person_id = asked.person_id and confirmed_at is not null) as coded`,
  from: 'from unnest($1::uuid[], $2::bytea[]) with ordinality as asked (person_id, verifier, i)',
  values: (all) => [all.map(({ personId }) => personId), all.map(({ verifier }) => verifier)],
});

/** Leaves out whose key is another one by now. */
export const passwordSignIns: Writing<SeenBegin, object> = {
  holds: HOLD_EPOCH,
  text: `with ${heldSessions()}, ${beginSeenSessions('held')} select i as asked from held`,
  values: sessionColumns,
};

/** The first half of a sign-in: what was right opens nothing before the code. */
export const newSteps: Writing<{ personId: string; stepHash: Buffer; minutes: number }, object> = {
  text: `with given as materialized (
      select * from unnest($1::uuid[], $2::bytea[], $3::integer[]) with ordinality as given (person_id, step_hash, minutes, i)
    ), over as (
      delete from sign_in_step where expires_at < clock_timestamp()
    ), begun as (
      insert into sign_in_step (step_hash, person_id, expires_at)
      select step_hash, person_id, clock_timestamp() + make_interval(mins => minutes) from given
    )
    select i as asked from given`,
  values: (all) => [
    all.map(({ personId }) => personId),
    all.map(({ stepHash }) => stepHash),
    all.map(({ minutes }) => minutes),
  ],
};
