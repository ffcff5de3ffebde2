import { base64Of, sameBytes } from './bytes.ts';
import type { Checkpoint } from './checkpoint.ts';
import type { VerifiedReceipt } from './receipt.ts';
import { type Said, said } from './sentences.ts';
import type { VerifiedStatement } from './statement.ts';

export interface Named<T> {
  readonly file: string;
  readonly content: T;
}

/** Everything that was verified by itself and is now held against each other. */
export interface Evidence {
  readonly receipts: readonly Named<VerifiedReceipt>[];
  readonly statements: readonly Named<VerifiedStatement>[];
  /** Those of the receipts too. */
  readonly checkpoints: readonly Named<Checkpoint>[];
}

/** Sentences that each convict the server: two things that it signed and that cannot both be true. */
export function contradictions(evidence: Evidence): Said[] {
  return [
    ...pairs(evidence.checkpoints, forked),
    ...pairs(evidence.receipts, twoEntries),
    ...pairs(evidence.statements, (a, b) => twoStatements(a, b, evidence)),
    ...evidence.statements.flatMap((statement) =>
      evidence.receipts.map((receipt) => againstStatement(statement, receipt, evidence)),
    ),
  ].filter((one) => one !== undefined);
}

/** The size of the tree that a statement speaks of, where one of the checkpoints at hand has its root. */
export function sizeOf({ root }: VerifiedStatement, { checkpoints }: Evidence): bigint | undefined {
  return checkpoints.find(({ content }) => sameBytes(content.root, root))?.content.size;
}

function forked(a: Named<Checkpoint>, b: Named<Checkpoint>): Said | undefined {
  if (a.content.size !== b.content.size || sameBytes(a.content.root, b.content.root)) return undefined;
  return said('forked', { a: a.file, b: b.file, size: a.content.size });
}

function twoEntries(a: Named<VerifiedReceipt>, b: Named<VerifiedReceipt>): Said | undefined {
  const same = sameBytes(a.content.leaf, b.content.leaf);
  const both = { a: a.file, b: b.file };
  if (a.content.index === b.content.index && !same) {
    return said('twoAtPlace', { ...both, place: a.content.index });
  }
  const [one, two] = [a.content.body, b.content.body];
  if (one === undefined || two === undefined || one.chain !== two.chain) return undefined;
  if (one.n === two.n && !same) return said('twoNumbered', { ...both, n: one.n });
  const [earlier, later] = one.n < two.n ? [a.content, b.content] : [b.content, a.content];
  if (earlier.body === undefined || later.body === undefined) return undefined;
  const order = { ...both, later: later.body.n, earlier: earlier.body.n };
  // Instants of one form, in UTC: they compare as texts do.
  if (String(later.body.all.at) < String(earlier.body.all.at)) {
    return said('datedBefore', order);
  }
  if (later.body.n !== earlier.body.n + 1) return undefined;
  if (later.body.prev === base64Of(earlier.leaf)) return undefined;
  return said('doesNotFollow', order);
}

function twoStatements(a: Named<VerifiedStatement>, b: Named<VerifiedStatement>, evidence: Evidence) {
  if (a.content.chain !== b.content.chain) return undefined;
  const both = { a: a.file, b: b.file };
  const sameHead = a.content.n === b.content.n && sameBytes(a.content.head, b.content.head);
  if (a.content.n === b.content.n && !sameHead) return said('twoStated', { ...both, n: a.content.n });
  if (sameBytes(a.content.root, b.content.root) && !sameHead) {
    return said('twoCounts', both);
  }
  const [sizeA, sizeB] = [sizeOf(a.content, evidence), sizeOf(b.content, evidence)];
  if (sizeA === undefined || sizeB === undefined) return undefined;
  const [older, newer] = sizeA < sizeB ? [a.content, b.content] : [b.content, a.content];
  return older.n > newer.n ? said('shorter', both) : undefined;
}

function againstStatement(
  statement: Named<VerifiedStatement>,
  receipt: Named<VerifiedReceipt>,
  evidence: Evidence,
): Said | undefined {
  const { chain, n, head } = statement.content;
  const { body, leaf, index } = receipt.content;
  if (body === undefined || body.chain !== chain) return undefined;
  const both = { a: statement.file, b: receipt.file };
  if (body.n === n && !sameBytes(head, leaf)) return said('otherThanStated', { ...both, n });
  const size = sizeOf(statement.content, evidence);
  if (body.n <= n || size === undefined || index >= size) return undefined;
  return said('withheld', { ...both, n, size, found: body.n, place: index });
}

function pairs<T>(list: readonly T[], compare: (a: T, b: T) => Said | undefined): (Said | undefined)[] {
  return list.flatMap((a, at) => list.slice(at + 1).map((b) => compare(a, b)));
}
