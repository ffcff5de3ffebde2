import type { Db, Sql } from '../db/db.ts';

/** A unique rule of a table, as a constraint or as an index of its own. */
export interface UniqueRule {
  readonly table: string;
  readonly name: string;
  readonly columns: readonly string[];
  /** The primary key, another constraint, or an index without one. */
  readonly kind: 'primary' | 'constraint' | 'index';
  /** Of an index for some rows only; null: for all. */
  readonly filter: string | null;
  /** Whether each column of it is one by itself, and not worked out of others. */
  readonly plain: boolean;
  /** Whether every value in it is a hash or a random id by its type. */
  readonly drawn: boolean;
}

export interface ForeignKey {
  readonly table: string;
  readonly name: string;
  readonly columns: readonly string[];
  readonly to: string;
  readonly toColumns: readonly string[];
  /** What happens to the row when the other one goes. */
  readonly onDelete: 'nothing' | 'deleted' | 'cleared';
}

export interface Trigger {
  readonly table: string;
  readonly name: string;
}

/** What a database says of itself that decides where its tables can stand. */
export interface Catalog {
  readonly tables: readonly string[];
  readonly uniques: readonly UniqueRule[];
  readonly foreignKeys: readonly ForeignKey[];
  readonly triggers: readonly Trigger[];
}

export async function readCatalog(sql: Sql): Promise<Catalog> {
  const tables = await sql.rows<{ name: string }>(
    `select relname as name from pg_class where relkind = 'r' and relnamespace = current_schema()::regnamespace
     order by relname collate "C"`,
  );
  const uniques = await sql.rows<UniqueRule>(
    `select t.relname as table, x.relname as name,
       case when i.indisprimary then 'primary' when k.oid is null then 'index' else 'constraint' end as kind,
       pg_get_expr(i.indpred, i.indrelid) as filter, 0 <> all (i.indkey::int2[]) as plain,
       array(select a.attname::text from unnest(i.indkey::int2[]) with ordinality as of (number, at)
         join pg_attribute a on a.attrelid = i.indrelid and a.attnum = of.number order by at) as columns,
       (select bool_and(a.atttypid in ('uuid'::regtype, 'bytea'::regtype)) from pg_attribute a
         where a.attrelid = i.indrelid and a.attnum = any(i.indkey::int2[])) as drawn
     from pg_index i
     join pg_class t on t.oid = i.indrelid
     join pg_class x on x.oid = i.indexrelid
     left join pg_constraint k on k.conindid = i.indexrelid and k.contype in ('p', 'u')
     where i.indisunique and t.relkind = 'r' and t.relnamespace = current_schema()::regnamespace
     order by t.relname collate "C", x.relname collate "C"`,
  );
  const foreignKeys = await sql.rows<ForeignKey>(
    `select t.relname as table, k.conname as name, o.relname as to,
       case k.confdeltype when 'c' then 'deleted' when 'n' then 'cleared' else 'nothing' end as "onDelete",
       array(select a.attname::text from unnest(k.conkey) with ordinality as of (number, at)
         join pg_attribute a on a.attrelid = k.conrelid and a.attnum = of.number order by at) as columns,
       array(select a.attname::text from unnest(k.confkey) with ordinality as of (number, at)
         join pg_attribute a on a.attrelid = k.confrelid and a.attnum = of.number order by at) as "toColumns"
     from pg_constraint k
     join pg_class t on t.oid = k.conrelid
     join pg_class o on o.oid = k.confrelid
     where k.contype = 'f' and t.relnamespace = current_schema()::regnamespace
     order by t.relname collate "C", k.conname collate "C"`,
  );
  const triggers = await sql.rows<Trigger>(
    `select c.relname as table, t.tgname as name from pg_trigger t join pg_class c on c.oid = t.tgrelid
     where not t.tgisinternal and c.relnamespace = current_schema()::regnamespace
     order by c.relname collate "C", t.tgname collate "C"`,
  );
  return { tables: tables.map(({ name }) => name), uniques, foreignKeys, triggers };
}

/** Whether this PostgreSQL has the extension, made in this database or only there to be made. */
export async function extensionOf(sql: Sql): Promise<'made' | 'there' | 'absent'> {
  const row = await sql.row<{ installed: string | null }>(
    "select installed_version as installed from pg_available_extensions where name = 'citus'",
  );
  if (row === undefined) return 'absent';
  return row.installed === null ? 'there' : 'made';
}

/** Tables that were laid out before: after an upgrade only the new ones are. */
export async function readPlaced(sql: Sql): Promise<ReadonlySet<string>> {
  if ((await extensionOf(sql)) !== 'made') return new Set();
  const rows = await sql.rows<{ name: string }>('select logicalrelid::regclass::text as name from pg_dist_partition');
  return new Set(rows.map(({ name }) => name));
}

/** All of it or nothing. The servers have to be stopped: the rows that are there are moved. */
export async function runLayout(db: Db, statements: readonly string[]): Promise<void> {
  await db.run('create extension if not exists citus');
  await db.transaction(async (tx) => {
    // Tables that refer to one that is everywhere are made one machine after the other.
    await tx.run("set local citus.multi_shard_modify_mode to 'sequential'");
    for (const statement of statements) await tx.run(statement);
  });
}
