import type { Sql, Tx } from '../../db/db.ts';
import { quoted } from '../store.ts';

/** A reference, key or index of a table, as it can be taken away and made again. */
export interface Attached {
  readonly table: string;
  readonly name: string;
  readonly kind: 'constraint' | 'index';
  readonly definition: string;
}

/** References first, then keys, then indexes that belong to no key. */
export async function readAttached(sql: Sql, tables: readonly string[]): Promise<readonly Attached[]> {
  return await sql.rows<Attached>(
    `select "table", name, kind, definition from (
       select t.relname::text as "table", k.conname::text as name, 'constraint' as kind,
         pg_get_constraintdef(k.oid) as definition, case k.contype when 'f' then 1 else 2 end as turn
       from pg_constraint k join pg_class t on t.oid = k.conrelid
       where k.contype in ('f', 'p', 'u') and t.relnamespace = current_schema()::regnamespace
       union all
       select t.relname, i.relname, 'index', pg_get_indexdef(i.oid), 3
       from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class t on t.oid = x.indrelid
       where t.relkind = 'r' and t.relnamespace = current_schema()::regnamespace
         and not exists (select from pg_constraint k where k.conindid = i.oid and k.contype in ('p', 'u', 'x'))
     ) attached
     where "table" = any($1::text[]) order by turn, "table", name`,
    [tables],
  );
}

export async function detach(tx: Tx, { table, name, kind }: Attached): Promise<void> {
  if (kind === 'index') await tx.run(`drop index ${quoted(name)}`);
  else await tx.run(`alter table ${quoted(table)} drop constraint ${quoted(name)}`);
}

export async function attach(tx: Tx, { table, name, kind, definition }: Attached): Promise<void> {
  if (kind === 'index') await tx.run(definition);
  else await tx.run(`alter table ${quoted(table)} add constraint ${quoted(name)} ${definition}`);
}

/** For the indexes that are made in this transaction. */
export async function giveRoomToSort(tx: Tx): Promise<void> {
  await tx.run(`set local maintenance_work_mem = '128MB'`);
}
