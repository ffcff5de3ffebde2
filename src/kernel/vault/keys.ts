import assert from 'node:assert/strict';
import { createPrivateKey, createSecretKey, type KeyObject } from 'node:crypto';

/** The server's own keys in memory. Key objects, because those show nothing when printed. */
export interface Keys {
  readonly siteId: string;
  /** The epoch that wraps new keys and tags new identifiers. */
  readonly epoch: number;
  /** The key (KEK) of an epoch that still lives. */
  epochKey(epoch: number): KeyObject;
  /** What identifiers are hashed with. Never turned; by itself it finds nobody. */
  readonly index: KeyObject;
  /** Epochs of the index whose key lives: two while it turns. */
  readonly indexEpochs: readonly number[];
  /** What wraps the tags of an epoch; null for tags of a site from before they were wrapped. */
  indexKey(epoch: number): KeyObject | null;
  /** HMAC pepper of password verifiers. */
  readonly signIn: KeyObject;
  /** Tags of those who stopped messages: never turned, it survives erasure. */
  readonly stopList: KeyObject;
  /** Pseudonyms that services and providers see. */
  readonly pseudonym: KeyObject;
  /** Ed25519, signs checkpoints and statements. */
  readonly ledger: KeyObject;
  /** Its predecessor, which signs beside it until everybody has had time to follow. */
  readonly formerLedger: KeyObject | null;
  /** Every key that is held, as its file is called. */
  names(): readonly string[];
  /** The bytes of one of them, as a key object. */
  secretOf(name: string): KeyObject;
}

/** The names of the keys of a first epoch, as their files are called. */
export const FIRST_KEY_NAMES = [
  'epoch-0001',
  'index',
  'index-0001',
  'sign-in',
  'stop-list',
  'pseudonym',
  'ledger',
] as const;

/**
 * A key of another epoch than this process knows: another process turned the keys meanwhile. Nothing was done; to be read
 * again with the keys of now.
 */
export class KeysTurned extends Error {
  override readonly name: string = 'KeysTurned';
}

/** The same of the index: what was prepared with its former key has to be prepared again. */
export class IndexTurned extends KeysTurned {
  override readonly name = 'IndexTurned';
}

/** Keys from their 32 bytes by name. The bytes are copied; the caller's buffers may be wiped. */
export function makeKeys(siteId: string, bytes: ReadonlyMap<string, Buffer | KeyObject>): Keys {
  const secrets = new Map([...bytes].map(([name, key]) => [name, Buffer.isBuffer(key) ? createSecretKey(key) : key]));
  const secret = (name: string): KeyObject => {
    const key = secrets.get(name);
    assert(key?.symmetricKeySize === 32, `the key ${name} has 32 bytes`);
    return key;
  };
  const epochKeys = numbered(secrets.keys(), 'epoch').map((epoch) => [epoch, secret(keyName('epoch', epoch))] as const);
  const index = secret('index');
  const indexKeys = numbered(secrets.keys(), 'index').map((epoch) => {
    const key = secret(keyName('index', epoch));
    return [epoch, key.equals(index) ? null : key] as const;
  });
  const [ledger, formerLedger] = numbered(secrets.keys(), 'ledger')
    .toReversed()
    .map((number) => ed25519PrivateKey(secret(keyName('ledger', number)).export()));
  assert(ledger !== undefined, 'there is a key of the ledger');
  const epoch = epochKeys.at(-1)?.[0];
  assert(epoch !== undefined, 'there is an epoch');
  return {
    siteId,
    epoch,
    epochKey: finder(epochKeys),
    index,
    indexEpochs: indexKeys.map(([number]) => number),
    indexKey: finder(indexKeys),
    signIn: secret('sign-in'),
    stopList: secret('stop-list'),
    pseudonym: secret('pseudonym'),
    ledger,
    formerLedger: formerLedger ?? null,
    names: () => [...secrets.keys()],
    secretOf: secret,
  };
}

/** Keys that turn, each with the number of its epoch in its name; the first of the ledger has none. */
export type TurningKind = 'epoch' | 'index' | 'ledger';

export const keyName = (kind: TurningKind, epoch: number): string =>
  kind === 'ledger' && epoch === 1 ? 'ledger' : `${kind}-${String(epoch).padStart(4, '0')}`;

/** The epochs of a kind among the names of keys, ascending. */
export function numbered(names: Iterable<string>, kind: TurningKind): readonly number[] {
  return [...names]
    .filter((name) => name.startsWith(`${kind}-`) || (name === 'ledger' && kind === name))
    .map((name) => (name === kind ? 1 : Number(name.slice(kind.length + 1))))
    .sort((a, b) => a - b);
}

function finder<Key>(list: readonly (readonly [number, Key])[]): (epoch: number) => Key {
  const byEpoch = new Map(list);
  return (epoch) => {
    const key = byEpoch.get(epoch);
    if (key === undefined) throw new KeysTurned(`the key of epoch ${epoch} is not among those of this process`);
    return key;
  };
}

/** An Ed25519 private key from its 32-byte seed: RFC 8410's PKCS #8 frame around it. */
export function ed25519PrivateKey(seed: Buffer): KeyObject {
  const frame = Buffer.from('302e020100300506032b657004220420', 'hex');
  return createPrivateKey({ key: Buffer.concat([frame, seed]), format: 'der', type: 'pkcs8' });
}
