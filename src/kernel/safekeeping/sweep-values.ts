import type { Tx } from '../db/db.ts';
import { valueContext } from '../vault/context.ts';
import { fitsEnvelope, HEAD_BYTES } from '../vault/envelope.ts';
import type { Keys } from '../vault/keys.ts';
import { unwrapKey } from '../vault/wrap.ts';
import { SafekeepingError } from './safekeeping-error.ts';
import { readValuesToTry, removeValues, type ValueToTry } from './store.ts';

const PAGE_VALUES = 2_000;
const NIL = '00000000-0000-0000-0000-000000000000';

/**
 * After a restore: tries which values their keys open, and removes those whose key is gone or has become that of a later
 * version. They were forgotten after the data backup. Nothing is opened: salt and commitment tell. A keyring that does
 * not fit at all throws `SafekeepingError`, so that a mistaken key backup never counts as forgetting.
 */
export async function sweepValues(tx: Tx, keys: Keys): Promise<{ readonly kept: number; readonly forgotten: number }> {
  let [kept, forgotten] = [0, 0];
  for (let after = { personId: NIL, recordId: NIL }; ; ) {
    const page = await readValuesToTry(tx, after, { limit: PAGE_VALUES, headBytes: HEAD_BYTES });
    const gone = page.filter((value) => !value.held && !opens(keys, value));
    if (gone.length > 0) await removeValues(tx, gone);
    kept += page.length - gone.length;
    forgotten += gone.length;
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE_VALUES) return { kept, forgotten };
    after = last;
  }
}

function opens(keys: Keys, value: ValueToTry): boolean {
  const { personId, recordId, field, version, role, head } = value;
  const { personKeyEpoch, personKeyWrapped, valueKeyEpoch, valueKeyWrapped } = value;
  if (personKeyEpoch === null || personKeyWrapped === null) return false;
  if (valueKeyEpoch === null || valueKeyWrapped === null) return false;
  const { siteId } = keys;
  try {
    const place = { siteId, personId, recordId: 'person', epoch: personKeyEpoch };
    const personKey = unwrapKey(keys.epochKey(personKeyEpoch), place, personKeyWrapped);
    const key = unwrapKey(personKey, { siteId, personId, recordId, epoch: valueKeyEpoch }, valueKeyWrapped);
    return fitsEnvelope(key, valueContext({ siteId, personId, field, recordId, version, role }), head);
  } catch {
    throw new SafekeepingError('the keyring of the key backup does not fit the keys in KEY_DIR: nothing was restored');
  }
}
