import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { forgetNoticeSecrets } from './secrets.ts';
import * as store from './store.ts';

/** A service is told nothing any more; what it was still to be told is forgotten with the secrets. */
export const endServiceEndpoint = defineAct({
  name: 'endServiceEndpoint',
  section: 'use',
  askers: ['owner', 'host'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [],
  words: {
    ru: 'прекращает извещения службе',
    en: 'ends the notices to a service',
    uk: 'припиняє сповіщення службі',
  },
  method: 'DELETE',
  path: '/services/{service}/endpoint',
  internal: true,
  input: z.strictObject({ service: z.string().min(1).max(40) }),
  recording: 'each',
  changesFacts: false,
  reach: async () => ({ personId: null }),
  async run({ tx, parts, input: { service } }) {
    if (!(await store.dropEndpoint(tx, service))) {
      throw new Refusal('not_found', 'this service is sent no notices', { field: 'service' });
    }
    await forgetNoticeSecrets(tx, parts, service);
    return { service };
  },
});
