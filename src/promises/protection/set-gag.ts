import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { keepCaseText } from './case-texts.ts';
import { authenticated, groundIsProcess } from './facts.ts';
import { gagEnd } from './gag-end.ts';
import { CASE_TEXT_CHARACTERS_MAX, REASON_CHARACTERS_MIN } from './limits.ts';
import { officersRequest } from './reach.ts';
import { requestNow } from './request-facts.ts';
import * as store from './store.ts';

/**
 * «Об остальном мы сообщаем сами, а при запрете сообщать — когда он закончится»: a ban on telling gets its end, another
 * end, or ends now. It has to come before anything was produced: what stands in a person's chain is not taken back.
 */
export const setGag = defineAct({
  name: 'setGag',
  section: 'use',
  askers: ['legal-officer'],
  recipients: ['nobody'],
  opens: 'nothing',
  names: 'ground',
  facts: [authenticated, groundIsProcess],
  words: {
    ru: 'записывает, до какого дня запрещено сообщать человеку',
    en: 'records until when telling the person is forbidden',
    uk: 'записує, до якого дня заборонено повідомляти людину',
  },
  method: 'PUT',
  path: '/legal-requests/{legalRequest}/gag',
  input: z.strictObject({
    legalRequest: z.uuid(),
    /** Absent: it ends now. */
    gagUntil: z.iso.datetime({ offset: true }).optional(),
    reason: z.string().trim().min(REASON_CHARACTERS_MIN).max(CASE_TEXT_CHARACTERS_MAX),
  }),
  recording: 'each',
  changesFacts: true,
  reach: (tx, asker, input) => officersRequest(tx, asker, input.legalRequest),
  factsNow: async (moment) => (await requestNow(moment)).facts,
  async run({ tx, at, parts, input: { legalRequest, gagUntil, reason } }) {
    if (!(await store.setGag(tx, legalRequest, gagEnd(gagUntil, at)))) {
      throw new Refusal('conflict', 'there is no ban to end, or the person was told before');
    }
    await keepCaseText(parts, tx, legalRequest, 'gag', { reason });
    return {};
  },
});
