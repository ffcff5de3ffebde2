import type { Sql } from '../db/db.ts';
import type { Keys } from './keys.ts';
import { openRow } from './open-row.ts';
import { readSealedAfter } from './store.ts';

const PAGE_VALUES = 500;
const NIL = '00000000-0000-0000-0000-000000000000';

/**
 * How many values open whole with these keys, to the last byte, and how many do not. What is opened is dropped at once:
 * for a drill, which must know more than that the keys are the right ones.
 */
export async function countOpenable(
  sql: Sql,
  keys: Keys,
): Promise<{ readonly whole: number; readonly broken: number }> {
  let [whole, broken] = [0, 0];
  for (let after = { personId: NIL, recordId: NIL }; ; ) {
    const page = await readSealedAfter(sql, after, PAGE_VALUES);
    for (const row of page) {
      const { personId, field, recordId, role } = row;
      try {
        openRow(keys, { personId, field, recordId, role }, row);
        whole += 1;
      } catch {
        broken += 1;
      }
    }
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE_VALUES) return { whole, broken };
    after = last;
  }
}
