import assert from 'node:assert/strict';
import type { Place, Places } from './place-tables.ts';
import { LOOSENED } from './stays-here.ts';
import type { Catalog, ForeignKey, UniqueRule } from './store.ts';

export interface Layout {
  /** In the order in which they have to be run. */
  readonly statements: readonly string[];
  /** What the database checks no more from then on, a sentence each. */
  readonly told: readonly string[];
}

/** Functions of Citus refuse what they cannot keep, so that goes first; then what is everywhere, then what is spread. */
export function layOut(places: Places, catalog: Catalog, done: ReadonlySet<string> = new Set()): Layout {
  const parts = [
    ...catalog.triggers.flatMap((trigger) => (isSpread(places, trigger.table) ? [withoutTrigger(trigger)] : [])),
    ...catalog.foreignKeys.flatMap((key) => (keeps(places, key) ? [] : [withoutForeignKey(key)])),
    ...catalog.uniques.flatMap((rule) => {
      const place = places.get(rule.table);
      return place?.kind !== 'spread' || rule.columns.includes(place.by) ? [] : [widened(rule, place.by)];
    }),
    ...inOrder(places, catalog).flatMap((table) => (done.has(table) ? [] : placing(table, places, catalog))),
  ];
  return {
    statements: [...new Set(parts.flatMap(({ statements }) => statements))],
    told: parts.flatMap(({ told = [] }) => told),
  };
}

interface Part {
  readonly statements: readonly string[];
  readonly told?: readonly string[];
}

const isSpread = (places: Places, table: string): boolean => places.get(table)?.kind === 'spread';

/** Counting people is the one thing that triggers do: without them no group reaches the smallest size, so nothing is given out. */
function withoutTrigger({ table, name }: { readonly table: string; readonly name: string }): Part {
  return {
    statements: [`drop trigger ${name} on ${table}`, 'delete from person_count', 'delete from person_count_change'],
    told: [`${table}.${name}: people are not counted, so aggregates answer nothing`],
  };
}

/** Rows that lie together may refer to each other, and all may refer to what is everywhere. */
function keeps(places: Places, { table, columns, to, toColumns }: ForeignKey): boolean {
  const [from, target] = [places.get(table), places.get(to)];
  if (target?.kind === 'everywhere') return true;
  if (from?.kind !== 'spread' || target?.kind !== 'spread') return from?.kind === 'here' && target?.kind === 'here';
  return (
    from.with === target.with && columns.indexOf(from.by) === toColumns.indexOf(target.by) && columns.includes(from.by)
  );
}

function withoutForeignKey({ table, name, to, onDelete }: ForeignKey): Part {
  const lost = onDelete === 'nothing' ? '' : '; its rows are then removed by the statement that erases, not by the key';
  return {
    statements: [`alter table ${table} drop constraint ${name}`],
    told: [`${table}.${name}: that the row of ${to} exists is not checked${lost}`],
  };
}

/** The rule within what lies together, and an index by which the row is still found. */
function widened(rule: UniqueRule, by: string): Part {
  const { table, name, columns, kind, filter } = rule;
  const because = LOOSENED[name];
  assert(because !== undefined || (rule.drawn && rule.plain && kind !== 'primary'), `${table}.${name} has a place`);
  const where = filter === null ? '' : ` where ${filter}`;
  const drop = kind === 'index' ? `drop index ${name}` : `alter table ${table} drop constraint ${name}`;
  const wide = `create unique index ${name}_here on ${table} (${[by, ...columns].join(', ')})${where}`;
  return {
    statements: [drop, wide, `create index ${name} on ${table} (${columns.join(', ')})${where}`],
    told: [`${table}.${name}: unique for each ${by}; beyond it, ${because ?? 'because it was drawn at random'}`],
  };
}

function placing(table: string, places: Places, { foreignKeys }: Catalog): readonly Part[] {
  const place = places.get(table);
  if (place === undefined || place.kind === 'here') return [];
  if (place.kind === 'everywhere') return [{ statements: [`select create_reference_table('${table}')`] }];
  const beside = besideOf(table, place, places, foreignKeys);
  return [{ statements: [`select create_distributed_table('${table}', '${place.by}', colocate_with => '${beside}')`] }];
}

function besideOf(table: string, place: Place, places: Places, foreignKeys: readonly ForeignKey[]): string {
  if (place.kind === 'spread' && place.with === 'persons') return table === 'person' ? 'none' : 'person';
  const refers = foreignKeys.find((key) => key.table === table && isSpread(places, key.to) && keeps(places, key));
  return refers?.to ?? 'none';
}

/** What is referred to comes before what refers to it, and people before everything of theirs. */
function inOrder(places: Places, { foreignKeys }: Catalog): readonly string[] {
  const ordered: string[] = [];
  const add = (table: string) => {
    if (ordered.includes(table)) return;
    for (const { to } of foreignKeys.filter((key) => key.table === table && key.to !== table)) add(to);
    ordered.push(table);
  };
  const rank = { everywhere: 0, spread: 1, here: 2 };
  const tables = [...places].toSorted(([, a], [, b]) => rank[a.kind] - rank[b.kind]).map(([table]) => table);
  for (const table of ['person', ...tables]) add(table);
  return ordered;
}
