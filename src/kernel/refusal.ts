import type { Section } from './policy/names.ts';

/** Every way in which the product says no, and its HTTP status. Closed: each has a test. */
export const REFUSALS = {
  malformed: 400,
  unauthenticated: 401,
  forbidden_by_policy: 403,
  presence_required: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  gone: 410,
  too_large: 413,
  unsupported_media_type: 415,
  invalid: 422,
  too_often: 429,
  busy: 503,
} as const;
export type RefusalCode = keyof typeof REFUSALS;

export interface RefusalDetail {
  /** The section of the policy, where the policy refused. */
  readonly section?: Section;
  /** The field of the input that is wrong, as a path with dots. Never its value. */
  readonly field?: string;
  /** The entry that records the refusal: number in the asker's or person's chain, where the asker may know it. */
  readonly entry?: number;
  readonly retryAfterSeconds?: number;
  /** What the asker's browser may do instead of waiting. */
  readonly work?: { readonly task: string; readonly bits: number };
  /** Facts that would have changed the answer, told only to whom they may be told. */
  readonly missing?: readonly string[];
  /** Each of `missing` with the value that did not suffice, so that a page can say it as a clause. */
  readonly because?: Readonly<Record<string, boolean | string>>;
}

/**
 * The product says no. Message: lower case, no full stop, names of input in backticks, never a value. Anything else
 * that is thrown is a defect of the program and becomes a 500 with an id.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: RefusalCode;
  readonly detail: RefusalDetail;
  constructor(code: RefusalCode, message: string, detail: RefusalDetail = {}) {
    super(message);
    this.code = code;
    this.detail = detail;
  }
  get status(): number {
    return REFUSALS[this.code];
  }
}
