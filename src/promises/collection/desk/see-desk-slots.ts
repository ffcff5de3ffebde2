import { z } from 'zod';
import { defineLook } from '../../../kernel/gate/look.ts';
import * as store from './store.ts';

/** Where and when one may still come in the next two weeks. */
export const seeDeskSlots = defineLook({
  name: 'seeDeskSlots',
  section: 'collection',
  recipients: ['person'],
  opens: 'nothing',
  words: {
    ru: 'смотрит, когда можно прийти лично',
    en: 'looks when one may come in person',
    uk: 'переглядає, коли можна прийти особисто',
  },
  path: '/desk/slots',
  input: z.strictObject({}),
  recording: 'none',
  read: (reads) => store.readDeskOffer(reads),
  run: ({ places, slots }) => ({
    places: places.map(({ placeId, name, address, zone }) => ({ id: placeId, name, address, zone })),
    slots: slots.map(({ place, at }) => ({ place, at })),
  }),
});
