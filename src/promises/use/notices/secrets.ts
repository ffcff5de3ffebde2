import type { Sql, Tx } from '../../../kernel/db/db.ts';
import type { GateParts } from '../../../kernel/gate/parts.ts';
import type { Sealed } from '../../../kernel/vault/sealed.ts';
import * as store from './store.ts';

const now = (service: string) => `notices/${service}`;
const older = (service: string) => `notices-older/${service}`;

/** A new secret in the place of the one there is, if any. @returns it, to be shown once */
export async function makeNoticeSecret(tx: Tx, { siteSecrets, random }: GateParts, service: string): Promise<string> {
  const secret = `whsec_${random.bytes(32).toString('base64')}`;
  await siteSecrets.store(tx, now(service), secret);
  return secret;
}

/** The one that was shown before goes on beside the new one, for so many hours. */
export async function keepOlder(tx: Tx, parts: GateParts, service: string, hours: number): Promise<void> {
  const { siteSecrets } = parts;
  await siteSecrets.forget(tx, older(service));
  const before = await siteSecrets.read(tx, now(service));
  if (hours > 0 && before !== undefined) await siteSecrets.store(tx, older(service), before.unseal('hand-over'));
  await store.keepOlderSecret(tx, service, hours);
}

export async function forgetNoticeSecrets(tx: Tx, { siteSecrets }: GateParts, service: string): Promise<void> {
  await siteSecrets.forget(tx, now(service), older(service));
}

export async function forgetOlder(tx: Tx, { siteSecrets }: GateParts, service: string): Promise<void> {
  await siteSecrets.forget(tx, older(service));
  await store.endOverlap(tx, service);
}

/** Everything a notice is signed by at this moment, the newest first. */
export async function noticeSecrets(
  sql: Sql,
  { siteSecrets }: GateParts,
  { service, olderUntil }: store.EndpointRow,
): Promise<readonly Sealed<string>[]> {
  const names = olderUntil === null ? [now(service)] : [now(service), older(service)];
  const found = await siteSecrets.readAll(sql, names);
  return names.flatMap((name) => found.get(name) ?? []);
}
