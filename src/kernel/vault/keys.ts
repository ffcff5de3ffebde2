import assert from 'node:assert/strict';
import { createPrivateKey, createSecretKey, type KeyObject } from 'node:crypto';

/** The server's own keys in memory. Key objects, because those show nothing when printed. */
export interface Keys {
  readonly siteId: string;
  /** The epoch that wraps new keys and tags new identifiers. */
  readonly epoch: number;
  /** The key (KEK) of an epoch that still lives. */
  epochKey(epoch: number): KeyObject;
  /** Epochs whose index key lives: two while an epoch turns. */
  readonly indexEpochs: readonly number[];
  indexRoot(epoch: number): KeyObject;
  /** HMAC pepper of password verifiers. */
  readonly signIn: KeyObject;
  /** Tags of those who stopped messages: never turned, it survives erasure. */
  readonly stopList: KeyObject;
  /** Pseudonyms that services and providers see. */
  readonly pseudonym: KeyObject;
  /** Ed25519, signs checkpoints and statements. */
  readonly ledger: KeyObject;
}

/** The names of the keys of a first epoch, as their files are called. */
export const FIRST_KEY_NAMES = ['epoch-0001', 'index-0001', 'sign-in', 'stop-list', 'pseudonym', 'ledger'] as const;

/** Keys from their bytes by name. The bytes are copied; the caller's buffers may be wiped. */
export function makeKeys(siteId: string, bytes: ReadonlyMap<string, Buffer>): Keys {
  const secret = (name: string): KeyObject => {
    const key = bytes.get(name);
    assert(key?.length === 32, `the key ${name} has 32 bytes`);
    return createSecretKey(key);
  };
  const epochKeys = numbered(bytes, 'epoch').map((epoch) => [epoch, secret(keyName('epoch', epoch))] as const);
  const indexRoots = numbered(bytes, 'index').map((epoch) => [epoch, secret(keyName('index', epoch))] as const);
  const epoch = epochKeys.at(-1)?.[0];
  assert(epoch !== undefined, 'there is an epoch');
  const ledgerSeed = bytes.get('ledger');
  assert(ledgerSeed?.length === 32, 'the ledger key has 32 bytes');
  return {
    siteId,
    epoch,
    epochKey: finder(epochKeys, 'epoch'),
    indexEpochs: indexRoots.map(([number]) => number),
    indexRoot: finder(indexRoots, 'index'),
    signIn: secret('sign-in'),
    stopList: secret('stop-list'),
    pseudonym: secret('pseudonym'),
    ledger: ed25519PrivateKey(ledgerSeed),
  };
}

const keyName = (kind: 'epoch' | 'index', epoch: number): string => `${kind}-${String(epoch).padStart(4, '0')}`;

function numbered(bytes: ReadonlyMap<string, Buffer>, kind: 'epoch' | 'index'): readonly number[] {
  return [...bytes.keys()]
    .filter((name) => name.startsWith(`${kind}-`))
    .map((name) => Number(name.slice(kind.length + 1)))
    .sort((a, b) => a - b);
}

function finder(list: readonly (readonly [number, KeyObject])[], kind: string): (epoch: number) => KeyObject {
  const byEpoch = new Map(list);
  return (epoch) => {
    const key = byEpoch.get(epoch);
    assert(key !== undefined, `the ${kind} key ${epoch} is alive`);
    return key;
  };
}

/** An Ed25519 private key from its 32-byte seed: RFC 8410's PKCS #8 frame around it. */
function ed25519PrivateKey(seed: Buffer): KeyObject {
  const frame = Buffer.from('302e020100300506032b657004220420', 'hex');
  return createPrivateKey({ key: Buffer.concat([frame, seed]), format: 'der', type: 'pkcs8' });
}
