/** A "no" of the site (RFC 9457), or that it could not be reached: then `status` is 0. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;
  /** `forbidden_by_policy`, `not_found`, …; `unreachable` where no answer came. */
  readonly code: string;
  /** The section of the policy that refused. */
  readonly section: string | undefined;
  /** The part of the input that is wrong, by its name. */
  readonly field: string | undefined;
  /** What would have had to be true. */
  readonly missing: readonly string[];
  /** How long to wait before asking again. */
  readonly retryAfterSeconds: number | undefined;

  constructor(status: number, told: Told, retryAfterSeconds?: number) {
    super(told.detail ?? told.title ?? 'the site does not answer');
    this.status = status;
    this.code = told.type?.replace('urn:kristalux:problem:', '') ?? 'unreachable';
    this.section = told.section;
    this.field = told.field;
    this.missing = told.missing ?? [];
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

interface Told {
  readonly type?: string;
  readonly title?: string;
  readonly detail?: string;
  readonly section?: string;
  readonly field?: string;
  readonly missing?: readonly string[];
}
