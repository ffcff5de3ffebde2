import { sameBytes } from './bytes.ts';
import { parseWitnessKey } from './cosignature.ts';
import { type SentenceName, VerificationError } from './sentences.ts';
import { parseVerifierKey, type VerifierKey } from './signed-note.ts';

/** Which ledgers and witnesses somebody trusts, and how many of the witnesses suffice (c2sp.org/tlog-policy). */
export interface TrustPolicy {
  readonly ledgers: readonly VerifierKey[];
  readonly witnesses: readonly VerifierKey[];
  /** Whether these witnesses, by the names of their keys, are enough. */
  isQuorum(names: ReadonlySet<string>): boolean;
}

type Enough = (names: ReadonlySet<string>) => boolean;

/** @throws VerificationError that names the line */
export function parseTrustPolicy(text: string): TrustPolicy {
  const reading: Reading = { ledgers: [], witnesses: [], named: new Map(), grouped: new Set(), quorum: undefined };
  for (const [at, line] of text.split('\n').entries()) {
    const words = line.split(/[ \t]+/).filter((word) => word !== '');
    if (words.length === 0 || words[0]?.startsWith('#')) continue;
    try {
      readLine(words, reading);
    } catch (error) {
      if (!(error instanceof VerificationError)) throw error;
      throw new VerificationError('policyLine', { line: at + 1, what: error.said });
    }
  }
  const { ledgers, witnesses, quorum } = reading;
  if (quorum === undefined) throw new VerificationError('policyWithoutQuorum');
  return { ledgers, witnesses, isQuorum: quorum };
}

interface Reading {
  readonly ledgers: VerifierKey[];
  readonly witnesses: VerifierKey[];
  readonly named: Map<string, Enough>;
  readonly grouped: Set<string>;
  quorum: Enough | undefined;
}

function readLine([kind, ...rest]: readonly string[], reading: Reading): void {
  const { ledgers, named } = reading;
  switch (kind) {
    case 'log':
      if (rest.length < 1 || rest.length > 2) throw new VerificationError('policyLog');
      add(ledgers, parseVerifierKey(rest[0] ?? ''), 'policyLedgerTwice');
      return;
    case 'witness':
      readWitness(rest, reading);
      return;
    case 'group':
      readGroup(rest, reading);
      return;
    case 'quorum': {
      const quorum = rest[0] === 'none' ? () => true : named.get(rest[0] ?? '');
      if (reading.quorum !== undefined) throw new VerificationError('policySecondQuorum');
      if (rest.length !== 1 || quorum === undefined) throw new VerificationError('policyQuorum');
      reading.quorum = quorum;
      return;
    }
    default:
      throw new VerificationError('policyWord');
  }
}

function readWitness([name = '', vkey = '', ...more]: readonly string[], { witnesses, named }: Reading): void {
  if (more.length > 1) throw new VerificationError('policyWitness');
  const key = parseWitnessKey(vkey);
  add(witnesses, key, 'policyWitnessTwice');
  define(named, name, (names) => names.has(key.name));
}

function readGroup([name = '', threshold = '', ...members]: readonly string[], { named, grouped }: Reading): void {
  const needed = threshold === 'all' ? members.length : threshold === 'any' ? 1 : Number(threshold);
  if (!/^(?:all|any|[1-9]\d{0,3})$/.test(threshold) || members.length === 0 || needed > members.length) {
    throw new VerificationError('policyGroup');
  }
  const each = members.map((member) => {
    const one = named.get(member);
    if (one === undefined || grouped.has(member)) {
      throw new VerificationError('policyMember');
    }
    grouped.add(member);
    return one;
  });
  define(named, name, (names) => each.filter((one) => one(names)).length >= needed);
}

function define(named: Map<string, Enough>, name: string, enough: Enough): void {
  if (name === 'none' || named.has(name)) throw new VerificationError('policyNameTwice');
  named.set(name, enough);
}

function add(keys: VerifierKey[], key: VerifierKey, twice: SentenceName): void {
  if (keys.some(({ publicKey }) => sameBytes(publicKey, key.publicKey))) {
    throw new VerificationError(twice);
  }
  keys.push(key);
}
