import type { Writing } from '../../../../kernel/db/writing.ts';
import { HOLD_EPOCH } from '../../../../kernel/vault/store.ts';
import { SWEEP_CHALLENGES } from '../../factors/store.ts';
import { beginSeenSessions, enteringNow, heldSessions, type SeenBegin, sessionColumns } from '../store.ts';

/** A passkey that has answered, and the challenge that it answered. */
export interface Answered {
  readonly personId: string;
  readonly passkeyId: string;
  readonly challengeHash: Buffer;
}

interface PasskeyNow {
  readonly signCount: number;
  /** Whether this challenge was answered before. */
  readonly spent: boolean;
}

/** Passkey, challenge and key, as they stand when the sign-in is decided on. */
export const passkeyNow = enteringNow<Answered, PasskeyNow>({
  columns: `passkey.sign_count as "signCount", exists (
      select from spent_challenge where spent_challenge.challenge_hash = asked.challenge_hash) as spent`,
  from: `from unnest($1::uuid[], $2::uuid[], $3::bytea[]) with ordinality as asked (person_id, passkey_id, challenge_hash, i)
    join passkey on passkey.person_id = asked.person_id and passkey.passkey_id = asked.passkey_id`,
  values: (all) => [
    all.map(({ personId }) => personId),
    all.map(({ passkeyId }) => passkeyId),
    all.map(({ challengeHash }) => challengeHash),
  ],
});

/** A sign-in that was decided on: the answer that counts once, and the session that begins. */
export interface Entered extends Answered, SeenBegin {
  readonly countBefore: number;
  readonly signCount: number;
  readonly backedUp: boolean;
}

const OWN = {
  passkey_id: 'uuid',
  challenge_hash: 'bytea',
  count_before: 'bigint',
  sign_count: 'bigint',
  backed_up: 'boolean',
};

/** Leaves out whose challenge was answered, whose passkey moved on or is gone, and whose key is another one by now. */
export const passkeySignIns: Writing<Entered, object> = {
  holds: HOLD_EPOCH,
  text: `with ${heldSessions(OWN)}, ${SWEEP_CHALLENGES}, spent as (
      insert into spent_challenge (challenge_hash) select challenge_hash from held order by challenge_hash
      on conflict do nothing returning challenge_hash
    ), counted as (
      update passkey set sign_count = held.sign_count, backed_up = held.backed_up, used_at = clock_timestamp()
      from held join spent using (challenge_hash)
      where passkey.person_id = held.person_id and passkey.passkey_id = held.passkey_id
        and passkey.sign_count = held.count_before
      returning held.*
    ), ${beginSeenSessions('counted')}
    select i as asked from counted`,
  values: (all) => [
    ...sessionColumns(all),
    all.map(({ passkeyId }) => passkeyId),
    all.map(({ challengeHash }) => challengeHash),
    all.map(({ countBefore }) => countBefore),
    all.map(({ signCount }) => signCount),
    all.map(({ backedUp }) => backedUp),
  ],
};
