import type { errors as Errors } from 'oidc-provider';
import { z } from 'zod';
import type { Gate } from '../../kernel/gate/gate.ts';
import type { Version } from '../../kernel/policy/open-version.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { askFields, claimedFields, claimValue } from '../../promises/use/index.ts';

interface Asking {
  readonly service: string;
  readonly credential: string;
  readonly dealing: string;
  readonly scope: string;
  /** What the service may claim by; the gate decides by the version of its own moment. */
  readonly version: Version;
}

/** What a service is told: asked of the gate like every field of a dealing, decided, recorded, and only then opened. */
export async function toldClaims(gate: Gate, asking: Asking): Promise<object> {
  const { service: id, credential, dealing, scope } = asking;
  const { declarations } = asking.version;
  const service = declarations.services.find((one) => one.id === id);
  const wanted = service === undefined ? [] : claimedFields(declarations, service);
  const scopes = new Set(scope.split(' '));
  const asked = wanted.filter((one) => scopes.has(one.scope));
  if (asked.length === 0) return { dealing };
  const asker = { kind: 'service' as const, id, credential };
  const { output } = await gate.pass(askFields, asker, { dealing, fields: asked.map(({ field }) => field) });
  const { fields } = OUTPUT.parse(output);
  const told = asked.flatMap(({ field, claim }) => {
    const value = fields[field];
    return typeof value === 'string' ? [[claim, claimValue(claim, value)] as const] : [];
  });
  return { dealing, ...Object.fromEntries(told) };
}

const OUTPUT = z.object({ fields: z.record(z.string(), z.string().nullable()) });

/** A refusal as the protocol says it: 403 with the section for what the policy does not permit. */
export function protocolError(error: unknown, errors: typeof Errors): unknown {
  if (!(error instanceof Refusal)) return error;
  const { section } = error.detail;
  if (error.code === 'forbidden_by_policy') {
    const described = new errors.OIDCProviderError(403, 'access_denied');
    return Object.assign(described, { error_description: `the policy does not permit this (section ${section})` });
  }
  if (error.code === 'busy') return new errors.OIDCProviderError(503, 'temporarily_unavailable');
  return new errors.InvalidToken('the dealing or the credential is over');
}
