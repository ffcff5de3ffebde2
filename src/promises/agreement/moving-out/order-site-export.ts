import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { isRecipient } from '../../../kernel/safekeeping/age-file.ts';
import { presenceWasFresh, wasFresh } from '../../security/index.ts';
import * as store from './store.ts';

/**
 * The owner orders everything that people left here to be taken to another system. Nothing is opened yet: whoever runs the
 * server carries it out, and only the holder of the named key can read the file.
 */
export const orderSiteExport = defineAct({
  name: 'orderSiteExport',
  section: 'agreement',
  askers: ['owner'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [presenceWasFresh],
  words: {
    ru: 'распоряжается перенести данные сайта в другую систему',
    en: 'orders the data of the site to be taken to another system',
    uk: 'розпоряджається перенести дані сайту до іншої системи',
  },
  method: 'POST',
  path: '/site-exports',
  internal: true,
  input: z.strictObject({ recipient: z.string().max(5000) }),
  recording: 'each',
  changesFacts: false,
  reach: async () => ({ personId: null }),
  factsNow: async (moment) => ({ presenceWasFresh: wasFresh(moment) }),
  async run({ tx, parts, input: { recipient } }) {
    if (!(await isRecipient(recipient))) {
      throw new Refusal('invalid', '`recipient` is no age public key', { field: 'recipient' });
    }
    const id = parts.random.uuid();
    await store.orderExport(tx, id, recipient);
    return { id };
  },
});
