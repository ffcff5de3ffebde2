import type { Tx } from '../../../kernel/db/db.ts';
import type { DemandRow } from '../store.ts';

interface PaperCode {
  readonly personId: string;
  readonly proofId: string;
  readonly hash: Buffer;
  readonly until: Date;
}

export async function noteLetter(tx: Tx, row: PaperCode & { readonly by: string }): Promise<boolean> {
  const touched = await tx.run(
    `update proof set code_hash = $3, code_until = $4, letter_by = $5
     where person_id = $1 and proof_id = $2 and way = 'post' and code_hash is null`,
    [row.personId, row.proofId, row.hash, row.until, row.by],
  );
  return touched === 1;
}

export async function noteSlip(tx: Tx, row: PaperCode): Promise<void> {
  await tx.run('update proof set slip_hash = $3, slip_until = $4 where person_id = $1 and proof_id = $2', [
    row.personId,
    row.proofId,
    row.hash,
    row.until,
  ]);
}

export async function noteSlipEntered(tx: Tx, personId: string, proofId: string): Promise<void> {
  await tx.run('update proof set slip_entered_at = clock_timestamp() where person_id = $1 and proof_id = $2', [
    personId,
    proofId,
  ]);
}

/** The code of a letter came back: who printed it is who vouches that it went to the address. */
export async function decideByLetter(
  tx: Tx,
  { personId, demandedBy }: Pick<DemandRow, 'personId' | 'demandedBy'>,
  proofId: string,
): Promise<void> {
  await tx.run(
    `update proof set decision = 'approved', document = 'letter', decided_by = letter_by, decided_at = clock_timestamp(),
       reviewer = case when letter_by = $3 then 'sole' else 'another' end
     where person_id = $1 and proof_id = $2`,
    [personId, proofId, demandedBy],
  );
}
