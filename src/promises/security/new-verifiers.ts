import type { GateParts } from '../../kernel/gate/parts.ts';
import { verifierOf } from './match-password.ts';
import { refusePoorPassword } from './passwords/refuse-poor-password.ts';
import * as store from './store.ts';

/**
 * What the person would sign in by with a new password: the same identifiers, each under the salt of its tag.
 * @throws Refusal `invalid` for a password that anybody would try first
 */
export async function newVerifiers(
  parts: GateParts,
  personId: string,
  password: string,
  known: readonly string[],
  field = 'password',
): Promise<readonly store.SignInRow[]> {
  refusePoorPassword(password, [...known, new URL(parts.baseUrl()).hostname], field);
  const own = await store.readOwnSignIns(parts.db, personId);
  return await Promise.all(
    own.map(async ({ tag, kind, salt }) => ({ tag, kind, verifier: await verifierOf(parts, password, salt) })),
  );
}
