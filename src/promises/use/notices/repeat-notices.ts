import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import { DELIVERED_DAYS } from './notice-upkeep-job.ts';
import * as store from './store.ts';

/**
 * What was given up is sent again, and at wish what was delivered in the last days too. Each is decided on anew, and has
 * the number it had: a service that does everything once does nothing twice.
 */
export const repeatNotices = defineAct({
  name: 'repeatNotices',
  section: 'use',
  askers: ['owner', 'host'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [],
  words: {
    ru: 'поручает повторить извещения службе',
    en: 'has notices to a service sent again',
    uk: 'доручає повторити сповіщення службі',
  },
  method: 'POST',
  path: '/services/{service}/repeated-notices',
  internal: true,
  input: z.strictObject({
    service: z.string().min(1).max(40),
    /** Delivered ones of so many days, too. */
    days: z.int().min(0).max(DELIVERED_DAYS).default(0),
  }),
  recording: 'each',
  changesFacts: false,
  reach: async () => ({ personId: null }),
  run: async ({ tx, input: { service, days } }) => ({ again: await store.repeatNotices(tx, service, days) }),
});
