import { isConsistent } from './merkle.ts';
import { VerificationError } from './sentences.ts';
import { openNote, type VerifierKey } from './signed-note.ts';
import { strictBase64 } from './strict-base64.ts';

export interface Checkpoint {
  readonly origin: string;
  readonly size: bigint;
  readonly root: Uint8Array;
}

/** A checkpoint (c2sp.org/tlog-checkpoint) whose signature by the ledger's key was verified. */
export function verifyCheckpoint(note: string, key: VerifierKey): Checkpoint {
  const [origin, size = '', root = '', ...more] = openNote(note, key).split('\n');
  const rootBytes = strictBase64(root, 32);
  if (origin !== key.name) throw new VerificationError('checkpointOfAnother');
  if (!isDecimal(size) || rootBytes === undefined || more.at(-1) !== '' || more.slice(0, -1).includes('')) {
    throw new VerificationError('checkpointMalformed');
  }
  return { origin, size: BigInt(size), root: rootBytes };
}

/**
 * Whether the ledger only grew between two checkpoints. `proof`: RFC 6962 consistency proof, base64, in its order. Throws
 * with what is wrong: a signature, or a history that was rewritten.
 */
export function verifyConsistency(older: string, newer: string, proof: readonly string[], key: VerifierKey): void {
  const [before, after] = [verifyCheckpoint(older, key), verifyCheckpoint(newer, key)];
  const hashes = proof.map((line) => strictBase64(line, 32));
  if (hashes.length > 63 || hashes.some((hash) => hash === undefined)) {
    throw new VerificationError('growthMalformed');
  }
  if (
    isConsistent(
      before,
      after,
      hashes.filter((hash) => hash !== undefined),
    )
  )
    return;
  throw new VerificationError('notShownToContinue', { size: after.size, older: before.size });
}

/** A number without a sign or leading zeros, short enough to be a size. */
export const isDecimal = (text: string): boolean => /^(?:0|[1-9]\d{0,18})$/.test(text);
