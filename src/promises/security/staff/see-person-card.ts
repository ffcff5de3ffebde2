import assert from 'node:assert/strict';
import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import { readSealed } from '../../../kernel/vault/store.ts';
import { readRecoveries } from '../recovery/store.ts';
import { cardReach } from './card-reach.ts';

/** What staff see of a person without opening anything: which fields are held, since when, verified or not. */
export const seePersonCard = defineAct({
  name: 'seePersonCard',
  section: 'security',
  askers: ['support', 'verifier', 'legal-officer', 'owner'],
  recipients: ['staff'],
  opens: 'nothing',
  facts: [],
  words: {
    ru: 'смотрит, какие данные есть у человека, не открывая их',
    en: 'looks which data a person has left, without opening them',
    uk: 'переглядає, які дані залишила людина, не відкриваючи їх',
  },
  method: 'GET',
  path: '/people/{card}',
  internal: true,
  input: z.strictObject({ card: z.uuid() }),
  recording: 'each',
  changesFacts: false,
  reach: (tx, _asker, { card }) => cardReach(tx, card),
  async run({ tx, reached, version, person }) {
    assert(person !== null, 'a card stands for a person');
    const rows = await readSealed(tx, reached.personId, 'all');
    const { country, countryHow, language, restricted } = person;
    const recoveries = (await readRecoveries(tx, reached.personId)).map(({ begunBy: _by, ...row }) => row);
    return {
      recoveries,
      country,
      countryHow,
      language,
      restricted,
      fields: version.declarations.fields.map(({ id }) => {
        const row = rows.find(({ field }) => field === id);
        return { field: id, since: row?.createdAt ?? null, verifiedHow: row?.verifiedHow ?? null };
      }),
    };
  },
});
