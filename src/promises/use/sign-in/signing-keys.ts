import { createHash, generateKeyPair, type JsonWebKey } from 'node:crypto';
import { promisify } from 'node:util';
import type { Tx } from '../../../kernel/db/db.ts';
import type { GateParts } from '../../../kernel/gate/parts.ts';
import { lockSignInKeys } from './store.ts';

/** A key that signs what a service is told of a sign-in: published a day before it signs, so that nobody meets it unknown. */
export interface SignInKey {
  readonly kid: string;
  readonly jwk: JsonWebKey;
  /** From when it signs, milliseconds. */
  readonly from: number;
}

const NAME = 'sign-in-keys';
const DAY = 86_400_000;
/** A new key each quarter. */
const TURN_DAYS = 90;
/** What an older key signed can be checked for this long after its successor began. */
const KEPT_DAYS = 8;

/** The keys as they lie in the vault, the one that signs first. Made where there is none. */
export async function readSignInKeys(parts: GateParts): Promise<readonly SignInKey[]> {
  const kept = (await parts.siteSecrets.read(parts.db, NAME))?.unseal('hand-over');
  const keys = kept === undefined ? await turnSignInKeys(parts, 'first') : (JSON.parse(kept) as SignInKey[]);
  return inOrder(keys, parts.clock.now().getTime());
}

/**
 * Makes the next key where it is time, and lets go of what is past.
 */
export async function turnSignInKeys(parts: GateParts, when: 'first' | 'in-time'): Promise<readonly SignInKey[]> {
  const made = await makeSignInKey(parts.clock.now().getTime() + (when === 'in-time' ? DAY : 0));
  return await parts.db.transaction((tx) => putSignInKey(tx, parts, when, made));
}

/** The same with a key that was made before, because making one takes longer than a transaction should. */
export async function putSignInKey(
  tx: Tx,
  parts: GateParts,
  when: 'first' | 'in-time' | 'leaked',
  made: SignInKey,
): Promise<readonly SignInKey[]> {
  await lockSignInKeys(tx);
  const text = (await parts.siteSecrets.read(tx, NAME))?.unseal('hand-over');
  const kept = text === undefined ? [] : (JSON.parse(text) as SignInKey[]);
  const at = parts.clock.now().getTime();
  const last = Math.max(0, ...kept.map(({ from }) => from));
  if (when === 'in-time' && at - last < TURN_DAYS * DAY) return kept;
  if (when === 'first' && kept.length > 0) return kept;
  const signing = inOrder(kept, at)[0];
  const stay = when === 'leaked' ? [] : kept.filter((one) => one === signing || one.from > at - KEPT_DAYS * DAY);
  const keys = [...stay, made];
  await parts.siteSecrets.store(tx, NAME, JSON.stringify(keys));
  return keys;
}

function inOrder(keys: readonly SignInKey[], at: number): readonly SignInKey[] {
  const newestFirst = [...keys].sort((a, b) => b.from - a.from);
  const signing = newestFirst.find(({ from }) => from <= at) ?? newestFirst.at(-1);
  return signing === undefined ? [] : [signing, ...newestFirst.filter((one) => one !== signing)];
}

export async function makeSignInKey(from: number): Promise<SignInKey> {
  const { privateKey, publicKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  const { n = '', e = '' } = publicKey.export({ format: 'jwk' });
  // RFC 7638: the name of a key is the digest of its public half.
  const kid = createHash('sha256')
    .update(JSON.stringify({ e, kty: 'RSA', n }))
    .digest('base64url');
  return { kid, from, jwk: { ...privateKey.export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' } };
}
