import type { Sql, Tx } from '../../../kernel/db/db.ts';
import type { TransferRow } from '../store.ts';

/** Own transfers whose payee was kept in clear by an earlier version of the program. */
export async function payeesInClear(
  sql: Sql,
  limit: number,
): Promise<readonly Pick<TransferRow, 'personId' | 'transferId'>[]> {
  return await sql.rows(
    `select person_id as "personId", transfer_id as "transferId" from transfer
     where dealing_id is null and payee is not null order by person_id, transfer_id limit $1`,
    [limit],
  );
}

export async function lockPayeeInClear(tx: Tx, personId: string, transferId: string): Promise<string | undefined> {
  const row = await tx.row<{ payee: string }>(
    `select payee from transfer where person_id = $1 and transfer_id = $2 and dealing_id is null and payee is not null
     for update`,
    [personId, transferId],
  );
  return row?.payee;
}

export async function sealPayee(tx: Tx, personId: string, transferId: string, payeeRecord: string): Promise<void> {
  await tx.run('update transfer set payee = null, payee_record = $3 where person_id = $1 and transfer_id = $2', [
    personId,
    transferId,
    payeeRecord,
  ]);
}
