import { z } from 'zod';
import type { Sql } from '../../kernel/db/db.ts';
import { Refusal } from '../../kernel/refusal.ts';
import * as store from './store.ts';

/**
 * In a process for somebody's own work with the site nobody is named but by the dealing that it is about. Null is a
 * dealing that nobody joined.
 * @throws Refusal `invalid` where an id is none, or two dealings are of one person
 */
export async function personsOfDealings(sql: Sql, ids: readonly string[]): Promise<readonly (string | null)[]> {
  ids.forEach((id, position) => {
    if (!z.uuid().safeParse(id).success) throw wrong(position, 'is no id of a dealing');
  });
  const joined = new Map((await store.personsOfDealings(sql, ids)).map((row) => [row.dealingId, row.personId]));
  const persons = ids.map((id) => joined.get(id.toLowerCase()) ?? null);
  const named = new Set<string>();
  persons.forEach((person, position) => {
    if (person !== null && named.has(person)) throw wrong(position, 'is of somebody named before');
    if (person !== null) named.add(person);
  });
  return persons;
}

function wrong(position: number, what: string): Refusal {
  return new Refusal('invalid', `\`persons.${position}\` ${what}`, { field: `persons.${position}` });
}
