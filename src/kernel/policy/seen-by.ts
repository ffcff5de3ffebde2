import type { Words } from '../words.ts';
import type { DeclaredFact } from './act-description.ts';
import { type Field, STAFF } from './declarations.ts';
import type { Asker } from './names.ts';

/** How staff in one role see a field as it is declared; null: not at all. Where nothing is declared, the rules alone say. */
export function seenBy(field: Field, asker: Asker): 'open' | 'masked' | null {
  if (field.seenBy === undefined) return 'open';
  const role = STAFF.find((one) => one === asker);
  return (role && field.seenBy[role]) ?? null;
}

/** What the rules may ask about it, shared by every act by which staff see values. */
export const openToRole = fact(
  'openToRole',
  {
    ru: 'поле объявлено открытым для этой роли',
    en: 'the field is declared open to this role',
    uk: 'поле оголошено відкритим для цієї ролі',
  },
  {
    ru: 'поле не объявлено открытым для этой роли',
    en: 'the field is not declared open to this role',
    uk: 'поле не оголошено відкритим для цієї ролі',
  },
  (seen) => seen === 'open',
);
export const shownToRole = fact(
  'shownToRole',
  {
    ru: 'поле объявлено видимым для этой роли',
    en: 'the field is declared to be seen by this role',
    uk: 'поле оголошено видимим для цієї ролі',
  },
  {
    ru: 'поле не объявлено видимым для этой роли',
    en: 'the field is not declared to be seen by this role',
    uk: 'поле не оголошено видимим для цієї ролі',
  },
  (seen) => seen !== null,
);

function fact(
  name: string,
  words: Words,
  wordsNot: Words,
  holds: (seen: ReturnType<typeof seenBy>) => boolean,
): DeclaredFact {
  const declared: DeclaredFact['declared'] = ({ field, asker }) => field === null || holds(seenBy(field, asker));
  return { kind: 'declared', name, values: 'yes-no', tell: 'asker', words, wordsNot, declared };
}
