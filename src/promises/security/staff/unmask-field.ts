import assert from 'node:assert/strict';
import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import { shownToRole } from '../../../kernel/policy/seen-by.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { readSealed } from '../../../kernel/vault/store.ts';
import { reasonGiven } from '../facts.ts';
import { cardReach } from './card-reach.ts';
import { insertUnmasking, readRoles } from './store.ts';

/** The field under which the vault holds why a value was unmasked. */
export const REASON_FIELD = 'unmasking/reason';
/** Shorter is no reason that the person could understand. */
const REASON_CHARACTERS_MIN = 10;

const ASKERS = ['support', 'verifier', 'legal-officer', 'owner'] as const;

/**
 * «Открыть значение можно, только назвав причину, и это видно в Вашей истории»: one value of one person, for one
 * reason, which the person reads word for word.
 */
export const unmaskField = defineAct({
  name: 'unmaskField',
  section: 'security',
  askers: ASKERS,
  recipients: ['staff'],
  opens: 'fields',
  facts: [reasonGiven, shownToRole],
  words: { ru: 'открывает одно скрытое значение', en: 'unmasks one value', uk: 'відкриває одне приховане значення' },
  method: 'POST',
  path: '/people/{card}/unmaskings',
  internal: true,
  input: z.strictObject({ card: z.uuid(), field: z.string().min(1).max(40), reason: z.string().max(500) }),
  recording: 'each',
  changesFacts: false,
  reach: (tx, _asker, { card }) => cardReach(tx, card),
  async fields({ tx, reached, input, version }) {
    if (!version.declarations.fields.some(({ id }) => id === input.field)) {
      throw new Refusal('invalid', 'no such `field` is declared', { field: 'field' });
    }
    const [row] = await readSealed(tx, reached.personId, [input.field]);
    return [{ field: input.field, recordId: row?.recordId ?? null }];
  },
  factsNow: async ({ input }) => ({ reasonGiven: reasonOf(input.reason).length >= REASON_CHARACTERS_MIN }),
  async run({ tx, reached: { personId }, input, asker, opened, entry, at, parts }) {
    assert(asker.kind === 'person' && entry !== null, 'staff are persons, and an unmasking is recorded');
    const value = opened.get(input.field);
    if (value === undefined) throw new Refusal('conflict', 'nothing was left in this field', { field: 'field' });
    const plaintext = reasonOf(input.reason);
    const [kept] = await parts.keyring.store(tx, personId, [{ field: REASON_FIELD, plaintext, role: 'file' }]);
    assert(kept !== undefined, 'one value stored is one record');
    const roles = await readRoles(tx, asker.personId);
    const role = ASKERS.find((one) => roles.includes(one));
    assert(role !== undefined, 'the gate let staff through');
    const unmaskingId = parts.random.uuid();
    const row = { unmaskingId, n: entry, field: input.field, role, reasonRecord: kept.recordId, at };
    await insertUnmasking(tx, personId, row);
    return { field: input.field, value: value.unseal('answer') };
  },
});

/** What was typed without the space around and inside that would only make it long. */
function reasonOf(typed: string): string {
  return typed.replace(/\s+/gu, ' ').trim();
}
