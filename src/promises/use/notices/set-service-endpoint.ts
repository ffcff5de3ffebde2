import { z } from 'zod';
import { isWithin } from '../../../kernel/fetch-public.ts';
import { defineAct } from '../../../kernel/gate/act.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { makeNoticeSecret } from './secrets.ts';
import * as store from './store.ts';

/**
 * Where a service of the site is told what happened: by the owner or whoever runs the server, never by the service's own
 * key, or a key that leaked could lead everything elsewhere. The first time gives a secret to know the notices by.
 */
export const setServiceEndpoint = defineAct({
  name: 'setServiceEndpoint',
  section: 'use',
  askers: ['owner', 'host'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [],
  words: {
    ru: 'указывает, куда посылать извещения службе',
    en: 'says where a service is sent notices',
    uk: 'вказує, куди надсилати сповіщення службі',
  },
  method: 'PUT',
  path: '/services/{service}/endpoint',
  internal: true,
  input: z.strictObject({ service: z.string().min(1).max(40), address: z.url().max(500) }),
  recording: 'each',
  changesFacts: false,
  reach: async () => ({ personId: null }),
  async run({ tx, parts, input: { service, address }, version }) {
    if (!version.declarations.services.some(({ id }) => id === service)) {
      throw new Refusal('invalid', 'no service of this `service` is declared in the policy', { field: 'service' });
    }
    const url = new URL(address);
    const own = url.protocol === 'http:' && isWithin(url, parts.privateServices);
    if ((url.protocol !== 'https:' && !own) || url.username !== '' || url.password !== '' || url.hash !== '') {
      throw new Refusal(
        'invalid',
        '`address` must begin with https and hold no password; http only for a host of `PRIVATE_SERVICES`',
        { field: 'address' },
      );
    }
    const fresh = await store.setEndpoint(tx, service, url.href);
    return { service, address: url.href, secret: fresh ? await makeNoticeSecret(tx, parts, service) : null };
  },
});
