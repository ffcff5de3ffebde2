import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { normaliseEmail } from '../../../kernel/vault/normalise-email.ts';
import * as store from './store.ts';

/**
 * Names an address that bulletins are from. Letters that a person asks for come from another one, so that nobody has to
 * take bulletins in order to get those.
 */
export const nameSender = defineAct({
  name: 'nameSender',
  section: 'communication',
  askers: ['editor', 'owner'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [],
  words: {
    ru: 'называет отправителя рассылок',
    en: 'names a sender of bulletins',
    uk: 'називає відправника розсилок',
  },
  method: 'PUT',
  path: '/senders',
  internal: true,
  input: z.strictObject({ address: z.string().trim().max(254), name: z.string().trim().max(100) }),
  recording: 'each',
  changesFacts: true,
  reach: async () => ({ personId: null }),
  async run({ tx, input: { address, name } }) {
    if (normaliseEmail(address) === undefined)
      throw new Refusal('invalid', '`address` must be an e-mail address', { field: 'address' });
    if (/\p{C}/u.test(name))
      throw new Refusal('invalid', '`name` must be free of control and invisible characters', { field: 'name' });
    await store.putSender(tx, { address, name });
    return {};
  },
});
