import { type Checkpoint, isDecimal, verifyCheckpoint } from './checkpoint.ts';
import { isConsistent } from './merkle.ts';
import { VerificationError } from './sentences.ts';
import type { VerifierKey } from './signed-note.ts';
import { strictBase64 } from './strict-base64.ts';

/** "The tree of so many entries is the beginning of that of this checkpoint": shown by hashes, signed by nobody. */
export interface Growth {
  readonly older: bigint;
  readonly proof: readonly Uint8Array[];
  readonly checkpoint: Checkpoint;
}

/** Reads what c2sp.org/tlog-witness has a log say: `old` and a size, a consistency proof, an empty line, a checkpoint. */
export function readGrowth(text: string, key: VerifierKey): Growth {
  const end = text.indexOf('\n\n');
  const [first = '', ...lines] = text.slice(0, Math.max(end, 0)).split('\n');
  const older = first.startsWith('old ') ? first.slice(4) : '';
  const proof = lines.map((line) => strictBase64(line, 32));
  if (!isDecimal(older) || proof.length > 63 || proof.some((hash) => hash === undefined)) {
    throw new VerificationError('growthMalformed');
  }
  const checkpoint = verifyCheckpoint(text.slice(end + 2), key);
  if (BigInt(older) > checkpoint.size) throw new VerificationError('olderIsLonger');
  return { older: BigInt(older), proof: proof.filter((hash) => hash !== undefined), checkpoint };
}

/** Whether the proof leads from that older checkpoint to this one. */
export const continues = ({ proof, checkpoint }: Growth, older: Checkpoint): boolean =>
  isConsistent(older, checkpoint, proof);
