import type { Sql, Tx } from '../../../kernel/db/db.ts';
import type { Reading, Reads } from '../../../kernel/db/reading.ts';

export interface PasskeyRow {
  readonly personId: string;
  readonly passkeyId: string;
  readonly credentialId: Buffer;
  readonly publicKey: Buffer;
  readonly signCount: number;
  readonly transports: readonly string[];
  readonly backedUp: boolean;
  readonly nameRecord: string;
  readonly createdAt: Date;
  readonly usedAt: Date | null;
}

const PASSKEY = `person_id as "personId", passkey_id as "passkeyId", passkey.credential_id as "credentialId",
    public_key as "publicKey", sign_count as "signCount", transports, backed_up as "backedUp",
    name_record as "nameRecord", created_at as "createdAt", used_at as "usedAt"`;

const passkeyByCredential: Reading<Buffer, PasskeyRow> = {
  text: `select asked.i as asked, ${PASSKEY}
    from unnest($1::bytea[]) with ordinality as asked (credential_id, i)
    join passkey on passkey.credential_id = asked.credential_id`,
  values: (ids) => [ids],
};

export async function findPasskey(reads: Reads, credentialId: Buffer): Promise<PasskeyRow | undefined> {
  return (await reads.read(passkeyByCredential, credentialId))[0];
}

/** The person's passkeys, oldest first. */
export async function readPasskeys(sql: Sql, personId: string): Promise<readonly PasskeyRow[]> {
  return await sql.rows<PasskeyRow>(
    `select ${PASSKEY} from passkey where person_id = $1 order by created_at, passkey_id`,
    [personId],
  );
}

/** @returns false where the credential is registered already, here or with another person */
export async function insertPasskey(tx: Tx, row: Omit<PasskeyRow, 'createdAt' | 'usedAt'>): Promise<boolean> {
  const { personId, passkeyId, credentialId, publicKey, signCount, transports, backedUp, nameRecord } = row;
  const made = await tx.run(
    `insert into passkey
       (person_id, passkey_id, credential_id, public_key, sign_count, transports, backed_up, name_record)
     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (credential_id) do nothing`,
    [personId, passkeyId, credentialId, publicKey, signCount, transports, backedUp, nameRecord],
  );
  return made === 1;
}

/** @returns false where the passkey is gone, or its counter has moved on since it was read */
export async function markPasskeyUsed(tx: Tx, row: PasskeyRow, signCount: number, backedUp: boolean): Promise<boolean> {
  const marked = await tx.run(
    `update passkey set sign_count = $3, backed_up = $4, used_at = clock_timestamp()
     where person_id = $1 and passkey_id = $2 and sign_count = $5`,
    [row.personId, row.passkeyId, signCount, backedUp, row.signCount],
  );
  return marked === 1;
}

/** Removes exactly one. @returns the record of its name */
export async function deletePasskey(tx: Tx, personId: string, passkeyId: string): Promise<string | undefined> {
  const row = await tx.row<{ nameRecord: string }>(
    `delete from passkey where person_id = $1 and passkey_id = $2 returning name_record as "nameRecord"`,
    [personId, passkeyId],
  );
  return row?.nameRecord;
}

/** Removes all. @returns the records of their names */
export async function deletePasskeys(tx: Tx, personId: string): Promise<readonly string[]> {
  const rows = await tx.rows<{ nameRecord: string }>(
    `delete from passkey where person_id = $1 returning name_record as "nameRecord"`,
    [personId],
  );
  return rows.map(({ nameRecord }) => nameRecord);
}

/** With what is spent a few of those go that are long dead, so that nobody has to sweep. */
export const SWEEP_CHALLENGES = `gone as (
      delete from spent_challenge where challenge_hash in (
        select challenge_hash from spent_challenge where at < clock_timestamp() - interval '2 days' order by at limit 4
        for update skip locked)
    )`;

/** @returns false where it was spent before. What can no longer be answered is swept away. */
export async function spendChallenge(tx: Tx, challengeHash: Buffer): Promise<boolean> {
  const text = `with ${SWEEP_CHALLENGES}
    insert into spent_challenge (challenge_hash) values ($1) on conflict do nothing`;
  return (await tx.run(text, [challengeHash])) === 1;
}

export interface OneTimeCodesRow {
  readonly secretRecord: string;
  readonly madeAt: Date;
  readonly confirmedAt: Date | null;
  readonly lastStep: number;
}

export async function readOneTimeCodes(sql: Sql, personId: string): Promise<OneTimeCodesRow | undefined> {
  return await sql.row<OneTimeCodesRow>(
    `select secret_record as "secretRecord", made_at as "madeAt", confirmed_at as "confirmedAt",
       last_step as "lastStep"
     from one_time_codes where person_id = $1`,
    [personId],
  );
}

/** Puts an unconfirmed secret in the place of an unconfirmed one. */
export async function putOneTimeCodes(tx: Tx, personId: string, secretRecord: string): Promise<void> {
  await tx.run(
    `insert into one_time_codes (person_id, secret_record) values ($1, $2)
     on conflict (person_id) do update set secret_record = excluded.secret_record, made_at = clock_timestamp(),
       last_step = 0
     where one_time_codes.confirmed_at is null`,
    [personId, secretRecord],
  );
}

/** Takes a time step. @returns false where it, or a later one, was used before */
export async function takeStep(tx: Tx, personId: string, step: number): Promise<boolean> {
  const taken = await tx.run('update one_time_codes set last_step = $2 where person_id = $1 and last_step < $2', [
    personId,
    step,
  ]);
  return taken === 1;
}

export async function confirmOneTimeCodes(tx: Tx, personId: string): Promise<void> {
  await tx.run(
    'update one_time_codes set confirmed_at = clock_timestamp() where person_id = $1 and confirmed_at is null',
    [personId],
  );
}

/** @returns the record of the secret that was removed */
export async function deleteOneTimeCodes(tx: Tx, personId: string): Promise<string | undefined> {
  const row = await tx.row<{ secretRecord: string }>(
    'delete from one_time_codes where person_id = $1 returning secret_record as "secretRecord"',
    [personId],
  );
  return row?.secretRecord;
}

/** New recovery codes in the place of all older ones. */
export async function putRecoveryCodes(tx: Tx, personId: string, hashes: readonly Buffer[]): Promise<void> {
  await tx.run('delete from recovery_code where person_id = $1', [personId]);
  await tx.run('insert into recovery_code (code_hash, person_id) select hash, $1 from unnest($2::bytea[]) as hash', [
    personId,
    hashes,
  ]);
}

/** Whose unused code this is. */
export async function personOfRecoveryCode(sql: Sql, hash: Buffer): Promise<string | undefined> {
  const row = await sql.row<{ personId: string }>(
    'select person_id as "personId" from recovery_code where code_hash = $1 and used_at is null',
    [hash],
  );
  return row?.personId;
}

/** @returns false where the person has no such unused code */
export async function useRecoveryCode(tx: Tx, personId: string, hash: Buffer): Promise<boolean> {
  const used = await tx.run(
    'update recovery_code set used_at = clock_timestamp() where person_id = $1 and code_hash = $2 and used_at is null',
    [personId, hash],
  );
  return used === 1;
}

export interface RecoveryCodesLeft {
  readonly left: number;
  readonly madeAt: Date | null;
}

export async function countRecoveryCodes(sql: Sql, personId: string): Promise<RecoveryCodesLeft> {
  const row = await sql.row<RecoveryCodesLeft>(
    `select count(*) filter (where used_at is null)::int as left, max(made_at) as "madeAt"
     from recovery_code where person_id = $1`,
    [personId],
  );
  return row ?? { left: 0, madeAt: null };
}

export async function findStep(sql: Sql, stepHash: Buffer): Promise<string | undefined> {
  const row = await sql.row<{ personId: string }>(
    'select person_id as "personId" from sign_in_step where step_hash = $1 and expires_at > clock_timestamp()',
    [stepHash],
  );
  return row?.personId;
}

/** @returns false where it ended meanwhile */
export async function endStep(tx: Tx, stepHash: Buffer): Promise<boolean> {
  return (await tx.run('delete from sign_in_step where step_hash = $1', [stepHash])) === 1;
}

/** No half-finished sign-in goes on after a change of factors. */
export async function endSteps(tx: Tx, personId: string): Promise<void> {
  await tx.run('delete from sign_in_step where person_id = $1', [personId]);
}

/** Every way in but the password. The names and secrets in the vault go with the person's keys. */
export async function eraseFactors(tx: Tx, personId: string): Promise<void> {
  await tx.run(
    `with passkeys as (delete from passkey where person_id = $1),
       codes as (delete from one_time_codes where person_id = $1),
       recovery as (delete from recovery_code where person_id = $1)
     delete from sign_in_step where person_id = $1`,
    [personId],
  );
}
