import type { GateParts } from '../../kernel/gate/parts.ts';
import { PASSWORD_CHARACTERS_MIN } from '../../kernel/limits.ts';
import { refusePoorPassword } from './passwords/refuse-poor-password.ts';
import * as store from './store.ts';
import { verifierOf } from './verifier-of.ts';

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
  charactersMin = PASSWORD_CHARACTERS_MIN,
): Promise<readonly store.SignInRow[]> {
  refusePoorPassword(password, [...known, new URL(parts.baseUrl()).hostname], field, charactersMin);
  const kind = [...password].length >= PASSWORD_CHARACTERS_MIN ? 'long' : 'short';
  const own = await store.readOwnSignIns(parts.db, personId);
  return await Promise.all(
    own.map(async (row) => ({
      tag: row.tag,
      kind: row.kind,
      password: kind,
      verifier: await verifierOf(parts, password, row.salt),
    })),
  );
}
