import { createHash } from 'node:crypto';
import type { Sql, Tx } from '../../kernel/db/db.ts';
import type { AskerIdentity } from '../../kernel/gate/asker.ts';
import type { Random } from '../../kernel/ids.ts';
import * as store from './store.ts';

/** A session ends after this many hours without a request, and after SESSION_HOURS_MAX in any case. */
const IDLE_HOURS_MAX = 24;
const SESSION_HOURS_MAX = 24 * 30;

/** A new session: the token goes to the browser alone, its hash to the database. */
export async function beginSession(tx: Tx, random: Random, personId: string): Promise<string> {
  const token = random.bytes(32).toString('base64url');
  await store.insertSession(tx, { tokenHash: hashToken(token), personId, hours: SESSION_HOURS_MAX });
  return token;
}

/** Who a session token speaks for; undefined when it ended or never was. */
export async function personOfSession(
  sql: Sql,
  token: string,
): Promise<Extract<AskerIdentity, { kind: 'person' }> | undefined> {
  if (!/^[A-Za-z0-9_-]{43}$/.test(token)) return undefined;
  const session = hashToken(token);
  const row = await store.findSession(sql, session, IDLE_HOURS_MAX);
  if (row === undefined) return undefined;
  await store.markSeen(sql, session);
  return { kind: 'person', personId: row.personId, session, authenticatedAt: row.authenticatedAt };
}

/** Who a service's or provider's secret speaks for. */
export async function askerOfCredential(sql: Sql, secret: string): Promise<AskerIdentity | undefined> {
  if (!/^kx[sp]_[A-Za-z0-9_-]{43}$/.test(secret)) return undefined;
  const row = await store.findCredential(sql, hashToken(secret));
  return row && { kind: row.kind, id: row.name, credential: row.credentialId };
}

export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
