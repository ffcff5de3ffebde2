import { sameBytes } from './bytes.ts';
import { type Checkpoint, verifyCheckpoint } from './checkpoint.ts';
import { contradictions, type Evidence, type Named, sizeOf } from './compare.ts';
import { continues, type Growth, readGrowth } from './consistency.ts';
import { verifyCosignatures } from './cosignature.ts';
import { type KeyChange, keyChangeName, keysFrom, readKeyChange } from './key-change.ts';
import { RECEIPT_FIRST_LINE, type VerifiedReceipt, verifyReceipt } from './receipt.ts';
import { type Said, type Sentences, said, say, VerificationError } from './sentences.ts';
import { parseVerifierKey, signerOf, type VerifierKey } from './signed-note.ts';
import { statementName, type VerifiedStatement, verifyStatement } from './statement.ts';
import { parseTrustPolicy, type TrustPolicy } from './trust-policy.ts';

export { type Checkpoint, verifyCheckpoint, verifyConsistency } from './checkpoint.ts';
export { type Cosignature, parseWitnessKey, verifyCosignatures } from './cosignature.ts';
export { type KeyChange, keysFrom, readKeyChange } from './key-change.ts';
export { type ReadBundle, verifyLog } from './log.ts';
export { type OpenedBody, type VerifiedReceipt, verifyReceipt } from './receipt.ts';
export { SENTENCES, type Sentences, say, VerificationError } from './sentences.ts';
export { parseVerifierKey, type VerifierKey } from './signed-note.ts';
export { type VerifiedStatement, verifyStatement } from './statement.ts';
export { parseTrustPolicy, type TrustPolicy } from './trust-policy.ts';

export interface FileReport {
  readonly file: string;
  readonly kind: 'receipt' | 'statement' | 'checkpoint' | 'consistency' | 'key-change' | 'unknown';
  readonly ok: boolean;
  /** What was checked, or the one thing that is wrong: sentences for people. */
  readonly sentences: readonly string[];
  /** What the file says, for sentences of others: the entry's number, its place, sizes of the ledger, an instant. */
  readonly said: Readonly<Partial<Record<'n' | 'place' | 'size' | 'older' | 'since', string>>>;
  /** The opened entry of a receipt. */
  readonly entry?: Readonly<Record<string, unknown>>;
}

export interface VerificationReport {
  readonly ok: boolean;
  readonly files: readonly FileReport[];
  /** Signed things that cannot both be true: each convicts the server. */
  readonly contradictions: readonly string[];
}

/** A report before its sentences are put into words. */
interface Report extends Omit<FileReport, 'sentences' | 'said'> {
  readonly sentences: readonly Said[];
  readonly said: FileReport['said'];
}

/**
 * Verifies receipts, statements, checkpoints and consistency proofs of one ledger, each by itself and then against each
 * other; a file may hold several, one behind the other. Offline, and sharing no code with the server that wrote them.
 * `key`: the line that `/ledger/key` served, best kept from the first day on, since whoever gives both the key and the
 * files can make both. `policy`: a file as c2sp.org/tlog-policy describes it, with the keys of witnesses; then a
 * checkpoint that too few of them signed is wrong, and without `key` the ledger's key is the one in it. `sentences`: those
 * of another language. Throws `VerificationError` on a malformed key or policy.
 */
export function verifyFiles(
  files: readonly { readonly name: string; readonly text: string }[],
  options: {
    readonly key?: string | undefined;
    readonly policy?: string | undefined;
    readonly sentences?: Sentences | undefined;
  },
): VerificationReport {
  const policy = options.policy === undefined ? undefined : parseTrustPolicy(options.policy);
  const key = options.key === undefined ? ledgerOf(policy) : parseVerifierKey(options.key);
  const found: Found = { receipts: [], statements: [], checkpoints: [], growths: [] };
  const parts = files.flatMap(partsOf);
  const keys = trustedKeys(key, parts);
  const reports = parts.map((part) => witnessed(verifyOne(part.name, part.text, keys, found), part.text, policy));
  // A statement speaks of a checkpoint that may stand in a later file.
  const complete = reports.map((report) => completed(report, found));
  const contradicting = contradictions(found);
  return {
    ok: contradicting.length === 0 && complete.every(({ ok }) => ok),
    files: complete.map((report) => ({
      ...report,
      sentences: report.sentences.map((one) => say(one, options.sentences)),
    })),
    contradictions: contradicting.map((one) => say(one, options.sentences)),
  };
}

type Keys = readonly [VerifierKey, ...VerifierKey[]];

/** The given key, and those that changes among the files lead to from it. */
function trustedKeys(key: VerifierKey, parts: readonly { readonly text: string }[]): Keys {
  const changes = parts.flatMap(({ text }) => {
    if (kindOf(text, key) !== 'key-change') return [];
    try {
      return [readKeyChange(text, key.name)];
    } catch (error) {
      if (!(error instanceof VerificationError)) throw error;
      return [];
    }
  });
  const [, ...others] = keysFrom(key, changes);
  return [key, ...others];
}

function ledgerOf(policy: TrustPolicy | undefined): VerifierKey {
  const [key, ...more] = policy?.ledgers ?? [];
  if (key === undefined || more.length > 0) throw new VerificationError('sayWhichLedger');
  return key;
}

/** A report with what witnesses say about its checkpoint, and wrong where they are too few. */
function witnessed(report: Report, text: string, policy: TrustPolicy | undefined): Report {
  if (!report.ok || report.kind === 'statement' || report.kind === 'key-change') return report;
  const note = report.kind === 'checkpoint' ? text : text.slice(text.indexOf('\n\n') + 2);
  const own = `— ${note.slice(0, note.indexOf('\n'))} `;
  const others = note.split('\n').filter((line) => line.startsWith('— ') && !line.startsWith(own)).length;
  if (policy === undefined) {
    return others > 0 ? { ...report, sentences: [...report.sentences, said('othersSigned')] } : report;
  }
  try {
    const signed = verifyCosignatures(note, policy.witnesses);
    const each = signed.map(({ witness, at }) => said('witnessSigned', { witness, at: at.toISOString() }));
    if (policy.isQuorum(new Set(signed.map(({ witness }) => witness)))) {
      return { ...report, sentences: [...report.sentences, ...each] };
    }
    const few = wrong(said('tooFewWitnesses', { count: signed.length }));
    return { ...report, ok: false, sentences: [...report.sentences, ...each, few] };
  } catch (error) {
    if (!(error instanceof VerificationError)) throw error;
    return { ...report, ok: false, sentences: [...report.sentences, wrong(error.said)] };
  }
}

interface Found extends Evidence {
  readonly receipts: Named<VerifiedReceipt>[];
  readonly statements: Named<VerifiedStatement>[];
  readonly checkpoints: Named<Checkpoint>[];
  readonly growths: Named<Growth>[];
}

/** Each part ends with its signatures, so an empty line behind a signature is where the next part begins. */
function partsOf({ name, text }: { readonly name: string; readonly text: string }) {
  const parts = text.split(/(?<=\n— [^\n]*\n)\n/);
  return parts.map((part, at) => ({ name: parts.length === 1 ? name : `${name} (${at + 1})`, text: part }));
}

function verifyOne(file: string, text: string, keys: Keys, found: Found): Report {
  const kind = kindOf(text, keys[0]);
  const key = signerOf(text, keys, kind === 'statement' ? statementName(keys[0].name) : keys[0].name);
  try {
    switch (kind) {
      case 'receipt':
        return reportReceipt(file, verifyReceipt(text, key), found);
      case 'statement':
        return reportStatement(file, verifyStatement(text, key), found);
      case 'checkpoint':
        return reportCheckpoint(file, verifyCheckpoint(text, key), found);
      case 'consistency':
        return reportGrowth(file, readGrowth(text, key), found);
      case 'key-change':
        return reportKeyChange(file, readKeyChange(text, key.name), keys);
      case 'unknown':
        throw new VerificationError('unknownFile');
    }
  } catch (error) {
    if (!(error instanceof VerificationError)) throw error;
    return { file, kind, ok: false, sentences: [wrong(error.said)], said: {} };
  }
}

const wrong = (what: Said): Said => said('wrong', { what });

function kindOf(text: string, key: VerifierKey): FileReport['kind'] {
  const first = text.slice(0, Math.max(text.indexOf('\n'), 0));
  if (first === RECEIPT_FIRST_LINE) return 'receipt';
  if (first === statementName(key.name)) return 'statement';
  if (first === keyChangeName(key.name)) return 'key-change';
  if (first.startsWith('old ')) return 'consistency';
  return first === key.name ? 'checkpoint' : 'unknown';
}

function reportReceipt(file: string, content: VerifiedReceipt, found: Found): Report {
  found.receipts.push({ file, content });
  found.checkpoints.push({ file, content: content.checkpoint });
  const { body, index, checkpoint } = content;
  const place = { place: String(index), size: String(checkpoint.size) };
  if (body === undefined) {
    return { file, kind: 'receipt', ok: true, sentences: [said('commitmentStands', place)], said: place };
  }
  const sentences = [said('entryStands', { ...place, n: body.n }), said('textFits')];
  return { file, kind: 'receipt', ok: true, sentences, said: { ...place, n: String(body.n) }, entry: body.all };
}

function reportStatement(file: string, content: VerifiedStatement, found: Found): Report {
  found.statements.push({ file, content });
  const sentences = [said('exactly', { n: content.n }), said('sealedMayExist')];
  return { file, kind: 'statement', ok: true, sentences, said: { n: String(content.n) } };
}

function reportCheckpoint(file: string, content: Checkpoint, found: Found): Report {
  found.checkpoints.push({ file, content });
  const sentences = [said('ledgerSigned', { size: content.size })];
  return { file, kind: 'checkpoint', ok: true, sentences, said: { size: String(content.size) } };
}

function reportGrowth(file: string, content: Growth, found: Found): Report {
  found.growths.push({ file, content });
  found.checkpoints.push({ file, content: content.checkpoint });
  const sentences = [said('ledgerSigned', { size: content.checkpoint.size })];
  const sizes = { older: String(content.older), size: String(content.checkpoint.size) };
  return { file, kind: 'consistency', ok: true, sentences, said: sizes };
}

function reportKeyChange(file: string, { former, next, since }: KeyChange, keys: Keys): Report {
  const trusted = (key: VerifierKey) => keys.some(({ publicKey }) => sameBytes(publicKey, key.publicKey));
  if (!trusted(former) || !trusted(next)) {
    throw new VerificationError('keyChangeAstray');
  }
  return { file, kind: 'key-change', ok: true, sentences: [said('keyChanged', { since })], said: { since } };
}

/** A report with what only the files together tell. */
function completed(report: Report, found: Found): Report {
  const growth = found.growths.find(({ file }) => file === report.file)?.content;
  if (report.kind !== 'consistency' || growth === undefined) {
    return { ...report, sentences: [...report.sentences, ...about(report, found)] };
  }
  const { older, checkpoint } = growth;
  const kept = found.checkpoints.filter(({ content }) => content.size === older);
  const ok = kept.every(({ content }) => continues(growth, content));
  const sentence =
    kept.length === 0
      ? said('olderMissing', { older })
      : ok
        ? said('grew', { older, size: checkpoint.size })
        : wrong(said('notContinued', { older, size: checkpoint.size }));
  return { ...report, ok: report.ok && ok, sentences: [...report.sentences, sentence] };
}

/** What only the files together tell about a statement. */
function about({ file, kind }: Report, found: Found): Said[] {
  const statement = found.statements.find((candidate) => candidate.file === file);
  if (kind !== 'statement' || statement === undefined) return [];
  const size = sizeOf(statement.content, found);
  return [size === undefined ? said('checkpointMissing') : said('speaksOf', { size })];
}
