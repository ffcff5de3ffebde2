import type { Sql } from '../../kernel/db/db.ts';
import type { GateParts } from '../../kernel/gate/parts.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { livingTags, readIdentifier } from '../security/index.ts';
import * as store from './store.ts';

/**
 * Who is meant by each identifier of an authority: an account name, an e-mail address or a phone number. Null is nobody.
 * @throws Refusal `invalid` where an address was left by several (then nobody can say whose request it is), or where two
 *   identifiers mean one person
 */
export async function personsNamed(
  sql: Sql,
  parts: GateParts,
  identifiers: readonly string[],
): Promise<readonly (string | null)[]> {
  const tags: { readonly index: string; readonly tag: Buffer }[][] = [];
  for (const text of identifiers) {
    const identifier = readIdentifier(text);
    const index = identifier.kind === 'account-name' ? 'account' : identifier.kind;
    tags.push((await livingTags(parts, identifier)).map(({ tag }) => ({ index, tag })));
  }
  const found = new Map<string, Set<string>>();
  for (const { personId, ...tag } of await store.personsByTags(sql, tags.flat())) {
    const key = keyOf(tag);
    found.set(key, (found.get(key) ?? new Set()).add(personId));
  }
  const persons = tags.map((own, position) => {
    const ids = new Set(own.flatMap((tag) => [...(found.get(keyOf(tag)) ?? [])]));
    if (ids.size > 1) throw wrong(position, 'was left by several: name the account');
    return [...ids][0] ?? null;
  });
  const named = new Set<string>();
  persons.forEach((person, position) => {
    if (person !== null && named.has(person)) throw wrong(position, 'means somebody named before');
    if (person !== null) named.add(person);
  });
  return persons;
}

function keyOf({ index, tag }: { readonly index: string; readonly tag: Buffer }): string {
  return `${index} ${tag.toString('base64')}`;
}

function wrong(position: number, what: string): Refusal {
  return new Refusal('invalid', `\`persons.${position}\` ${what}`, { field: `persons.${position}` });
}
