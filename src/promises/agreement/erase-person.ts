import type { Running } from '../../kernel/gate/act.ts';
import * as store from './store.ts';

/**
 * Everything that is kept of a person, in one transaction: what each promise keeps, the texts of the history but that of
 * this erasure, values, keys and tags.
 */
export async function erasePerson(
  { tx, parts, entry }: Pick<Running<unknown, never, unknown>, 'tx' | 'parts' | 'entry'>,
  personId: string,
): Promise<void> {
  for (const erase of parts.erasers) await erase(tx, personId);
  await store.eraseAgreement(tx, personId, entry ?? 0);
  await parts.keyring.forgetPerson(tx, personId);
}
