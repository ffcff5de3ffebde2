import { z } from 'zod';
import { leftFields } from '../../../kernel/gate/left-fields.ts';
import { defineOpening } from '../../../kernel/gate/opening.ts';
import { pseudonymFor } from '../../../kernel/vault/pseudonym.ts';
import { dealingOpen, fieldDeclaredForPurpose, joinedByPerson, originUsable, restricted } from '../facts.ts';
import * as store from './store.ts';

/**
 * «Сайт использует личную информацию Пользователя для обслуживания»: a service gets the fields declared for the purpose
 * of a dealing that the person joined and that is open. One field too many, and the whole request is refused.
 */
export const askFields = defineOpening({
  name: 'askFields',
  section: 'use',
  askers: ['service'],
  recipients: ['service'],
  opens: 'fields',
  names: 'service',
  facts: [fieldDeclaredForPurpose, joinedByPerson, dealingOpen, originUsable, restricted],
  words: { ru: 'просит данные для заказа', en: 'asks for data for a dealing', uk: 'просить дані для замовлення' },
  method: 'POST',
  path: '/dealings/{dealing}/fields',
  many: {
    name: 'askFieldsOfMany',
    path: '/dealings/fields',
    each: 'dealing',
    list: 'dealings',
    words: { en: 'asks for the same fields for several dealings' },
  },
  input: z.strictObject({
    dealing: z.uuid(),
    fields: z
      .array(z.string().regex(/^[a-z][a-z0-9-]{0,39}$/))
      .min(1)
      .max(50),
  }),
  recording: 'each',
  changesFacts: false,
  together: (_asker, { dealing, fields }) => [
    store.readAskedTogether({ dealingId: dealing, fields: [...new Set(fields)] }),
  ],
  async reach(reads, asker, input) {
    if (asker.kind !== 'service') return undefined;
    const dealing = await store.findAskedDealing(reads, input.dealing);
    // Not joined, not this service's, or of nobody: one answer for all three.
    if (dealing?.service !== asker.id || dealing.personId === null) return undefined;
    return { personId: dealing.personId, dealing, service: { id: dealing.service, purpose: dealing.purpose } };
  },
  fields: ({ reads, input, reached }) => leftFields(reads, reached.personId, input.fields),
  async factsNow({ reads, reached, person, input }) {
    const { dealingId } = reached.dealing;
    const dealing = await store.readDealingNow(reads, { dealingId, fields: [...new Set(input.fields)] });
    return {
      joinedByPerson: dealing?.personId === reached.personId,
      dealingOpen: dealing?.ended === false,
      originUsable: dealing?.brought === false,
      restricted: person?.restricted ?? false,
    };
  },
  run: ({ parts, reached, input, opened }) => ({
    // The service knows the person by a name of its own; the person's id never leaves the server.
    person: pseudonymFor(parts.keys, `service:${reached.service.id}`, reached.personId),
    fields: Object.fromEntries(input.fields.map((field) => [field, opened.get(field)?.unseal('answer') ?? null])),
  }),
});
