import assert from 'node:assert/strict';
import type { Tx } from '../db/db.ts';
import type { Random } from '../ids.ts';
import type { Role } from './context.ts';
import { dropHeldKeys } from './held/store.ts';
import type { Keys } from './keys.ts';
import { type NewValue, type SealedValue, sealOne } from './seal-one.ts';
import {
  buryReplaced,
  deletePerson,
  deleteValues,
  holdEpoch,
  insertPersonKey,
  lockPersonKey,
  putValueKeys,
  putValues,
  readCurrent,
  readValueKeys,
  updatePersonKey,
  type ValueKeyRow,
  type WrappedKey,
} from './store.ts';
import { unwrapKey, wrapKey } from './wrap.ts';

export interface StoredValue {
  readonly field: string;
  readonly recordId: string;
  readonly version: number;
}

/**
 * Seals values and forgets them. Every value has a random key of its own, wrapped by the person's random key; nothing
 * is derived, because what can be derived cannot be forgotten. INVARIANT: a value that is replaced or forgotten takes
 * its key along, and the person's key is replaced too, so that no old copy of the keyring leads to it any more. A
 * tombstone is written with it, for the day on which an older database is brought back.
 */
export interface Keyring {
  /** The person's first key. False: the person has one already. */
  createPerson(tx: Tx, personId: string): Promise<boolean>;
  /** Seals and stores. A field that has a value keeps its record and gets the next version. */
  store(tx: Tx, personId: string, values: readonly NewValue[]): Promise<readonly StoredValue[]>;
  /**
   * What `store` would write of a value that takes the place of none: for those who write many at once. They write it only
   * where this is still the person's key, and hold that row and the epoch meanwhile.
   */
  seal(personId: string, key: WrappedKey, value: NewValue & { readonly role: Exclude<Role, 'value'> }): SealedValue;
  /** Forgets single values. */
  forget(tx: Tx, personId: string, recordIds: readonly string[]): Promise<void>;
  /** Forgets every value, key and tag of the person. */
  forgetPerson(tx: Tx, personId: string): Promise<void>;
}

export interface KeyringParts {
  readonly keys: Keys;
  readonly random: Random;
}

export function createKeyring(parts: KeyringParts): Keyring {
  return {
    createPerson: async (tx, personId) => {
      await holdEpoch(tx);
      return await insertPersonKey(tx, personId, wrapPersonKey(parts, personId, parts.random.bytes(32)));
    },
    store: (tx, personId, values) => store(parts, tx, personId, values),
    seal: (personId, key, value) => {
      const at = {
        personId,
        personKey: unwrapPersonKey(parts, personId, key),
        recordId: parts.random.uuid(),
        version: 1,
      };
      return sealOne(parts, at, value);
    },
    forget: async (tx, personId, recordIds) => {
      const old = await lockedPersonKey(parts, tx, personId);
      await deleteValues(tx, personId, recordIds);
      await replacePersonKey(parts, tx, personId, { old, without: new Set(recordIds) });
    },
    forgetPerson: async (tx, personId) => {
      await lockPersonKey(tx, personId);
      await deletePerson(tx, personId);
    },
  };
}

/** What `createPerson` and `store` would write for somebody of whom nothing is held yet: for those who write many at once. */
export function sealNewPerson(parts: KeyringParts, personId: string, values: readonly NewValue[]) {
  const personKey = parts.random.bytes(32);
  const sealed = values.map((value) => {
    const recordId = value.recordId ?? parts.random.uuid();
    return sealOne(parts, { personId, personKey, recordId, version: 1 }, value);
  });
  return { personKey: wrapPersonKey(parts, personId, personKey), sealed };
}

async function store(parts: KeyringParts, tx: Tx, personId: string, values: readonly NewValue[]) {
  const currentFields = values.filter(isCurrent).map(({ field }) => field);
  assert(new Set(currentFields).size === currentFields.length, 'one value a field at a time');
  const old = await lockedPersonKey(parts, tx, personId);
  const current = currentFields.length === 0 ? [] : await readCurrent(tx, personId, currentFields);
  const before = new Map(current.map((row) => [row.field, row]));
  const replaced = new Set([...before.values()].map(({ recordId }) => recordId));
  const personKey = replaced.size === 0 ? old : await replacePersonKey(parts, tx, personId, { old, without: replaced });
  if (replaced.size > 0) await dropHeldKeys(tx, personId, [...replaced]);
  if (replaced.size > 0) await buryReplaced(tx, personId, [...before.values()]);

  const made = values.map((value) => {
    const previous = isCurrent(value) ? before.get(value.field) : undefined;
    const recordId = previous?.recordId ?? parts.random.uuid();
    return sealOne(parts, { personId, personKey, recordId, version: (previous?.version ?? 0) + 1 }, value);
  });
  await putValues(tx, personId, made);
  return made.map(({ row: { field, recordId, version } }) => ({ field, recordId, version }));
}

/** A fresh key for the person; the value keys that stay are wrapped by it. No value is opened. */
export async function replacePersonKey(
  parts: KeyringParts,
  tx: Tx,
  personId: string,
  { old, without }: { readonly old: Buffer; readonly without: ReadonlySet<string> },
): Promise<Buffer> {
  const { keys, random } = parts;
  const fresh = random.bytes(32);
  const staying = (await readValueKeys(tx, personId)).filter(({ recordId }) => !without.has(recordId));
  const rewrapped = staying.map(({ recordId, epoch, wrapped }): ValueKeyRow => {
    const place = { siteId: keys.siteId, personId, recordId };
    const valueKey = unwrapKey(old, { ...place, epoch }, wrapped);
    const again = wrapKey(fresh, { ...place, epoch: keys.epoch }, valueKey, random);
    return { recordId, epoch: keys.epoch, wrapped: again };
  });
  await updatePersonKey(tx, personId, wrapPersonKey(parts, personId, fresh));
  await putValueKeys(tx, personId, rewrapped);
  return fresh;
}

export async function lockedPersonKey(parts: KeyringParts, tx: Tx, personId: string): Promise<Buffer> {
  const row = await lockPersonKey(tx, personId);
  assert(row !== undefined, 'the person has a key');
  return unwrapPersonKey(parts, personId, row);
}

function unwrapPersonKey({ keys }: KeyringParts, personId: string, { epoch, wrapped }: WrappedKey): Buffer {
  return unwrapKey(keys.epochKey(epoch), { siteId: keys.siteId, personId, recordId: 'person', epoch }, wrapped);
}

export function wrapPersonKey({ keys, random }: KeyringParts, personId: string, key: Buffer): WrappedKey {
  const place = { siteId: keys.siteId, personId, recordId: 'person', epoch: keys.epoch };
  return { epoch: keys.epoch, wrapped: wrapKey(keys.epochKey(keys.epoch), place, key, random) };
}

const isCurrent = ({ role }: NewValue): boolean => role === undefined || role === 'value';
