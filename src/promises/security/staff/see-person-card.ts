import assert from 'node:assert/strict';
import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import type { EntryBody } from '../../../kernel/ledger/entry.ts';
import { PAGE_ROWS_MAX } from '../../../kernel/limits.ts';
import { readSealed } from '../../../kernel/vault/store.ts';
import { readRecoveries } from '../recovery/store.ts';
import { cardReach } from './card-reach.ts';
import { readEntriesOfFields } from './store.ts';

/**
 * What staff see of a person without opening anything: which fields are held, since when, verified or not; and which of
 * the person's entries named a field: who asked, for what, who got it, when. What a ban on telling seals is not there.
 */
export const seePersonCard = defineAct({
  name: 'seePersonCard',
  section: 'security',
  askers: ['support', 'verifier', 'legal-officer', 'owner'],
  recipients: ['staff'],
  opens: 'nothing',
  facts: [],
  words: {
    ru: 'смотрит, какие данные есть у человека и кто их получал, не открывая их',
    en: 'looks which data a person has left and who got them, without opening them',
    uk: 'переглядає, які дані залишила людина та хто їх отримував, не відкриваючи їх',
  },
  method: 'GET',
  path: '/people/{card}',
  internal: true,
  input: z.strictObject({ card: z.uuid(), before: z.coerce.number().int().min(1).optional() }),
  recording: 'each',
  changesFacts: false,
  reach: (tx, _asker, { card }) => cardReach(tx, card),
  async run({ tx, reached, version, person, input }) {
    assert(person !== null, 'a card stands for a person');
    const rows = await readSealed(tx, reached.personId, 'all');
    const { country, countryHow, language, restricted } = person;
    const entries = await readEntriesOfFields(tx, reached.personId, input.before ?? null, PAGE_ROWS_MAX);
    const recoveries = (await readRecoveries(tx, reached.personId)).map(({ begunBy: _by, ...row }) => row);
    return {
      recoveries,
      entries: entries.map(({ body, ...row }) => ({ ...row, body: JSON.parse(body) as EntryBody })),
      older: entries.length === PAGE_ROWS_MAX ? (entries.at(-1)?.n ?? null) : null,
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
