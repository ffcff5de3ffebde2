import { type Place, valueContext } from './context.ts';
import { openEnvelope } from './envelope.ts';
import type { Keys } from './keys.ts';
import type { SealedRow } from './store.ts';
import { unwrapKey } from './wrap.ts';

/**
 * Opens one sealed row as the value of the place that was expected: the person's key, the value's key and the envelope
 * are each bound to it. Inside the vault only; everyone else opens with a pass.
 */
export function openRow(keys: Keys, expected: Omit<Place, 'siteId' | 'version'>, row: SealedRow): Buffer {
  const { siteId } = keys;
  const { personId, recordId } = expected;
  const personPlace = { siteId, personId, recordId: 'person', epoch: row.personKey.epoch };
  const personKey = unwrapKey(keys.epochKey(row.personKey.epoch), personPlace, row.personKey.wrapped);
  const valueKey = unwrapKey(
    personKey,
    { siteId, personId, recordId, epoch: row.valueKey.epoch },
    row.valueKey.wrapped,
  );
  return openEnvelope(valueKey, valueContext({ siteId, ...expected, version: row.version }), row.sealed);
}
