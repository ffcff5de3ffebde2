import { bytesOf } from './bytes.ts';
import { canonical } from './canonical.ts';
import { type Checkpoint, isDecimal, verifyCheckpoint } from './checkpoint.ts';
import { hashLeaf, isIncluded } from './merkle.ts';
import { sha256 } from './primitives.ts';
import { VerificationError } from './sentences.ts';
import type { VerifierKey } from './signed-note.ts';
import { strictBase64 } from './strict-base64.ts';

export const RECEIPT_FIRST_LINE = 'c2sp.org/tlog-proof@v1';

/** What an entry says, as far as a verifier needs it; the rest is shown as it stands. */
export interface OpenedBody {
  readonly chain: string;
  readonly n: number;
  readonly prev: string;
  readonly all: Readonly<Record<string, unknown>>;
}

export interface VerifiedReceipt {
  readonly index: bigint;
  /** Leaf data: the commitment to the entry. */
  readonly leaf: Uint8Array;
  /** Undefined where the opening was erased: then only the commitment is known to be in the ledger. */
  readonly body: OpenedBody | undefined;
  readonly checkpoint: Checkpoint;
}

/**
 * Verifies a receipt by itself, offline: the checkpoint's signature, the inclusion of the leaf, and that the entry's
 * text is the one that the leaf commits to. Throws `VerificationError` with the first thing that is wrong.
 */
export function verifyReceipt(text: string, key: VerifierKey): VerifiedReceipt {
  const { extra, index, proof, checkpointNote } = parse(text);
  const checkpoint = verifyCheckpoint(checkpointNote, key);
  const { leaf, body } = openExtra(extra);
  if (index >= checkpoint.size) throw new VerificationError('behindEnd');
  if (!isIncluded(index, hashLeaf(leaf), proof, checkpoint)) {
    throw new VerificationError(body === undefined ? 'commitmentNotThere' : 'entryNotThere');
  }
  return { index, leaf, body, checkpoint };
}

function parse(text: string) {
  const end = text.indexOf('\n\n');
  const [first, extraLine = '', indexLine = '', ...proofLines] = text.slice(0, Math.max(end, 0)).split('\n');
  if (first !== RECEIPT_FIRST_LINE) throw new VerificationError('notReceipt');
  const extra = extraLine.startsWith('extra ') ? strictBase64(extraLine.slice(6)) : undefined;
  if (extra === undefined) throw new VerificationError('receiptWithoutLine');
  const index = indexLine.startsWith('index ') ? indexLine.slice(6) : '';
  const proof = proofLines.map((line) => strictBase64(line, 32));
  if (!isDecimal(index) || proof.length > 63 || proof.some((hash) => hash === undefined)) {
    throw new VerificationError('receiptMalformed');
  }
  const hashes = proof.filter((hash) => hash !== undefined);
  return { extra, index: BigInt(index), proof: hashes, checkpointNote: text.slice(end + 2) };
}

/** 32 bytes: the leaf data alone. More: salt and the entry's text, from which the leaf data follows. */
function openExtra(extra: Uint8Array): { leaf: Uint8Array; body: OpenedBody | undefined } {
  if (extra.length === 32) return { leaf: extra, body: undefined };
  if (extra.length < 34) throw new VerificationError('receiptWithoutEntry');
  const leaf = sha256(bytesOf('kristalux/entry/v1\0'), extra);
  return { leaf, body: openBody(extra.subarray(32)) };
}

function openBody(bytes: Uint8Array): OpenedBody {
  let all: unknown;
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    all = JSON.parse(text);
  } catch {
    throw new VerificationError('entryNotJson');
  }
  if (!isRecord(all) || canonical(all) !== text) throw new VerificationError('entryNotCanonical');
  const { format, chain, n, prev } = all;
  const numbered = typeof n === 'number' && Number.isSafeInteger(n) && n >= 1;
  if (format !== 'kristalux/entry/v1' || typeof chain !== 'string' || !numbered || typeof prev !== 'string') {
    throw new VerificationError('entryUnknown');
  }
  return { chain, n, prev, all };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
