import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import { hashToken } from '../sessions.ts';
import { insertOwnerLink } from './store.ts';

/** A link lives for a day: long enough to register and set up a second factor first. */
const LINK_HOURS = 24;

/** The one-time link with which an owner claims the console: made on the machine itself, and recorded. */
export const makeOwnerLink = defineAct({
  name: 'makeOwnerLink',
  section: 'security',
  askers: ['host'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [],
  words: {
    ru: 'создаёт одноразовую ссылку владельца',
    en: 'makes a one-time link for the owner',
    uk: 'створює одноразове посилання власника',
  },
  method: 'POST',
  path: '/owner-links',
  internal: true,
  input: z.strictObject({}),
  recording: 'each',
  changesFacts: true,
  reach: async () => ({ personId: null }),
  async run({ tx, parts }) {
    const token = parts.random.bytes(32).toString('base64url');
    const expiresAt = await insertOwnerLink(tx, hashToken(token), LINK_HOURS);
    return { address: claimAddress(parts.baseUrl(), token), token, expiresAt };
  },
});

/** The token stands behind the `#`: a browser sends that to nobody, so it is in no log, cache or referrer. */
export function claimAddress(baseUrl: string, token: string): string {
  return `${baseUrl}/console/claim#${token}`;
}
