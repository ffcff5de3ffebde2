import { valueContext } from '../kernel/vault/context.ts';
import { openEnvelope } from '../kernel/vault/envelope.ts';
import { unwrapKey } from '../kernel/vault/wrap.ts';
import type { Place } from './open-place.ts';
import { insertBare, selectBare } from './store.ts';

/**
 * What a program without policy, facts, decisions or chains would do for the same answer: one indexed select by a named
 * statement, the same decryption, one durable insert of a row of the same size, over the same pool of ten.
 */
export function bareOpen({ app, fields }: Place, body: string): (personId: string) => Promise<Record<string, string>> {
  const { db, keys, random } = app.parts;
  const { siteId, epoch } = keys;
  const epochKey = keys.epochKey(epoch);
  let n = 0;
  return async (personId) => {
    const rows = await selectBare(db, personId, fields);
    const opened: Record<string, string> = {};
    let personKey: Buffer | undefined;
    for (const { recordId, field, version, sealed, valueKey, personKey: wrapped } of rows) {
      personKey ??= unwrapKey(epochKey, { siteId, personId, recordId: 'person', epoch }, wrapped);
      const key = unwrapKey(personKey, { siteId, personId, recordId, epoch }, valueKey);
      const context = valueContext({ siteId, personId, field, recordId, version, role: 'value' });
      opened[field] = openEnvelope(key, context, sealed).toString();
    }
    n += 1;
    await insertBare(db, { personId, n, leaf: random.bytes(32), salt: random.bytes(32), body });
    return opened;
  };
}
