import type { Adapter, AdapterPayload, ClientMetadata } from 'oidc-provider';
import type { Declarations } from '../../kernel/policy/declarations.ts';
import type { SignInRecords } from '../../promises/use/index.ts';
import type { AskedAhead } from './asked-ahead.ts';
import { clientOf } from './client-of.ts';
import type { Exchanges } from './exchanges.ts';
import type { RequestVersions } from './request-versions.ts';

export interface AdapterParts {
  readonly records: SignInRecords;
  readonly exchanges: Exchanges;
  /** What is said where a code or token is used a second time at the same moment. */
  readonly usedBefore: () => Error;
  /** What is said where the service became another client while it asked. */
  readonly changed: () => Error;
  /** The request that is being answered. */
  readonly current: () => object | undefined;
  readonly versions: RequestVersions;
  /** Whether the request is one for tokens. */
  readonly exchanging: () => boolean;
  /** Or one for what a token stands for. */
  readonly telling: () => boolean;
  readonly asked: AskedAhead;
}

/** Where the protocol keeps its things: clients are read from the version in force, the rest lies sealed. */
export function adapterOf(parts: AdapterParts): (name: string) => Adapter {
  const grants = new WeakMap<object, KeptGrant>();
  const kept: KeptGrants = {
    keep(id, payload) {
      const request = parts.current();
      if (request !== undefined && typeof id === 'string' && payload !== undefined)
        grants.set(request, { id, payload });
    },
    take(id) {
      const request = parts.current();
      const grant = request === undefined ? undefined : grants.get(request);
      if (request !== undefined) grants.delete(request);
      return grant?.id === id ? grant.payload : undefined;
    },
  };
  return (name) => (name === 'Client' ? clientsOf(parts) : recordsOf(name, parts, kept));
}

/** The grant that was read with what was given under it: the library asks for it next, in the same request. */
interface KeptGrant {
  readonly id: string;
  readonly payload: AdapterPayload;
}

interface KeptGrants {
  keep(id: unknown, payload: AdapterPayload | undefined): void;
  /** Once: whatever is asked later is read anew. */
  take(id: string): AdapterPayload | undefined;
}

function clientsOf({ versions, exchanging }: AdapterParts): Adapter {
  const none = async () => undefined;
  // Worked out once for each service of a version.
  const known = new WeakMap<Declarations, Map<string, ClientMetadata>>();
  return {
    async find(id) {
      // Whatever is exchanged is looked up next, and says which version is in force.
      const { declarations } = await (exchanging() ? versions.toBegin(id) : versions.inForce());
      const services = known.get(declarations) ?? new Map<string, ClientMetadata>();
      known.set(declarations, services);
      const client = services.get(id) ?? clientOf(declarations, id);
      if (client !== undefined) services.set(id, client);
      return client as AdapterPayload | undefined;
    },
    upsert: none,
    findByUserCode: none,
    findByUid: none,
    consume: none,
    destroy: none,
    revokeByGrantId: none,
  };
}

/** How long what has no end of its own is kept, seconds. */
const SECONDS_MAX = 90 * 86_400;

function recordsOf(
  kind: string,
  { records, exchanges, versions, usedBefore, changed, telling, asked }: AdapterParts,
  kept: KeptGrants,
): Adapter {
  const opened = (key: string | null, found: Awaited<ReturnType<SignInRecords['find']>>) =>
    found && {
      ...found.payload,
      // The name itself is in no row: who asks for it holds it.
      ...(key === null ? {} : { jti: key }),
      ...(found.usedAt === null ? {} : { consumed: Math.floor(found.usedAt.getTime() / 1000) }),
    };
  return {
    async upsert(key, payload, seconds) {
      // A session is also asked for by its second name; everything else says its own.
      const { consumed: _, jti, ...rest } = payload;
      const params = withoutHint(rest.params);
      const first = await exchanges.save({
        ...{ kind, key },
        uid: kind === 'Session' ? (payload.uid ?? null) : null,
        personId: payload.accountId ?? payload.session?.accountId ?? null,
        dealingId: kind === 'Grant' ? key : (payload.grantId ?? null),
        payload: { ...rest, ...(kind === 'Session' ? { jti } : {}), ...(params === undefined ? {} : { params }) },
        seconds: Math.min(Math.max(seconds ?? SECONDS_MAX, 1), SECONDS_MAX),
      });
      if (!first) throw usedBefore();
    },
    async find(key) {
      const known = kind === 'Grant' ? kept.take(key) : undefined;
      if (known !== undefined) return { ...known, jti: key };
      const toAsk = kind === 'AccessToken' && telling();
      const found = await (toAsk ? asked.find(kind, key) : records.find(kind, key));
      const same = found?.version === undefined || versions.settle(found.version);
      if (!(typeof same === 'boolean' ? same : await same)) throw changed();
      kept.keep(found?.payload['grantId'], found?.grant as AdapterPayload | undefined);
      return opened(key, found);
    },
    findByUid: async (uid) => opened(null, await records.findByUid(kind, uid)),
    findByUserCode: async () => undefined,
    async consume(key) {
      // Of two at the same moment, each of which found it unused, one is first.
      if (!(await exchanges.use({ kind, key }))) throw usedBefore();
    },
    destroy: (key) => records.drop(kind, key),
    revokeByGrantId: (grant) => records.dropOfDealing(kind, grant),
  };
}

/** What a service guesses about who will sign in is asked by nobody here, and so kept by nobody. */
function withoutHint(params: AdapterPayload['params']): AdapterPayload['params'] {
  if (params === undefined) return undefined;
  const { login_hint: _, ...rest } = params;
  return rest;
}
