import { createHash } from 'node:crypto';
import { canonical } from '../canonical.ts';
import type { Random } from '../ids.ts';
import type { Section } from '../policy/names.ts';

export const ENTRY_FORMAT = 'kristalux/entry/v1';

/** Leaf data of the entry before the first: zeros. */
export const NO_LEAF: Buffer = Buffer.alloc(32);

/** What an entry says. No personal value: roles, names of declared things, fields' names, facts, digests. */
export interface EntryBody {
  readonly format: typeof ENTRY_FORMAT;
  /** The act's name. */
  readonly kind: string;
  /** The person's chain (16 random bytes, base64) or `site`. */
  readonly chain: string;
  /** Number in the chain: 1, 2, 3 … */
  readonly n: number;
  /** Leaf data of entry n−1, base64; zeros at 1. */
  readonly prev: string;
  /** RFC 3339 with milliseconds, of the database's clock. Never before entry n−1. */
  readonly at: string;
  /** The role that asked, with a name where the role has one: `person`, `service:shop`. */
  readonly asker: string;
  /** Likewise: `nobody`, `person`, `payment-provider:demo-pay`. */
  readonly recipient: string;
  /** What was named out of the declarations: `service:shop/delivery`, `provider:demo-pay/card`, `ground:ua-order`; or empty. */
  readonly about: string;
  readonly fields: readonly string[];
  readonly categories: readonly string[];
  /** The facts that the decision was made on; one that differs by field as a map from field to value. Replay uses these. */
  readonly facts: Readonly<Record<string, boolean | string | Readonly<Record<string, boolean | string>>>>;
  /** `undone`: allowed, but the act found nothing it could do; its writes are gone. */
  readonly decision: 'allowed' | 'refused' | 'undone';
  /** The fields that were left under an older version which would have refused this; absent where there is none. */
  readonly widened?: readonly string[];
  /** The facts that would have changed a refusal, as far as the asker may hear; or the code of why nothing was done. */
  readonly because: readonly string[];
  readonly sections: readonly Section[];
  /** The version of the policy that decided; its digest in hexadecimal. */
  readonly version: { readonly number: number; readonly digest: string };
  /** Salted commitments (base64) to what the entry must not say, by name. */
  readonly commitments: Readonly<Record<string, string>>;
}

/** An entry as it is stored: body and salt may go at erasure, the leaf data stays. */
export interface Entry {
  readonly personId: string;
  readonly n: number;
  readonly kind: string;
  readonly at: Date;
  readonly version: number;
  /** Leaf data of entry n−1, which the database compares with its own. */
  readonly prev: Buffer;
  readonly leaf: Buffer;
  readonly salt: Buffer;
  /** RFC 8785 JSON. */
  readonly body: string;
}

/** Closes a body: canonical text, fresh salt, commitment. `personId` is the site's id for the chain `site`. */
export function makeEntry(personId: string, body: EntryBody, random: Random): Entry {
  const salt = random.bytes(32);
  const text = canonical(body);
  return {
    personId,
    n: body.n,
    kind: body.kind,
    at: new Date(body.at),
    version: body.version.number,
    prev: Buffer.from(body.prev, 'base64'),
    leaf: commitmentOf(salt, text),
    salt,
    body: text,
  };
}

/** Leaf data: SHA-256("kristalux/entry/v1" ‖ 0x00 ‖ salt ‖ canonical body). */
export function commitmentOf(salt: Buffer, body: string): Buffer {
  return createHash('sha256').update(`${ENTRY_FORMAT}\0`).update(salt).update(body).digest();
}
