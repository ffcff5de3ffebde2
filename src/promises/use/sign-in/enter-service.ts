import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import { signInDeclared } from '../facts.ts';
import { insertDealing, joinDealing } from '../store.ts';
import { findEntry, SIGN_IN_REFERENCE } from './store.ts';

const id = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/);

/**
 * Signing in to a service with the account of this site is a dealing that the person joins: the service then gets the
 * fields declared for it until either side ends it. While it is open, a further sign-in goes on with the same one.
 */
export const enterService = defineAct({
  name: 'enterService',
  section: 'use',
  askers: ['person'],
  recipients: ['nobody'],
  opens: 'nothing',
  names: 'service',
  facts: [signInDeclared],
  words: { ru: 'входит в службу сайта', en: 'signs in to a service of the site', uk: 'входить до служби сайту' },
  method: 'POST',
  path: '/services/{service}/entries',
  internal: true,
  input: z.strictObject({ service: id, purpose: id }),
  recording: 'each',
  changesFacts: true,
  reach: async (_tx, asker, { service, purpose }) =>
    asker.kind === 'person' ? { personId: asker.personId, service: { id: service, purpose } } : undefined,
  async run({ tx, parts, reached: { personId, service: named } }) {
    const asked = { personId, service: named.id, purpose: named.purpose };
    const open = await findEntry(tx, asked);
    if (open !== undefined) return { dealing: open };
    const dealingId = parts.random.uuid();
    await insertDealing(tx, { ...asked, dealingId, reference: SIGN_IN_REFERENCE, proposed: null });
    await joinDealing(tx, dealingId, personId);
    return { dealing: dealingId };
  },
});
