import { readFileSync } from 'node:fs';

/** Whose signatures the ledger asks for, and how many make a quorum: a file as c2sp.org/tlog-policy describes it. */
export interface WitnessPolicy {
  readonly witnesses: readonly Witness[];
  /** Whether these witnesses, by their key names, are enough. */
  isQuorum(names: ReadonlySet<string>): boolean;
  /** Witnesses, groups and quorum as the file says them, without addresses and remarks: what everybody may have. */
  readonly lines: readonly string[];
}

export interface Witness {
  /** As its signature lines name it. */
  readonly name: string;
  /** The line of its key, `NAME+ID+BASE64`. */
  readonly vkey: string;
  /** Ed25519, 32 bytes. */
  readonly publicKey: Buffer;
  /** Where it takes checkpoints; null where the ledger does not ask it. */
  readonly address: string | null;
}

/** The file cannot be used. The message is the end of a sentence. */
export class WitnessPolicyError extends Error {
  override readonly name = 'WitnessPolicyError';
}

/** Far more than anybody asks, so that a round of asking stays small. */
const WITNESSES_MAX = 32;

type Enough = (names: ReadonlySet<string>) => boolean;

/** @throws WitnessPolicyError */
export function readWitnessPolicy(path: string): WitnessPolicy {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new WitnessPolicyError('names a file that cannot be read');
  }
  return parseWitnessPolicy(text);
}

export function parseWitnessPolicy(text: string): WitnessPolicy {
  const known = new Map<string, Enough>();
  const members = new Set<string>();
  const witnesses: Witness[] = [];
  const lines: string[] = [];
  let quorum: Enough | undefined;
  for (const [at, line] of text.split('\n').entries()) {
    const [word = '', ...rest] = line.split(/[ \t]+/).filter((part) => part !== '');
    const fail = (what: string): never => {
      throw new WitnessPolicyError(`line ${at + 1} ${what}`);
    };
    // The ledger knows its own key; the line stands there for those who check.
    if (word === '' || word.startsWith('#') || word === 'log') continue;
    if (word === 'witness') {
      const witness = parseWitness(rest, fail);
      const [name = ''] = rest;
      if (known.has(name) || name === 'none') fail('names a witness or group twice');
      if (witnesses.some(({ publicKey }) => publicKey.equals(witness.publicKey)))
        fail('has the key of another witness');
      if (witnesses.push(witness) > WITNESSES_MAX) fail(`is more than ${WITNESSES_MAX} witnesses`);
      known.set(name, (names) => names.has(witness.name));
      lines.push(`witness ${name} ${witness.vkey}`);
    } else if (word === 'group') {
      const [name = ''] = rest;
      if (known.has(name) || name === 'none') fail('names a witness or group twice');
      known.set(name, parseGroup(rest, { known, members }, fail));
      lines.push(['group', ...rest].join(' '));
    } else if (word === 'quorum') {
      if (quorum !== undefined || rest.length !== 1) fail('is a second quorum, or none');
      quorum = rest[0] === 'none' ? () => true : known.get(rest[0] ?? '');
      if (quorum === undefined) fail('names a quorum that no line before it defines');
      lines.push(`quorum ${rest[0]}`);
    } else fail('begins with another word than `log`, `witness`, `group` or `quorum`');
  }
  if (quorum === undefined) throw new WitnessPolicyError('has no line `quorum`');
  return { witnesses, isQuorum: quorum, lines };
}

type Fail = (what: string) => never;

function parseWitness([name, vkey = '', address, ...more]: readonly string[], fail: Fail): Witness {
  const [keyName = '', id = '', ...encoded] = vkey.split('+');
  const bytes = Buffer.from(encoded.join('+'), 'base64');
  const isKey = bytes.length === 33 && bytes[0] === COSIGNATURE && bytes.toString('base64') === encoded.join('+');
  if (
    name === undefined ||
    more.length > 0 ||
    !isKey ||
    !/^[0-9a-f]{8}$/.test(id) ||
    !/^[^\s+]{1,200}$/.test(keyName)
  ) {
    return fail('is not `witness NAME KEY ADDRESS` with an Ed25519 key of a witness (type 4)');
  }
  return { name: keyName, vkey, publicKey: bytes.subarray(1), address: parseAddress(address, fail) };
}

/** Ed25519 cosignatures of c2sp.org/tlog-cosignature. */
const COSIGNATURE = 4;

function parseAddress(given: string | undefined, fail: Fail): string | null {
  if (given === undefined) return null;
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol) || url.search !== '' || url.hash !== '') {
    return fail('has an address that is none');
  }
  return given.replace(/\/+$/, '');
}

function parseGroup(
  [, threshold = '', ...names]: readonly string[],
  { known, members }: { readonly known: ReadonlyMap<string, Enough>; readonly members: Set<string> },
  fail: Fail,
): Enough {
  const needed = threshold === 'all' ? names.length : threshold === 'any' ? 1 : Number(threshold);
  if (!/^(?:all|any|[1-9]\d*)$/.test(threshold) || names.length === 0 || needed > names.length) {
    return fail('asks for `all`, `any` or a number of the members that it names');
  }
  const enough = names.map((name) => {
    const one = known.get(name) ?? fail('names a member that no line before it defines');
    if (members.has(name)) fail('names a member that stands in a group already');
    members.add(name);
    return one;
  });
  return (given) => enough.filter((one) => one(given)).length >= needed;
}
