import type { errors as Errors } from 'oidc-provider';
import type { Gate } from '../../kernel/gate/gate.ts';
import type { Declarations } from '../../kernel/policy/declarations.ts';
import type { Version } from '../../kernel/policy/open-version.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { askFields, type ClaimedField, claimedFields, claimValue } from '../../promises/use/index.ts';
import type { AskedAhead } from './asked-ahead.ts';

interface Asking {
  readonly service: string;
  readonly credential: string;
  readonly dealing: string;
  readonly scope: string;
  /** What the service may claim by; the gate decides by the version of its own moment. */
  readonly version: Version;
}

/** What a service is told: asked of the gate like every field of a dealing, decided, recorded, and only then opened. */
export function openTelling(gate: Gate, asked: AskedAhead): (asking: Asking) => Promise<object> {
  // Worked out once for each service of a version.
  const known = new WeakMap<Declarations, Map<string, readonly ClaimedField[]>>();
  const claimedBy = (declarations: Declarations, id: string): readonly ClaimedField[] => {
    const services = known.get(declarations) ?? new Map<string, readonly ClaimedField[]>();
    known.set(declarations, services);
    const service = declarations.services.find((one) => one.id === id);
    const claimed = services.get(id) ?? (service === undefined ? [] : claimedFields(declarations, service));
    services.set(id, claimed);
    return claimed;
  };
  return async ({ service: id, credential, dealing, scope, version }) => {
    const scopes = scope.split(' ');
    const wanted = claimedBy(version.declarations, id).filter((one) => scopes.includes(one.scope));
    if (wanted.length === 0) return { dealing };
    const asker = { kind: 'service' as const, id, credential };
    const fields = wanted.map(({ field }) => field);
    const ahead = asked.take(id, fields);
    const { output } = await gate.pass(askFields, asker, { dealing, fields }, { ahead });
    const told: Record<string, unknown> = { dealing };
    for (const { field, claim } of wanted) {
      const value = output.fields[field];
      if (typeof value === 'string') told[claim] = claimValue(claim, value);
    }
    return told;
  };
}

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
