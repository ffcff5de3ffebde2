import type { Sql } from '../../kernel/db/db.ts';

/**
 * What makes accounts of all the people that are here: a name to sign in by with its salt and verifier, a browser, a living
 * session and a passkey. Random bytes in the place of each hash and key, so nobody signs in by them; the tables and their
 * indexes are as large and as scattered as those of so many accounts.
 */
export async function makeAccounts(sql: Sql): Promise<void> {
  for (const text of ACCOUNTS) await sql.run(text);
}

const BYTES = 'sha256(uuid_send(gen_random_uuid()))';
const ACCOUNTS = [
  `with given as materialized (select person_id, ${BYTES} as tag from person),
     salted as (insert into sign_in_salt (tag, salt) select tag, uuid_send(gen_random_uuid()) from given)
   insert into sign_in (tag, person_id, kind, verifier) select tag, person_id, 'account-name', ${BYTES} from given`,
  `insert into device (person_id, device_hash) select person_id, ${BYTES} from person`,
  `insert into session (token_hash, person_id, expires_at, how)
   select ${BYTES}, person_id, clock_timestamp() + interval '30 days', 'password' from person`,
  `insert into passkey (person_id, passkey_id, credential_id, public_key, sign_count, transports, backed_up, name_record)
   select person_id, gen_random_uuid(), ${BYTES}, ${BYTES}, 0, '{}', false, gen_random_uuid() from person`,
];
