import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import { ownReach } from '../../../kernel/gate/own-reach.ts';
import { PASSWORD_CHARACTERS_MAX } from '../../../kernel/limits.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { readCurrent } from '../../../kernel/vault/store.ts';
import { requirePresence } from '../../security/index.ts';
import { horizonFrom } from './erase-person.ts';
import { forgetFields } from './forget-fields.ts';

const names = z.array(z.string().max(64)).max(200).default([]);

/** A person erases part of what they left: single fields, or all of a category. Permitted by the floor, as the whole is. */
export const eraseOwnFields = defineAct({
  name: 'eraseOwnFields',
  section: 'protection',
  askers: ['person'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [],
  words: {
    ru: 'стирает часть своих данных',
    en: 'erases part of their data',
    uk: 'стирає частину своїх даних',
  },
  method: 'POST',
  path: '/own-data/partial-erasure',
  input: z.strictObject({
    fields: names,
    /** DPV terms, such as `pd:EmailAddress`. */
    categories: names,
    password: z.string().max(PASSWORD_CHARACTERS_MAX).optional(),
  }),
  recording: 'each',
  changesFacts: true,
  prepare: (parts, asker, { password }) =>
    requirePresence(parts, asker, { password, why: 'the password is needed to erase', ownKeyWillDo: true }),
  reach: ownReach,
  async run({ tx, parts, reached: { personId }, input, version, at }) {
    const { fields } = version.declarations;
    const unknown = input.fields.some((name) => !fields.some(({ id }) => id === name));
    if (unknown) throw new Refusal('invalid', '`fields` names a field that is not declared', { field: 'fields' });
    const wanted = fields.filter(
      ({ id, category }) => input.fields.includes(id) || input.categories.includes(category),
    );
    const rows = await readCurrent(
      tx,
      personId,
      wanted.map(({ id }) => id),
    );
    const held = wanted.flatMap((field) => {
      const row = rows.find((one) => one.field === field.id);
      return row === undefined ? [] : [{ field, recordId: row.recordId }];
    });
    if (held.length === 0) throw new Refusal('conflict', 'nothing of this is held', { field: 'fields' });
    await forgetFields({ tx, parts }, personId, held);
    return { erased: held.map(({ field }) => field.id), erasedAt: at, finalBy: horizonFrom(at) };
  },
});
