import type { Sql, Tx } from '../../kernel/db/db.ts';
import { personPart } from '../../kernel/db/parts-of-person.ts';
import type { Reading, Reads } from '../../kernel/db/reading.ts';
import type { Provider } from '../../kernel/policy/declarations.ts';
import { eraseSignIns } from './sign-in/store.ts';

/** What a service proposes that the person should pay. Amount in minor units. */
export interface ProposedTransfer {
  readonly provider: string;
  readonly method: string;
  readonly amount: number;
  readonly currency: string;
  readonly payee: string;
  /** The account to pay to (IBAN), which a bank needs. */
  readonly account?: string | undefined;
}

export interface DealingRow {
  readonly dealingId: string;
  readonly service: string;
  readonly purpose: string;
  readonly reference: string;
  readonly proposed: ProposedTransfer | null;
  readonly openedAt: Date;
  readonly personId: string | null;
  readonly joinedAt: Date | null;
  readonly endedAt: Date | null;
  readonly endedBy: 'person' | 'service' | null;
}

const DEALING = `dealing_id as "dealingId", service, purpose, reference, proposed, opened_at as "openedAt",
  person_id as "personId", joined_at as "joinedAt", ended_at as "endedAt", ended_by as "endedBy"`;

export async function insertDealing(
  tx: Tx,
  row: Pick<DealingRow, 'dealingId' | 'service' | 'purpose' | 'reference' | 'proposed'>,
): Promise<void> {
  await tx.run(
    'insert into dealing (dealing_id, service, purpose, reference, proposed) values ($1, $2, $3, $4, $5::jsonb)',
    [row.dealingId, row.service, row.purpose, row.reference, row.proposed && JSON.stringify(row.proposed)],
  );
}

const dealingById: Reading<string, DealingRow> = {
  text: `select asked.i as asked, ${DEALING}
    from unnest($1::uuid[]) with ordinality as asked (id, i) join dealing on dealing_id = asked.id`,
  values: (ids) => [ids],
};

export async function findDealing(reads: Reads, dealingId: string): Promise<DealingRow | undefined> {
  return (await reads.read(dealingById, dealingId))[0];
}

export async function dealingsOfPerson(sql: Sql, personId: string): Promise<readonly DealingRow[]> {
  return await sql.rows<DealingRow>(
    `select ${DEALING} from dealing where person_id = $1 order by joined_at desc limit 200`,
    [personId],
  );
}

/** @returns false when somebody joined or the dealing ended meanwhile */
export async function joinDealing(tx: Tx, dealingId: string, personId: string): Promise<boolean> {
  const joined = await tx.run(
    `update dealing set person_id = $2, joined_at = clock_timestamp()
     where dealing_id = $1 and person_id is null and ended_at is null`,
    [dealingId, personId],
  );
  return joined === 1;
}

/** @returns false when it ended, or somebody else joined, since it was read: then it is another chain's entry */
export async function endDealing(
  tx: Tx,
  { dealingId, personId }: Pick<DealingRow, 'dealingId' | 'personId'>,
  by: 'person' | 'service',
): Promise<boolean> {
  const ended = await tx.run(
    `update dealing set ended_at = clock_timestamp(), ended_by = $3
     where dealing_id = $1 and person_id is not distinct from $2 and ended_at is null`,
    [dealingId, personId, by],
  );
  return ended === 1;
}

/** One value as the person saw it when they confirmed. */
export interface ConfirmedValue {
  readonly field: string;
  readonly recordId: string;
  readonly version: number;
}

export type Outcome = 'accepted' | 'refused' | 'unknown';

export interface TransferRow {
  readonly personId: string;
  readonly transferId: string;
  readonly dealingId: string | null;
  readonly provider: string;
  readonly method: string;
  readonly amount: number;
  readonly currency: string;
  /** As a service proposed it; null where the person typed it, and once the transfer was cancelled. */
  readonly payee: string | null;
  readonly payeeAccount: string | null;
  /** The sealed value of what the person typed. */
  readonly payeeRecord: string | null;
  readonly startedAt: Date;
  readonly confirmed: readonly ConfirmedValue[] | null;
  readonly confirmedAt: Date | null;
  readonly presenceAt: Date | null;
  readonly grantUntil: Date | null;
  readonly cancelledAt: Date | null;
  /** The sealed address of the page on which the person finishes the transfer. */
  readonly pageRecord: string | null;
  /** The last attempt to hand over; 0: none yet. */
  readonly attempt: number;
  readonly handedOverAt: Date | null;
  readonly outcome: Outcome | null;
  readonly outcomeAt: Date | null;
  readonly way: Provider['handOver'] | null;
  /** The provider's own id of it. */
  readonly reference: string | null;
  /** What the provider said by itself: where to look, and nothing more. */
  readonly reported: Settled | null;
  readonly reportedAt: Date | null;
  /** What it answered when it was asked, or what a person found out. */
  readonly settled: Settled | null;
  readonly settledAt: Date | null;
  readonly settledBy: 'provider' | 'staff' | null;
}

export type Settled = 'paid' | 'failed' | 'refunded';

const TRANSFER = `select transfer.person_id as "personId", transfer.transfer_id as "transferId",
    dealing_id as "dealingId", provider, method, amount, currency, payee, payee_record as "payeeRecord",
    payee_account as "payeeAccount", page_record as "pageRecord", started_at as "startedAt",
    confirmed, confirmed_at as "confirmedAt", presence_at as "presenceAt", grant_until as "grantUntil",
    cancelled_at as "cancelledAt", coalesce(last.attempt, 0) as attempt,
    last.handed_over_at as "handedOverAt", last.way, last.outcome, last.outcome_at as "outcomeAt", last.reference,
    report.status as reported, report.at as "reportedAt",
    ended.status as settled, ended.at as "settledAt", ended.by as "settledBy"
  from transfer
  left join lateral (
    select transfer_hand_over.attempt, transfer_hand_over.at as handed_over_at, transfer_hand_over.way,
      transfer_outcome.outcome, transfer_outcome.at as outcome_at, transfer_outcome.reference
    from transfer_hand_over
    left join transfer_outcome using (person_id, transfer_id, attempt)
    where transfer_hand_over.person_id = transfer.person_id and transfer_hand_over.transfer_id = transfer.transfer_id
    order by attempt desc limit 1) last on true
  left join lateral (
    select status, at from transfer_report
    where transfer_report.person_id = transfer.person_id and transfer_report.transfer_id = transfer.transfer_id
    order by at desc, report_id limit 1) report on true
  left join lateral (
    select status, at, by from transfer_settlement
    where transfer_settlement.person_id = transfer.person_id and transfer_settlement.transfer_id = transfer.transfer_id
    order by n desc limit 1) ended on true`;

const transferById: Reading<string, TransferRow> = {
  text: `select asked.i as asked, found.*
    from unnest($1::uuid[]) with ordinality as asked (id, i)
    join lateral (${TRANSFER} where transfer.transfer_id = asked.id) found on true`,
  values: (ids) => [ids],
};

export async function findTransfer(reads: Reads, transferId: string): Promise<TransferRow | undefined> {
  return (await reads.read(transferById, transferId))[0];
}

export async function transferOfDealing(sql: Sql, dealingId: string): Promise<TransferRow | undefined> {
  return await sql.row<TransferRow>(`${TRANSFER} where dealing_id = $1 and cancelled_at is null`, [dealingId]);
}

export async function transfersOfPerson(sql: Sql, personId: string): Promise<readonly TransferRow[]> {
  return await sql.rows<TransferRow>(`${TRANSFER} where transfer.person_id = $1 order by started_at desc limit 200`, [
    personId,
  ]);
}

export async function insertTransfer(
  tx: Tx,
  row: Pick<
    TransferRow,
    | 'personId'
    | 'transferId'
    | 'dealingId'
    | 'provider'
    | 'method'
    | 'amount'
    | 'currency'
    | 'payee'
    | 'payeeAccount'
    | 'payeeRecord'
  >,
): Promise<boolean> {
  const made = await tx.run(
    `insert into transfer
       (person_id, transfer_id, dealing_id, provider, method, amount, currency, payee, payee_record, payee_account)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing`,
    [
      row.personId,
      row.transferId,
      row.dealingId,
      row.provider,
      row.method,
      row.amount,
      row.currency,
      row.payee,
      row.payeeRecord,
      row.payeeAccount,
    ],
  );
  return made === 1;
}

export async function confirmTransfer(
  tx: Tx,
  row: { personId: string; transferId: string; confirmed: readonly ConfirmedValue[]; grantMinutes: number },
): Promise<boolean> {
  const confirmed = await tx.run(
    `update transfer set confirmed = $3::jsonb, confirmed_at = clock_timestamp(), presence_at = clock_timestamp(),
       grant_until = clock_timestamp() + make_interval(mins => $4)
     where person_id = $1 and transfer_id = $2 and confirmed_at is null and cancelled_at is null`,
    [row.personId, row.transferId, JSON.stringify(row.confirmed), row.grantMinutes],
  );
  return confirmed === 1;
}

/** For a probe: the time of a confirmation is over, as if it had passed. */
export async function endGrant(sql: Sql, transferId: string): Promise<void> {
  await sql.run(`update transfer set grant_until = clock_timestamp() - interval '1 s' where transfer_id = $1`, [
    transferId,
  ]);
}

export async function cancelTransfer(tx: Tx, personId: string, transferId: string): Promise<boolean> {
  const cancelled = await tx.run(
    `update transfer
     set cancelled_at = clock_timestamp(), payee = null, payee_account = null, payee_record = null
     where person_id = $1 and transfer_id = $2 and cancelled_at is null
       and not exists (select from transfer_hand_over where person_id = $1 and transfer_id = $2)`,
    [personId, transferId],
  );
  return cancelled === 1;
}

/** Where the person finishes a transfer, as a sealed value of theirs. */
export async function setPage(tx: Tx, personId: string, transferId: string, pageRecord: string | null): Promise<void> {
  await tx.run('update transfer set page_record = $3 where person_id = $1 and transfer_id = $2', [
    personId,
    transferId,
    pageRecord,
  ]);
}

/** @returns false when it stands like this already */
export async function insertSettlement(
  tx: Tx,
  row: { personId: string; transferId: string; status: Settled; by: 'provider' | 'staff' },
): Promise<boolean> {
  const made = await tx.run(
    `with last as (
       select n, status from transfer_settlement where person_id = $1 and transfer_id = $2 order by n desc limit 1)
     insert into transfer_settlement (person_id, transfer_id, n, status, by, at)
     select $1, $2, coalesce((select n from last), 0) + 1, $3, $4, clock_timestamp()
     where not exists (select from last where status = $3) on conflict do nothing`,
    [row.personId, row.transferId, row.status, row.by],
  );
  return made === 1;
}

/** What nobody knows the end of: no clear answer, or a report that the provider did not confirm when asked. */
const UNSETTLED = `exists (
    select from transfer_hand_over where transfer_hand_over.person_id = transfer.person_id
      and transfer_hand_over.transfer_id = transfer.transfer_id)
  and ended.status is null
  and (last.outcome = 'unknown' or report.status is not null)`;

export async function unsettledTransfers(sql: Sql): Promise<readonly TransferRow[]> {
  return await sql.rows<TransferRow>(
    `${TRANSFER} where transfer.transfer_id in (
       select transfer_id from transfer_outcome where outcome = 'unknown'
       union select transfer_id from transfer_report)
     and ${UNSETTLED} order by last.handed_over_at limit 100`,
  );
}

export async function countUnsettled(sql: Sql): Promise<number> {
  return (await unsettledTransfers(sql)).length;
}

/** @returns false when this report came before */
export async function insertReport(
  tx: Tx,
  row: { personId: string; transferId: string; reportId: string; status: string },
): Promise<boolean> {
  const made = await tx.run(
    `insert into transfer_report (person_id, transfer_id, report_id, status, at)
     values ($1, $2, $3, $4, clock_timestamp()) on conflict do nothing`,
    [row.personId, row.transferId, row.reportId, row.status],
  );
  return made === 1;
}

/** What waits for the person: transfers that nothing has left of yet. */
export const transfersWaiting = personPart<readonly { id: string; payee: string | null; provider: string }[]>(
  `select coalesce(json_agg(waiting), '[]') from (
     select transfer_id as id, payee, provider from transfer
     where person_id = asked.person_id and confirmed_at is null and cancelled_at is null
     order by started_at desc limit 20
   ) waiting`,
);

/** Everything this promise keeps of a person. An open dealing ends, so that its service asks no more. */
export async function eraseUse(tx: Tx, personId: string): Promise<void> {
  await tx.run('delete from transfer_settlement where person_id = $1', [personId]);
  await tx.run('delete from transfer_report where person_id = $1', [personId]);
  await tx.run('delete from transfer_outcome where person_id = $1', [personId]);
  await tx.run('delete from transfer_hand_over where person_id = $1', [personId]);
  await tx.run('delete from transfer where person_id = $1', [personId]);
  await eraseSignIns(tx, personId);
  await tx.run(
    `update dealing set person_id = null, joined_at = null,
       ended_at = coalesce(ended_at, clock_timestamp()), ended_by = coalesce(ended_by, 'person')
     where person_id = $1`,
    [personId],
  );
}

/** @returns false when it was paused before */
export async function pause(tx: Tx, personId: string): Promise<boolean> {
  const text = 'update person set restricted_at = clock_timestamp() where person_id = $1 and restricted_at is null';
  return (await tx.run(text, [personId])) === 1;
}

export async function resume(tx: Tx, personId: string): Promise<boolean> {
  const text = 'update person set restricted_at = null where person_id = $1 and restricted_at is not null';
  return (await tx.run(text, [personId])) === 1;
}
