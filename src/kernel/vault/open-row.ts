import { type Place, valueContext } from './context.ts';
import { openEnvelope } from './envelope.ts';
import type { Keys } from './keys.ts';
import type { OpenableRow } from './store.ts';
import { unwrapKey } from './wrap.ts';

type Expected = Omit<Place, 'siteId' | 'version'>;

/**
 * Opens one sealed row as the value of the place that was expected: the person's key, the value's key and the envelope
 * are each bound to it. Inside the vault only; everyone else opens with a pass.
 */
export function openRow(keys: Keys, expected: Expected, row: OpenableRow): Buffer {
  return openRowWith(keys.siteId, expected, row, personKeyOf(keys, expected, row));
}

/** The same for several rows: the person's key that they share is unwrapped once. */
export function rowOpener(keys: Keys): (expected: Expected, row: OpenableRow) => Buffer {
  let last: { personId: string; epoch: number; wrapped: Buffer; key: Buffer } | undefined;
  return (expected, row) => {
    const { epoch, wrapped } = row.personKey;
    const owner = row.keyOwner ?? expected.personId;
    const same = last?.personId === owner && last.epoch === epoch && last.wrapped.equals(wrapped);
    if (last === undefined || !same) {
      last = { personId: owner, epoch, wrapped, key: personKeyOf(keys, expected, row) };
    }
    return openRowWith(keys.siteId, expected, row, last.key);
  };
}

/** The key of the person whose row it is. */
export function personKeyOf(
  keys: Keys,
  { personId }: Pick<Expected, 'personId'>,
  { personKey, keyOwner = personId }: OpenableRow,
): Buffer {
  const place = { siteId: keys.siteId, personId: keyOwner, recordId: 'person', epoch: personKey.epoch };
  return unwrapKey(keys.epochKey(personKey.epoch), place, personKey.wrapped);
}

type OfValue = Pick<OpenableRow, 'version' | 'sealed' | 'valueKey' | 'keyOwner'>;

/** The same, once the person's key is there. */
export function openRowWith(siteId: string, expected: Expected, row: OfValue, personKey: Buffer): Buffer {
  const { personId, recordId } = expected;
  const place = { siteId, personId: row.keyOwner ?? personId, recordId, epoch: row.valueKey.epoch };
  const valueKey = unwrapKey(personKey, place, row.valueKey.wrapped);
  return openEnvelope(valueKey, valueContext({ siteId, ...expected, version: row.version }), row.sealed);
}
