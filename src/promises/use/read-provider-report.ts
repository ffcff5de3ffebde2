import { createHash } from 'node:crypto';
import type { AskerIdentity } from '../../kernel/gate/asker.ts';
import { type GateParts, versionInForce } from '../../kernel/gate/parts.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { livingCredential } from '../security/index.ts';
import { providerSecrets } from './provider-secrets.ts';
import type { RawReport } from './ways/way.ts';
import { wayOf } from './ways/way-of.ts';

export interface ProviderReport {
  readonly asker: AskerIdentity;
  readonly input: { readonly transfer: string; readonly id: string; readonly status: string };
}

/**
 * A webhook of a provider, recognised by its signature. Null for what says nothing about an end.
 * @throws Refusal `unauthenticated` for a wrong signature, an unknown provider, and one that is too old alike
 */
export async function readProviderReport(
  parts: GateParts,
  name: string,
  raw: RawReport,
): Promise<ProviderReport | null> {
  const { declarations } = await versionInForce(parts);
  const provider = declarations.providers.find(({ id }) => id === name);
  const secrets = await providerSecrets(parts, name);
  const credential = await livingCredential(parts.db, 'provider', name);
  const read = provider && wayOf(provider).report;
  if (read === undefined || secrets === undefined || credential === undefined) throw notSigned();
  const report = await read(raw, secrets, parts).catch(() => {
    throw notSigned();
  });
  if (report === undefined) return null;
  const input = { transfer: report.transferId, id: idOf(`${name} ${report.id}`), status: report.status };
  return { asker: { kind: 'provider', id: name, credential }, input };
}

function notSigned(): Refusal {
  return new Refusal('unauthenticated', 'the signature is not right, or it is too old');
}

/** The same report has the same id, whatever the provider calls it (RFC 9562, version 8). */
function idOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
