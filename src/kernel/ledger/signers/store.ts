import type { Sql, Tx } from '../../db/db.ts';

/** A key that signs the ledger, or did. */
export interface LedgerKeyRow {
  readonly number: number;
  /** Ed25519, 32 bytes. */
  readonly publicKey: Buffer;
  readonly since: Date;
  /** The note by which it followed the one before; null for the first. */
  readonly change: string | null;
  readonly endedAt: Date | null;
}

/** In their order; none while the first key is the only one there ever was. */
export async function readLedgerKeys(sql: Sql): Promise<readonly LedgerKeyRow[]> {
  return await sql.rows<LedgerKeyRow>(
    `select number, public_key as "publicKey", since, change_note as change, ended_at as "endedAt"
     from ledger_key order by number`,
  );
}

/** The first key as it was made with the site. */
export async function insertFirstKey(tx: Tx, publicKey: Buffer): Promise<void> {
  await tx.run(
    `insert into ledger_key (number, public_key, since)
     select 1, $1, made_at from key_check where name = 'ledger' on conflict (number) do nothing`,
    [publicKey],
  );
}

export async function insertNextKey(
  tx: Tx,
  { number, publicKey, since, change }: Pick<LedgerKeyRow, 'number' | 'publicKey' | 'since' | 'change'>,
): Promise<void> {
  await tx.run('insert into ledger_key (number, public_key, since, change_note) values ($1, $2, $3, $4)', [
    number,
    publicKey,
    since,
    change,
  ]);
}

/** Those before this one sign no longer. */
export async function endKeysBefore(tx: Tx, number: number): Promise<void> {
  await tx.run('update ledger_key set ended_at = clock_timestamp() where number < $1 and ended_at is null', [number]);
}
