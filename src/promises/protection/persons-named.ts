import type { Sql } from '../../kernel/db/db.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { BlindIndex } from '../../kernel/vault/blind-index.ts';
import { readIdentifier, tagsOf } from '../security/index.ts';
import * as store from './store.ts';

/**
 * Who is meant by each identifier of an authority: an account name, an e-mail address or a phone number. Null is nobody.
 * @throws Refusal `invalid` where an address was left by several (then nobody can say whose request it is), or where two
 *   identifiers mean one person
 */
export async function personsNamed(
  sql: Sql,
  blindIndex: BlindIndex,
  identifiers: readonly string[],
): Promise<readonly (string | null)[]> {
  const tags = identifiers.map((text) => {
    const identifier = readIdentifier(text);
    const index = identifier.kind === 'account-name' ? 'account' : identifier.kind;
    return tagsOf(blindIndex, identifier).map(({ tag }) => ({ index, tag }));
  });
  const found = await store.personsByTags(sql, tags.flat());
  const persons = tags.map((own, position) => {
    const known = found.filter(({ index, tag }) => own.some((one) => one.index === index && one.tag.equals(tag)));
    const ids = [...new Set(known.map(({ personId }) => personId))];
    if (ids.length > 1) throw wrong(position, 'was left by several: name the account');
    return ids[0] ?? null;
  });
  persons.forEach((person, position) => {
    if (person !== null && persons.indexOf(person) < position) throw wrong(position, 'means somebody named before');
  });
  return persons;
}

function wrong(position: number, what: string): Refusal {
  return new Refusal('invalid', `\`persons.${position}\` ${what}`, { field: `persons.${position}` });
}
