import type { Sql, Tx } from '../../../kernel/db/db.ts';

/** How long an order may wait to be carried out, days. */
const ORDER_DAYS = 7;

export interface SiteExportRow {
  readonly exportId: string;
  readonly recipient: string;
  readonly orderedAt: Date;
}

/** An order in the place of one that was not carried out. */
export async function orderExport(tx: Tx, exportId: string, recipient: string): Promise<void> {
  await tx.run('delete from site_export where ended_at is null');
  await tx.run('insert into site_export (export_id, recipient) values ($1, $2)', [exportId, recipient]);
}

export async function openExport(sql: Sql): Promise<SiteExportRow | undefined> {
  return await sql.row<SiteExportRow>(
    `select export_id as "exportId", recipient, ordered_at as "orderedAt" from site_export
     where ended_at is null and ordered_at > clock_timestamp() - make_interval(days => $1)`,
    [ORDER_DAYS],
  );
}

export async function isOpen(sql: Sql, exportId: string): Promise<boolean> {
  return (await openExport(sql))?.exportId === exportId;
}

/** @returns false where it ended before */
export async function endExport(tx: Tx, exportId: string, persons: number, manifest: Buffer): Promise<boolean> {
  const ended = await tx.run(
    `update site_export set ended_at = clock_timestamp(), persons = $2, manifest = $3
     where export_id = $1 and ended_at is null`,
    [exportId, persons, manifest],
  );
  return ended === 1;
}

/** The last that was carried out. */
export async function lastExport(sql: Sql): Promise<{ readonly endedAt: Date; readonly persons: number } | undefined> {
  return await sql.row(
    `select ended_at as "endedAt", persons from site_export where ended_at is not null order by ended_at desc limit 1`,
  );
}

/** The next persons in the order of their ids. */
export async function personsAfter(sql: Sql, after: string | null, limit: number): Promise<readonly string[]> {
  const rows = await sql.rows<{ personId: string }>(
    `select person_id as "personId" from person where $1::uuid is null or person_id > $1 order by person_id limit $2`,
    [after, limit],
  );
  return rows.map(({ personId }) => personId);
}

/** Services that the person has or had business with. */
export async function servicesOf(sql: Sql, personId: string): Promise<readonly string[]> {
  const rows = await sql.rows<{ service: string }>(
    'select distinct service from dealing where person_id = $1 order by service',
    [personId],
  );
  return rows.map(({ service }) => service);
}

/** Every version that was published here, the first one first. */
export async function versionNumbers(sql: Sql): Promise<readonly number[]> {
  const rows = await sql.rows<{ number: number }>('select number from policy_version order by number');
  return rows.map(({ number }) => number);
}
