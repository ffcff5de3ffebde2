import { VerificationError } from '../../verify/verify.ts';

/** The ledger handed out something that cannot be true. The message is a sentence; `seen` is what it handed out, verbatim. */
export class Contradiction extends Error {
  override readonly name = 'Contradiction';
  readonly seen: readonly string[];

  constructor(sentence: string, seen: readonly string[]) {
    super(sentence);
    this.seen = seen;
  }

  /** A failed verification as what it means here; anything else stays what it is. */
  static of(error: unknown, seen: readonly string[]): unknown {
    return error instanceof VerificationError ? new Contradiction(error.message, seen) : error;
  }
}
