import assert from 'node:assert/strict';
import type { TableShape } from './store.ts';

/** Tables in an order in which every row finds the rows it refers to. */
export function byReference(tables: readonly TableShape[]): readonly TableShape[] {
  const ordered: TableShape[] = [];
  const placed = new Set<string>();
  while (ordered.length < tables.length) {
    const next = tables.filter(
      ({ name, refersTo }) => !placed.has(name) && refersTo.every((other) => placed.has(other)),
    );
    assert(next.length > 0, 'no two tables refer to each other');
    for (const table of next) {
      ordered.push(table);
      placed.add(table.name);
    }
  }
  return ordered;
}
