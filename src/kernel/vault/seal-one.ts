import type { Random } from '../ids.ts';
import { type Role, valueContext } from './context.ts';
import { sealEnvelope } from './envelope.ts';
import type { ValueKeyRow, ValueOrigin, ValueRow } from './store.ts';
import { wrapKey } from './wrap.ts';

/** A value to be sealed. Without a role it becomes the current one of its field. */
export interface NewValue {
  readonly field: string;
  readonly plaintext: string | Uint8Array;
  readonly role?: Role;
  readonly origin?: ValueOrigin;
  /** Of somebody new: the record it gets, where something else has to name it. */
  readonly recordId?: string;
}

export interface SealAt {
  readonly personId: string;
  readonly personKey: Buffer;
  readonly recordId: string;
  readonly version: number;
}

export interface SealParts {
  readonly keys: { readonly siteId: string; readonly epoch: number };
  readonly random: Random;
}

/** A value with a random key of its own, which the person's key wraps. */
export interface SealedValue {
  readonly key: ValueKeyRow;
  readonly row: ValueRow;
}

export function sealOne({ keys, random }: SealParts, at: SealAt, value: NewValue): SealedValue {
  const { siteId, epoch } = keys;
  const { personId, personKey, recordId, version } = at;
  const { field, role = 'value', origin = 'left-here' } = value;
  const valueKey = random.bytes(32);
  const wrapped = wrapKey(personKey, { siteId, personId, recordId, epoch }, valueKey, random);
  const context = valueContext({ siteId, personId, field, recordId, version, role });
  const sealed = sealEnvelope(valueKey, context, Buffer.from(value.plaintext), random);
  return { key: { recordId, epoch, wrapped }, row: { recordId, field, version, role, sealed, origin } };
}
