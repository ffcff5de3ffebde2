import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { holdEnded } from './facts.ts';
import * as holds from './holds/store.ts';
import { sealedOf } from './reach.ts';
import * as store from './store.ts';

/** «…до назначенного срока»: what was kept apart is forgotten with its key when its term has run out. */
export const endHold = defineAct({
  name: 'endHold',
  section: 'protection',
  askers: ['worker'],
  recipients: ['nobody'],
  opens: 'nothing',
  names: 'ground',
  facts: [holdEnded],
  words: {
    ru: 'уничтожает отложенное на хранение, когда срок истёк',
    en: 'destroys what was kept apart when its term has run out',
    uk: 'знищує відкладене на зберігання, коли строк минув',
  },
  method: 'POST',
  path: '/legal-requests/{legalRequest}/hold/ending',
  internal: true,
  input: z.strictObject({ legalRequest: z.uuid() }),
  recording: 'each',
  changesFacts: true,
  async reach(tx, _asker, { legalRequest }) {
    const request = await store.findLegalRequest(tx, legalRequest);
    const hold = await holds.findHold(tx, legalRequest);
    return request && hold && { personId: null, ground: request.ground, hold, ...sealedOf(request) };
  },
  factsNow: async ({ tx, input }) => ({ holdEnded: (await holds.findHold(tx, input.legalRequest))?.over ?? false }),
  async run({ tx, parts, reached, input: { legalRequest } }) {
    if (!(await holds.markEnded(tx, legalRequest))) throw new Refusal('conflict', 'the hold ended before');
    await parts.holds.end(tx, reached.hold.holderId);
    return {};
  },
});
