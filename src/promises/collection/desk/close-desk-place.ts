import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import * as store from './store.ts';

/** No new appointment at a place; those that were made stand. */
export const closeDeskPlace = defineAct({
  name: 'closeDeskPlace',
  section: 'collection',
  askers: ['verifier', 'owner'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [],
  words: {
    ru: 'закрывает место личных визитов для новой записи',
    en: 'closes a place for new appointments',
    uk: 'закриває місце особистих візитів для нового запису',
  },
  method: 'POST',
  path: '/desk/places/{place}/closing',
  internal: true,
  input: z.strictObject({ place: z.uuid() }),
  recording: 'each',
  changesFacts: false,
  reach: async (_tx, asker) => (asker.kind === 'person' ? { personId: null } : undefined),
  async run({ tx, input: { place } }) {
    if (!(await store.closePlace(tx, place))) throw new Refusal('conflict', 'there is no such open place');
    return { id: place };
  },
});
