import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import { raiseFactsNumber } from '../../kernel/ledger/store.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { hashToken } from './sessions.ts';
import * as store from './store.ts';

/**
 * A secret for a declared service or provider, shown once. A provider gets a second one: the shared secret with which
 * calls in both directions are signed (Standard Webhooks, `whsec_…`), kept sealed because we sign with it.
 */
export const issueCredential = defineAct({
  name: 'issueCredential',
  section: 'security',
  askers: ['host', 'owner'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [],
  words: {
    ru: 'выдаёт ключ доступа службе или платёжной системе',
    en: 'issues a credential to a service or provider',
    uk: 'видає ключ доступу службі або платіжній системі',
  },
  method: 'POST',
  path: '/credentials',
  internal: true,
  input: z.strictObject({
    kind: z.enum(['service', 'provider']),
    name: z.string().min(1).max(40),
    /** What the provider itself gave out: the key to its interface, and the secret by which it signs reports. */
    given: z
      .strictObject({ key: z.string().min(8).max(500), reports: z.string().min(8).max(500).optional() })
      .optional(),
  }),
  recording: 'each',
  changesFacts: true,
  reach: async () => ({ personId: null }),
  async run({ tx, parts, input, version }) {
    const declared = input.kind === 'service' ? version.declarations.services : version.declarations.providers;
    if (!declared.some(({ id }) => id === input.name)) {
      throw new Refusal('invalid', `no ${input.kind} of this \`name\` is declared in the policy`, { field: 'name' });
    }
    const secret = `${input.kind === 'service' ? 'kxs' : 'kxp'}_${parts.random.bytes(32).toString('base64url')}`;
    const credentialId = parts.random.uuid();
    await store.insertCredential(tx, {
      credentialId,
      kind: input.kind,
      name: input.name,
      secretHash: hashToken(secret),
    });
    if (input.kind === 'service') return { secret, signingSecret: null };
    const { given } = input;
    const signingSecret = `whsec_${parts.random.bytes(24).toString('base64')}`;
    await parts.siteSecrets.store(tx, signingSecretName(input.name), given?.reports ?? signingSecret);
    if (given !== undefined) await parts.siteSecrets.store(tx, providerKeyName(input.name), given.key);
    await raiseFactsNumber(tx);
    // What the provider gave is not shown again.
    return { secret, signingSecret: given === undefined ? signingSecret : null };
  },
});

/** Under which name the site keeps what it signs calls to a provider with. */
export function signingSecretName(provider: string): string {
  return `signing/${provider}`;
}

/** And the key that the provider gave for its own interface. */
export function providerKeyName(provider: string): string {
  return `provider-key/${provider}`;
}
