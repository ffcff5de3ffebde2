import type { Tx } from '../../db/db.ts';
import { type KeyringParts, lockedPersonKey, replacePersonKey } from '../keyring.ts';
import { putValueKeys } from '../store.ts';
import { unwrapKey, type WrapPlace, wrapKey } from '../wrap.ts';
import { dropHeldKeys, exchangeForHeld, type HeldKeyRow, readHeldKeys, readKeysToHold } from './store.ts';

/**
 * Values that the person has sealed: their keys are wrapped under a key that is told to the person once and kept nowhere.
 * Nothing is opened, neither here nor when the person comes back with it. INVARIANT: the person's own key is replaced at
 * the sealing, so that no key that the site has, and no older copy of the keyring beyond its epoch, leads to them.
 */
export interface HeldKeys {
  /** Wraps the keys of these values under a fresh key and returns it: the only time that it is known here. */
  hold(tx: Tx, personId: string, recordIds: readonly string[]): Promise<Buffer>;
  /** Brings the keys back. False: this is not the key, and nothing was changed. */
  giveBack(tx: Tx, personId: string, key: Buffer): Promise<boolean>;
}

export function createHeldKeys(parts: KeyringParts): HeldKeys {
  return {
    hold: (tx, personId, recordIds) => hold(parts, tx, personId, recordIds),
    giveBack: (tx, personId, key) => giveBack(parts, tx, personId, key),
  };
}

async function hold(parts: KeyringParts, tx: Tx, personId: string, recordIds: readonly string[]): Promise<Buffer> {
  const { keys, random } = parts;
  const key = random.bytes(32);
  const old = await lockedPersonKey(parts, tx, personId);
  const rows = await readKeysToHold(tx, personId, recordIds);
  const held = rows.map(({ recordId, version, epoch, wrapped }) => {
    const valueKey = unwrapKey(old, { siteId: keys.siteId, personId, recordId, epoch }, wrapped);
    const place = heldPlace(parts, personId, { recordId, version });
    return { recordId, version, wrapped: wrapKey(key, place, valueKey, random) };
  });
  await exchangeForHeld(tx, personId, held);
  await replacePersonKey(parts, tx, personId, { old, without: new Set(recordIds) });
  return key;
}

async function giveBack(parts: KeyringParts, tx: Tx, personId: string, key: Buffer): Promise<boolean> {
  const { keys, random } = parts;
  const personKey = await lockedPersonKey(parts, tx, personId);
  const rows = await readHeldKeys(tx, personId);
  const opened = unwrapAll(parts, personId, { rows, key });
  if (opened === undefined) return false;
  const again = opened.map(({ recordId, valueKey }) => {
    const place = { siteId: keys.siteId, personId, recordId, epoch: keys.epoch };
    return { recordId, epoch: keys.epoch, wrapped: wrapKey(personKey, place, valueKey, random) };
  });
  await putValueKeys(tx, personId, again);
  await dropHeldKeys(
    tx,
    personId,
    rows.map(({ recordId }) => recordId),
  );
  return true;
}

/** Undefined where one does not open: the key is another. */
function unwrapAll(
  parts: KeyringParts,
  personId: string,
  { rows, key }: { readonly rows: readonly HeldKeyRow[]; readonly key: Buffer },
) {
  try {
    return rows.map((row) => ({
      recordId: row.recordId,
      valueKey: unwrapKey(key, heldPlace(parts, personId, row), row.wrapped),
    }));
  } catch {
    return undefined;
  }
}

/** Bound to the version too, and to no epoch: the key does not turn, and belongs to nobody's keyring but the person's. */
function heldPlace(
  { keys: { siteId } }: KeyringParts,
  personId: string,
  { recordId, version }: Pick<HeldKeyRow, 'recordId' | 'version'>,
): WrapPlace {
  return { siteId, personId, recordId: `held/${recordId}/${version}`, epoch: 0 };
}
