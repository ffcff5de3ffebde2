import type { Sql } from './db.ts';

/**
 * The shape of a database as text: every table with its columns, keys, checks, indexes and triggers, and what the
 * triggers do, in a fixed order. Written to
 * `migrations/schema.sql`, so that a reader sees the sum of all migrations, and a change of it shows in the review.
 */
export async function readSchema(sql: Sql): Promise<string> {
  const tables = await sql.rows<{ name: string }>(TABLES);
  const columns = await sql.rows<Part>(COLUMNS);
  const constraints = await sql.rows<Part>(CONSTRAINTS);
  const indexes = await sql.rows<Part>(INDEXES);
  const triggers = await sql.rows<Part>(TRIGGERS);
  const functions = await sql.rows<Pick<Part, 'text'>>(FUNCTIONS);
  const texts = tables.map(({ name }) => {
    const parts = [...columns, ...constraints].filter(({ owner }) => owner === name);
    const table = `create table ${name} (\n${parts.map(({ text }) => `  ${text}`).join(',\n')}\n);`;
    const behind = [...indexes, ...triggers].filter(({ owner }) => owner === name);
    return [table, ...behind.map(({ text }) => `${text};`)].join('\n');
  });
  const whole = [...texts, ...functions.map(({ text }) => `${text.trimEnd()};`)].join('\n\n');
  return `-- The sum of all migrations. Written by \`node tools/test.mjs --write schema\`; never edited.\n\n${whole}\n`;
}

interface Part {
  readonly owner: string;
  readonly text: string;
}

const TABLES = `select relname as name from pg_class
  where relkind = 'r' and relnamespace = current_schema()::regnamespace order by relname collate "C"`;

const COLUMNS = `select c.relname as owner,
    format('%I %s', a.attname, format_type(a.atttypid, a.atttypmod))
    || coalesce(case a.attgenerated when 's' then format(' generated always as (%s) stored', pg_get_expr(d.adbin, d.adrelid))
                else ' default ' || pg_get_expr(d.adbin, d.adrelid) end, '')
    || case when a.attidentity = '' then '' else ' generated as identity' end
    || case when a.attnotnull then ' not null' else '' end as text
  from pg_attribute a
  join pg_class c on c.oid = a.attrelid
  left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
  where c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace and a.attnum > 0 and not a.attisdropped
  order by c.relname collate "C", a.attnum`;

// Not-null constraints have names of their own since PostgreSQL 18; the columns say them already.
const CONSTRAINTS = `select c.relname as owner, format('constraint %I %s', k.conname, pg_get_constraintdef(k.oid)) as text
  from pg_constraint k
  join pg_class c on c.oid = k.conrelid
  where c.relnamespace = current_schema()::regnamespace and k.contype in ('p', 'u', 'c', 'f', 'x')
  order by c.relname collate "C", array_position(array['p', 'u', 'f', 'c', 'x'], k.contype::text), k.conname collate "C"`;

const INDEXES = `select c.relname as owner, replace(pg_get_indexdef(i.indexrelid), current_schema() || '.', '') as text
  from pg_index i
  join pg_class c on c.oid = i.indrelid
  join pg_class x on x.oid = i.indexrelid
  where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r'
    and not exists (select from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x'))
  order by c.relname collate "C", x.relname collate "C"`;

const TRIGGERS = `select c.relname as owner,
    replace(pg_get_triggerdef(t.oid), ' ' || current_schema() || '.', ' ') as text
  from pg_trigger t
  join pg_class c on c.oid = t.tgrelid
  where c.relnamespace = current_schema()::regnamespace and not t.tgisinternal
  order by c.relname collate "C", t.tgname collate "C"`;

const FUNCTIONS = `select replace(pg_get_functiondef(p.oid), ' ' || current_schema() || '.', ' ') as text
  from pg_proc p
  where p.pronamespace = current_schema()::regnamespace and p.prokind = 'f'
    and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
  order by p.proname collate "C"`;
