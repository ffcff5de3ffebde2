import { createHash } from 'node:crypto';
import type { Sql } from '../../kernel/db/db.ts';
import type { Reads } from '../../kernel/db/reading.ts';
import type { Reach, Running, UnwrittenMoment } from '../../kernel/gate/act.ts';
import type { AskerIdentity } from '../../kernel/gate/asker.ts';
import type { GateParts } from '../../kernel/gate/parts.ts';
import type { WrappedKey } from '../../kernel/vault/store.ts';
import type { SeenBegin } from './entering/store.ts';
import { networkOfAsker, type Seen, sayAgent } from './seen-by.ts';
import * as store from './store.ts';

/** A session ends after this many hours without a request, and after SESSION_HOURS_MAX in any case. */
export const IDLE_HOURS_MAX = 24;
export const SESSION_HOURS_MAX = 24 * 30;

/** The field under which the vault holds from where a session began. */
export const SEEN_FIELD = 'session/seen';

export interface SessionStart {
  readonly how: store.SessionHow;
  /** Two factors stood behind it: a passkey that verified its holder, or a password and a code. */
  readonly strong: boolean;
  readonly seen: Seen | undefined;
}

export interface Begun {
  /** For the session's cookie. */
  readonly session: string;
  /** For the cookie by which this browser is known again. */
  readonly device: string;
}

/** What a session that begins now will be known by; kept as hashes alone. */
export function newBegun({ random }: Pick<GateParts, 'random'>, seen: Seen | undefined): Begun {
  return {
    session: random.bytes(32).toString('base64url'),
    device: seen?.device ?? random.bytes(32).toString('base64url'),
  };
}

/** Where a session came from, as it is sealed for the person's own list. */
function seenFrom(asker: AskerIdentity, seen: Seen | undefined) {
  const plaintext = JSON.stringify({ agent: sayAgent(seen?.agent), network: networkOfAsker(asker) });
  return { field: SEEN_FIELD, plaintext, role: 'file' } as const;
}

/** What a session begins with in a shared commit; its value is sealed under the key that the moment has read. */
export function seenBegin(
  {
    parts,
    asker,
    input,
    reached,
  }: Pick<
    UnwrittenMoment<{ readonly seen?: Seen | undefined }, Reachable, unknown>,
    'parts' | 'asker' | 'input' | 'reached'
  >,
  begun: Begun,
  { how, strong }: Omit<SessionStart, 'seen'>,
): SeenBegin {
  const { personId, personKey } = reached;
  return {
    ...{ personId, personKey, how, strong, hours: SESSION_HOURS_MAX },
    tokenHash: hashToken(begun.session),
    deviceHash: hashToken(begun.device),
    seen: parts.keyring.seal(personId, personKey, seenFrom(asker, input.seen)),
  };
}

interface Reachable extends Reach {
  readonly personId: string;
  readonly personKey: WrappedKey;
}

/**
 * A session of a person who has just proved themselves, with where it came from sealed for their own list. The browser
 * is noted as new unless it signed in to this account before.
 */
export async function startSession(
  { tx, parts, asker }: Pick<Running<unknown, unknown, unknown>, 'tx' | 'parts' | 'asker'>,
  personId: string,
  { how, strong, seen }: SessionStart,
): Promise<Begun> {
  const begun = newBegun(parts, seen);
  const [kept] = await parts.keyring.store(tx, personId, [seenFrom(asker, seen)]);
  await store.insertSession(tx, {
    ...{ personId, how, strong, hours: SESSION_HOURS_MAX },
    tokenHash: hashToken(begun.session),
    deviceHash: hashToken(begun.device),
    seenRecord: kept?.recordId ?? null,
  });
  return begun;
}

/** Who a session token speaks for; undefined when it ended or never was. `reads`: who ask at the same time ask together. */
export async function personOfSession(
  sql: Sql,
  token: string,
  reads: Reads = sql,
): Promise<Extract<AskerIdentity, { kind: 'person' }> | undefined> {
  const found = await findSession(sql, token, reads);
  if (found === undefined) return undefined;
  const { personId, session, authenticatedAt } = found;
  return { kind: 'person', personId, session, authenticatedAt };
}

/** Whether a session lives, and how it stands; of whom it is, is not told. One statement, shared with all who ask. */
export async function checkSession(sql: Sql, token: string, reads: Reads) {
  const found = await findSession(sql, token, reads);
  if (found === undefined) return undefined;
  const { authenticatedAt, strong, expiresAt } = found;
  return { authenticatedAt, strong, expiresAt };
}

async function findSession(sql: Sql, token: string, reads: Reads) {
  if (!/^[A-Za-z0-9_-]{43}$/.test(token)) return undefined;
  const session = hashToken(token);
  const row = await store.findSession(reads, session, IDLE_HOURS_MAX);
  if (row?.stale === true) await store.markSeen(sql, session);
  return row && { ...row, session };
}

/** Who a service's or provider's secret speaks for; its use is noted where it is said in what. */
export async function askerOfCredential(
  reads: Reads,
  secret: string,
  usedIn?: Sql,
): Promise<AskerIdentity | undefined> {
  if (!/^kx[sp]_[A-Za-z0-9_-]{43}$/.test(secret)) return undefined;
  const row = await store.findCredential(reads, hashToken(secret));
  if (usedIn !== undefined && row?.usedLately === false) await store.markUsed(usedIn, row.credentialId);
  return row && { kind: row.kind, id: row.name, credential: row.credentialId };
}

export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
