import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import { personsByTags } from '../../../kernel/vault/store.ts';
import { type IdentifierKind, livingTags, readIdentifier } from '../identifiers.ts';
import { cardsOf } from './store.ts';

/** One address may have been left by several; more than this is no search for a person. */
const FOUND_MAX = 20;
const INDEX: Readonly<Record<IdentifierKind, string>> = { 'account-name': 'account', email: 'email', phone: 'phone' };

/**
 * Staff find a person by exactly what the person tells them: account name, e-mail or phone. There is no search by a
 * part, no list of people, and what was typed is kept nowhere.
 */
export const findPerson = defineAct({
  name: 'findPerson',
  section: 'security',
  askers: ['support', 'verifier', 'legal-officer', 'owner'],
  recipients: ['staff'],
  opens: 'nothing',
  facts: [],
  words: {
    ru: 'ищет человека по точному имени для входа, почте или телефону',
    en: 'looks for a person by an exact account name, e-mail or phone',
    uk: 'шукає людину за точним іменем для входу, поштою або телефоном',
  },
  method: 'POST',
  path: '/people/search',
  internal: true,
  input: z.strictObject({ identifier: z.string().trim().min(1).max(320) }),
  recording: 'each',
  changesFacts: false,
  reach: async () => ({ personId: null }),
  async run({ tx, input, parts }) {
    const identifier = readIdentifier(input.identifier);
    const tags = await livingTags(parts, identifier);
    const persons = tags.length === 0 ? [] : await personsByTags(tx, INDEX[identifier.kind], tags);
    const cards = await cardsOf(tx, parts.random, persons.slice(0, FOUND_MAX));
    return { cards: [...cards.values()] };
  },
});
