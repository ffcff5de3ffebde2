import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { keepOlder, makeNoticeSecret } from './secrets.ts';
import * as store from './store.ts';

/** How long the older secret may go on beside the new one, hours. */
const OVERLAP_HOURS_MAX = 168;

/** A new secret for notices. Each is signed by both until the overlap is over; after a leak there is none. */
export const turnNoticeSecret = defineAct({
  name: 'turnNoticeSecret',
  section: 'use',
  askers: ['owner', 'host'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [],
  words: {
    ru: 'меняет секрет извещений службе',
    en: 'turns the secret of notices to a service',
    uk: 'змінює секрет сповіщень службі',
  },
  method: 'POST',
  path: '/services/{service}/notice-secrets',
  internal: true,
  input: z.strictObject({
    service: z.string().min(1).max(40),
    /** 0: the older one is worth nothing at once. */
    overlapHours: z.int().min(0).max(OVERLAP_HOURS_MAX).default(24),
  }),
  recording: 'each',
  changesFacts: false,
  reach: async () => ({ personId: null }),
  async run({ tx, parts, input: { service, overlapHours } }) {
    if ((await store.findEndpoint(tx, service)) === undefined) {
      throw new Refusal('not_found', 'this service is sent no notices', { field: 'service' });
    }
    await keepOlder(tx, parts, service, overlapHours);
    return { service, secret: await makeNoticeSecret(tx, parts, service), overlapHours };
  },
});
