import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import { ownReach } from '../../../kernel/gate/own-reach.ts';
import { DESK_SLOTS_MAX } from '../../../kernel/limits.ts';
import * as store from './store.ts';

/** Where and when one may still come in the next two weeks. */
export const seeDeskSlots = defineAct({
  name: 'seeDeskSlots',
  section: 'collection',
  askers: ['person'],
  recipients: ['person'],
  opens: 'nothing',
  facts: [],
  words: {
    ru: 'смотрит, когда можно прийти лично',
    en: 'looks when one may come in person',
    uk: 'переглядає, коли можна прийти особисто',
  },
  method: 'GET',
  path: '/desk/slots',
  input: z.strictObject({}),
  recording: 'none',
  changesFacts: false,
  reach: ownReach,
  async run({ tx }) {
    const places = await store.readOpenPlaces(tx);
    const slots = await store.freeSlots(tx, DESK_SLOTS_MAX);
    return {
      places: places.map(({ placeId, name, address, zone }) => ({ id: placeId, name, address, zone })),
      slots: slots.map(({ place, at }) => ({ place, at })),
    };
  },
});
