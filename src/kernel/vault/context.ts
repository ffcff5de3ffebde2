import { lengthPrefixed } from './length-prefixed.ts';

/** What a sealed row is for. `value` is the current one of its field; the others may be many. */
export const ROLES = ['value', 'file', 'outbox', 'export'] as const;
export type Role = (typeof ROLES)[number];

/** The place a sealed value belongs to: the same value at any other place does not open. */
export interface Place {
  readonly siteId: string;
  readonly personId: string;
  readonly field: string;
  readonly recordId: string;
  readonly version: number;
  readonly role: Role;
}

/**
 * The context bound into an envelope. It is always made from the row that the asker expected, never from anything that
 * is stored inside the ciphertext, so a row that was swapped, renamed or rolled back in the database does not open.
 */
export function valueContext(place: Place): Buffer {
  const { siteId, personId, field, recordId, version, role } = place;
  return lengthPrefixed(['kristalux/value/v1', siteId, personId, field, recordId, String(version), role]);
}
