import { createHmac, timingSafeEqual } from 'node:crypto';
import { type ToWrite, toWrite } from '../../../kernel/db/writing.ts';
import type { GateParts } from '../../../kernel/gate/parts.ts';
import { PASSWORD_CHARACTERS_MIN } from '../../../kernel/limits.ts';
import { oldDigest } from '../../../kernel/old-hashes/old-digest.ts';
import { type OldScheme, readOldHash } from '../../../kernel/old-hashes/read-old-hash.ts';
import { carryTags } from '../../../kernel/vault/tags/renew-tags.ts';
import { insertSignIns, keepSalts, type SignInRow } from '../store.ts';
import { verifierOf } from '../verifier-of.ts';
import * as store from './store.ts';

/** What is kept of a hash of another system: as with every password, nothing by which it could be guessed without our key. */
export interface BroughtPassword {
  readonly scheme: Buffer;
  readonly verifier: Buffer;
}

/** @throws Refusal `invalid` for a hash of no known form, or one that would cost too much */
export function readBroughtPassword(parts: GateParts, hash: string): BroughtPassword {
  const { scheme, digest } = readOldHash(hash);
  return { scheme: Buffer.from(JSON.stringify(scheme)), verifier: keyed(parts, digest) };
}

/** Whoever is brought with a password signs in by it and their address. */
export function broughtPasswordOfNew(personId: string, brought: BroughtPassword): ToWrite {
  return toWrite(store.newBrought, { personId, ...brought });
}

/**
 * The person who was brought with this address and password. While anybody is left who was, every try does this work,
 * for a known and an unknown address alike: neither time nor work tells which it is.
 */
export async function matchBrought(
  parts: GateParts,
  tags: readonly Buffer[],
  password: string,
): Promise<string | undefined> {
  const row = await store.findBrought(parts.reads, tags);
  if (row === undefined) return undefined;
  const scheme = JSON.parse(row.scheme.toString('utf8')) as OldScheme;
  const verifier = keyed(parts, await parts.passwords.inTurn(() => oldDigest(scheme, password)));
  return timingSafeEqual(verifier, row.verifier) && row.found ? row.personId : undefined;
}

/** From now on their password is argon2id like every other, and nothing of the old hash is left. */
export async function adoptBrought(parts: GateParts, personId: string, password: string): Promise<void> {
  // While the index turns: first renewed, then read, so that what is written stands beside it.
  await carryTags(parts, await store.addressTags(parts.db, personId));
  const tags = await store.addressTags(parts.db, personId);
  const fresh = tags.map(({ tag }) => ({ tag, salt: parts.random.bytes(16) }));
  const salts = await parts.db.transaction((tx) => keepSalts(tx, fresh));
  const kind = [...password].length >= PASSWORD_CHARACTERS_MIN ? ('long' as const) : ('short' as const);
  const rows: SignInRow[] = [];
  for (const one of tags) {
    const salt = salts.find(({ tag }) => tag.equals(one.tag))?.salt;
    if (salt === undefined) throw new Error('a tag has a salt once it was kept');
    rows.push({ ...one, password: kind, verifier: await verifierOf(parts, password, salt) });
  }
  await parts.db.transaction(async (tx) => {
    if (await store.dropBrought(tx, personId)) await insertSignIns(tx, personId, rows);
  });
}

function keyed({ keys }: GateParts, digest: Buffer): Buffer {
  return createHmac('sha256', keys.signIn).update('brought\0').update(digest).digest();
}
