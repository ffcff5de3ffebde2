import assert from 'node:assert/strict';
import type { Tx } from '../../db/db.ts';
import type { KeyringParts } from '../keyring.ts';
import { deletePerson, insertPersonKey, lockPersonKey, putValueKeys, readValueKeys } from '../store.ts';
import { unwrapKey, wrapKey } from '../wrap.ts';
import { copyToHolder, deleteHeld, readHeldRecords } from './store.ts';

/** What is kept apart from the erasure of the person it is of, until an end that comes by itself. */
export interface Holds {
  /** Wraps the keys of these values a second time, under the holder's key, and keeps their sealed bytes. Opens nothing. */
  hold(tx: Tx, holderId: string, personId: string, recordIds: readonly string[]): Promise<void>;
  /** Forgets the holder's key and all that it kept. */
  end(tx: Tx, holderId: string): Promise<void>;
}

/**
 * The holder stands in the keyring where a person stands, so the turning of an epoch, backups and tombstones reach what
 * is held without a way of their own. The person's own rows stay as they are: erasure goes on. Envelopes stay bound to
 * the person, the field and the record.
 */
export function createHolds({ keys, random }: KeyringParts): Holds {
  const { siteId } = keys;
  const lockedKey = async (tx: Tx, id: string): Promise<Buffer> => {
    const row = await lockPersonKey(tx, id);
    assert(row !== undefined, 'who holds and whose values are held have keys');
    const place = { siteId, personId: id, recordId: 'person', epoch: row.epoch };
    return unwrapKey(keys.epochKey(row.epoch), place, row.wrapped);
  };
  return {
    async hold(tx, holderId, personId, recordIds) {
      const place = { siteId, personId: holderId, recordId: 'person', epoch: keys.epoch };
      const made = wrapKey(keys.epochKey(keys.epoch), place, random.bytes(32), random);
      await insertPersonKey(tx, holderId, { epoch: keys.epoch, wrapped: made });
      const [from, to] = [await lockedKey(tx, personId), await lockedKey(tx, holderId)];
      const there = new Set(await readHeldRecords(tx, holderId));
      const wanted = new Set(recordIds.filter((id) => !there.has(id)));
      const own = (await readValueKeys(tx, personId)).filter(({ recordId }) => wanted.has(recordId));
      const again = own.map(({ recordId, epoch, wrapped }) => {
        const valueKey = unwrapKey(from, { siteId, personId, recordId, epoch }, wrapped);
        const held = { siteId, personId: holderId, recordId, epoch: keys.epoch };
        return { recordId, epoch: keys.epoch, wrapped: wrapKey(to, held, valueKey, random) };
      });
      await putValueKeys(tx, holderId, again);
      const copied = again.map(({ recordId }) => recordId);
      await copyToHolder(tx, holderId, personId, copied);
    },
    async end(tx, holderId) {
      await lockPersonKey(tx, holderId);
      await deleteHeld(tx, holderId);
      await deletePerson(tx, holderId);
    },
  };
}
