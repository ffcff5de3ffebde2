import { z } from 'zod';
import type { NoticeKind, NoticeRow } from './store.ts';

const person = z.string().describe('The pseudonym by which this service knows the person.');
const dealing = z.uuid();
const STATUSES = ['accepted', 'refused', 'unknown', 'paid', 'failed', 'refunded', 'cancelled'] as const;

/** Everything a service can be told: that something happened, and to what. Never a value. */
const NOTICES: Readonly<Record<NoticeKind, { readonly en: string; readonly data: z.ZodType }>> = {
  'dealing.joined': { en: 'A person joined a dealing of this service.', data: z.strictObject({ person, dealing }) },
  'dealing.ended': { en: 'The person ended a dealing of this service.', data: z.strictObject({ person, dealing }) },
  'data.changed': {
    en: 'The person left, corrected or erased fields that this service may ask for in an open dealing. Not told while the person has paused.',
    data: z.strictObject({ person, dealing, fields: z.array(z.string()) }),
  },
  'person.paused': {
    en: 'The person paused the use of their data: until they go on, asking is refused.',
    data: z.strictObject({ person }),
  },
  'person.resumed': { en: 'The person lets the use of their data go on.', data: z.strictObject({ person }) },
  'person.erased': {
    en: 'The person was erased: forget what you keep under this pseudonym.',
    data: z.strictObject({ person }),
  },
  'transfer.changed': {
    en: 'The transfer of a dealing of this service stands otherwise than before.',
    data: z.strictObject({ person, dealing, transfer: z.uuid(), status: z.enum(STATUSES) }),
  },
};

/** The same for the reference: each with the form of its whole body. */
export const DESCRIBED_NOTICES = Object.entries(NOTICES).map(([kind, { en, data }]) => ({
  ...{ kind, en },
  schema: z.strictObject({ type: z.literal(kind), timestamp: z.iso.datetime(), data }),
}));

/** The body as Standard Webhooks recommends it. */
export function noticeBody({ kind, at, dealingId, transferId, fields, status }: NoticeRow, pseudonym: string): string {
  const data = {
    person: pseudonym,
    ...(dealingId === null ? {} : { dealing: dealingId }),
    ...(transferId === null ? {} : { transfer: transferId }),
    ...(fields === null ? {} : { fields }),
    ...(status === null ? {} : { status }),
  };
  return JSON.stringify({ type: kind, timestamp: at.toISOString(), data });
}
