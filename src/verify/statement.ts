import { isDecimal } from './checkpoint.ts';
import { VerificationError } from './sentences.ts';
import { openNote, type VerifierKey } from './signed-note.ts';
import { strictBase64 } from './strict-base64.ts';

/** "This chain has exactly n entries as of the checkpoint with this root, and the last one is h." */
export interface VerifiedStatement {
  readonly chain: string;
  readonly n: number;
  /** Leaf data of entry n. */
  readonly head: Uint8Array;
  readonly root: Uint8Array;
}

/** The name that statements of a ledger are signed under; the key is the ledger's. */
export const statementName = (origin: string): string => `${origin}/statement/v1`;

/** Verifies a statement by itself: its signature and form. Throws `VerificationError`. */
export function verifyStatement(note: string, key: VerifierKey): VerifiedStatement {
  const name = statementName(key.name);
  const [kind, chain = '', n = '', head = '', root = '', ...more] = openNote(note, { ...key, name }).split('\n');
  const [headBytes, rootBytes] = [strictBase64(head, 32), strictBase64(root, 32)];
  const chainFits = chain === 'site' || strictBase64(chain, 16) !== undefined;
  const number = Number(n);
  if (
    kind !== name ||
    !chainFits ||
    !isDecimal(n) ||
    !Number.isSafeInteger(number) ||
    headBytes === undefined ||
    rootBytes === undefined ||
    more.length !== 1 ||
    more[0] !== ''
  ) {
    throw new VerificationError('statementMalformed');
  }
  return { chain, n: number, head: headBytes, root: rootBytes };
}
