import type { IncomingMessage, ServerResponse } from 'node:http';
import type { KoaContextWithOIDC, Provider } from 'oidc-provider';
import { DatabaseUnavailable } from '../../kernel/db/database-unavailable.ts';
import type { AskerIdentity } from '../../kernel/gate/asker.ts';
import type { Gate } from '../../kernel/gate/gate.ts';
import { versionInForce } from '../../kernel/gate/parts.ts';
import { askerOfCredential, personOfSession } from '../../promises/security/index.ts';
import {
  enterService,
  findEntry,
  openSignInRecords,
  readSignInKeys,
  type SignInKey,
} from '../../promises/use/index.ts';
import { addresses } from '../../ui/addresses.ts';
import type { Face } from '../face.ts';
import { retryAfterOf } from '../problem.ts';
import { openAskedAhead } from './asked-ahead.ts';
import { configurationOf, markCredential, markedCredential } from './configuration.ts';
import { openExchanges } from './exchanges.ts';
import { openRequestVersions } from './request-versions.ts';
import { openTelling, protocolError } from './told-claims.ts';

/** What the protocol shows to people, made as pages of ours. */
export interface OidcPages {
  leave(context: KoaContextWithOIDC, form: string): Promise<void>;
  left(context: KoaContextWithOIDC): Promise<void>;
  error(context: KoaContextWithOIDC, problem: { readonly error: string; readonly description: string }): Promise<void>;
}

export interface Oidc {
  provider(): Promise<Provider>;
  /** The answer to a request of the protocol. */
  answer(request: IncomingMessage, response: ServerResponse): Promise<void>;
}

/** How long the keys are believed to be the same: after that a leaked one that was replaced is worth nothing anywhere. */
const KEYS_MILLISECONDS = 5_000;

/** The protocol with the keys that it was made with. */
interface Made {
  readonly keys: string;
  /** When they were looked at last, milliseconds. */
  readonly at: number;
  readonly provider: Provider;
  readonly listener: ReturnType<Provider['callback']>;
}

/** Loaded when the first service asks, and made anew when its keys turn. */
export function openOidc(gate: Gate, face: Face, pages: OidcPages): Oidc {
  let made: Made | undefined;
  const { host } = new URL(face.origin);
  const current = (): Made | Promise<Made> => {
    const now = gate.parts.clock.now().getTime();
    return made !== undefined && Math.abs(now - made.at) < KEYS_MILLISECONDS ? made : look(now);
  };
  const look = async (now: number): Promise<Made> => {
    const keys = await readSignInKeys(gate.parts);
    const names = keys.map(({ kid }) => kid).join(' ');
    if (made?.keys === names) made = { ...made, at: now };
    else {
      const provider = await makeProvider(gate, face, pages, keys);
      made = { keys: names, at: now, provider, listener: provider.callback() };
    }
    return made;
  };
  return {
    provider: async () => (await current()).provider,
    answer(request, response) {
      // The protocol builds addresses from what it is told; it is told where people reach us, whatever a request says.
      request.headers.host = host;
      request.headers['x-forwarded-proto'] = face.secure ? 'https' : 'http';
      delete request.headers['x-forwarded-host'];
      const now = current();
      return 'listener' in now
        ? now.listener(request, response)
        : now.then(({ listener }) => listener(request, response));
    },
  };
}

async function makeProvider(gate: Gate, face: Face, pages: OidcPages, keys: readonly SignInKey[]): Promise<Provider> {
  const { Provider: Made, errors, interactionPolicy } = await import('oidc-provider');
  const { parts } = gate;
  const current = () => Made.ctx;
  const versions = openRequestVersions(parts, current);
  const records = openSignInRecords(parts);
  const exchanges = openExchanges(records, current);
  const asked = openAskedAhead(records, current);
  const told = openTelling(gate, asked);
  const personOf = async ({ cookies }: KoaContextWithOIDC) => {
    const token = cookies.get(face.sessionCookie, { signed: false });
    return token === undefined ? undefined : await personOfSession(parts.db, token, parts.reads);
  };
  const policy = interactionPolicy.base();
  policy.get('login')?.checks.add(
    new interactionPolicy.Check(
      'signed_out_here',
      'the person signed out or somebody else signed in',
      'login_required',
      async (context) => {
        const { accountId } = context.oidc.session ?? {};
        return accountId !== undefined && (await personOf(context))?.personId !== accountId;
      },
    ),
  );
  const provider: Provider = new Made(
    face.origin,
    configurationOf(gate, face, keys, {
      interactions: { policy, url: (_context, { uid }) => addresses.entering(uid) },
      findAccount: async (_context, personId, token) => ({
        accountId: personId,
        claims: async (use, scope) => {
          if (use !== 'userinfo' || token === undefined) return { sub: personId };
          const { grantId: dealing, clientId: service, extra } = token as Issued;
          const credential = String(extra?.credential ?? '');
          if (dealing === undefined || service === undefined || credential === '')
            throw new errors.InvalidToken('no dealing');
          try {
            const version = await versions.inForce();
            return { ...(await told({ service, credential, dealing, scope, version })), sub: personId };
          } catch (error) {
            throw protocolError(error, errors);
          }
        },
      }),
      extraTokenClaims: (context, _token) => ({ credential: markedCredential(context) }),
      loadExistingGrant: (context) => loadGrant(gate, provider, context, personOf),
      renderError: (context, { error, error_description: description = '' }) =>
        pages.error(context, { error, description }),
      kept: {
        ...{ records, exchanges, current, versions, asked },
        exchanging: () => Made.ctx?.oidc.route === 'token',
        telling: () => Made.ctx?.oidc.route === 'userinfo',
        usedBefore: () => new errors.InvalidGrant('used before'),
        changed: () => new errors.OIDCProviderError(503, 'temporarily_unavailable'),
      },
      logout: {
        enabled: true,
        logoutSource: (context, form) => pages.leave(context, form),
        postLogoutSuccessSource: (context) => pages.left(context),
      },
    }),
  );
  provider.proxy = true;
  provider.use(async (context, next) => {
    try {
      await next();
    } catch (error) {
      tellAway(context, error);
    }
    await exchanges.end(context)?.catch((error: unknown) => tellAway(context, error));
    // Who is no client is no service of the site: a third party, to whom nothing is given.
    const told = context.body as { readonly error?: string } | undefined;
    if (told?.error === 'invalid_client') context.body = { ...told, section: 'protection' };
  });
  provider.on('server_error', (context, error) => {
    if (error instanceof DatabaseUnavailable) tellAway(context, error);
    else parts.log.error('oidc-broken', { reason: error.name });
  });
  provider.Client.prototype.compareClientSecret = async function compare(this: { clientId: string }, secret: string) {
    const asker = await askerOfCredential(parts.reads, secret, parts.db);
    if (asker?.kind !== 'service' || asker.id !== this.clientId) return false;
    markCredential(Made.ctx, asker.credential);
    return true;
  };
  return provider;
}

/** The database is away for a moment, which is nobody's mistake; anything else goes on. */
function tellAway(context: Pick<KoaContextWithOIDC, 'status' | 'set' | 'body'>, error: unknown): void {
  if (!(error instanceof DatabaseUnavailable)) throw error;
  context.status = 503;
  context.set(retryAfterOf(error));
  context.body = { error: 'temporarily_unavailable', error_description: 'the database is away: ask again' };
}

/** What an access token says of itself. */
interface Issued {
  readonly grantId?: string;
  readonly clientId?: string;
  readonly extra?: { readonly credential?: string };
}

type Person = Extract<AskerIdentity, { kind: 'person' }>;

/** Who joined before goes on without being asked again; it stands in their history all the same. */
async function loadGrant(
  gate: Gate,
  provider: Provider,
  context: KoaContextWithOIDC,
  personOf: (context: KoaContextWithOIDC) => Promise<Person | undefined>,
) {
  const { client, session, result } = context.oidc;
  const joined = result?.consent?.grantId;
  if (joined !== undefined) return await provider.Grant.find(joined);
  const person = await personOf(context);
  if (client === undefined || person === undefined || person.personId !== session?.accountId) return undefined;
  const { declarations } = await versionInForce(gate.parts);
  const purpose = declarations.services.find(({ id }) => id === client.clientId)?.signIn?.purpose;
  if (purpose === undefined) return undefined;
  const asked = { personId: person.personId, service: client.clientId, purpose };
  if ((await findEntry(gate.parts.db, asked)) === undefined) return undefined;
  return await grantFor(gate, provider, person, { service: client.clientId, purpose, scope: client.scope ?? 'openid' });
}

/** The person enters the service: the dealing, and what the protocol knows of it under the dealing's own number. */
export async function grantFor(
  gate: Gate,
  provider: Provider,
  person: Person,
  { service, purpose, scope }: { readonly service: string; readonly purpose: string; readonly scope: string },
) {
  const { output } = await gate.pass(enterService, person, { service, purpose });
  const grant = new provider.Grant({ accountId: person.personId, clientId: service });
  grant.jti = output.dealing;
  grant.addOIDCScope(scope);
  await grant.save();
  return grant;
}
