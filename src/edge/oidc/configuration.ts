import type { Configuration, KoaContextWithOIDC } from 'oidc-provider';
import type { Gate } from '../../kernel/gate/gate.ts';
import { hkdfExpand } from '../../kernel/vault/hkdf-expand.ts';
import { pseudonymFor } from '../../kernel/vault/pseudonym.ts';
import { SCOPE_CLAIMS, type SignInKey } from '../../promises/use/index.ts';
import type { Face } from '../face.ts';
import { type AdapterParts, adapterOf } from './adapter.ts';

/** The seconds that each thing lives. A code is for one step, a token for a look, a refresh for a month of not coming. */
const SECONDS = {
  AuthorizationCode: 60,
  AccessToken: 600,
  IdToken: 3600,
  Interaction: 3600,
  RefreshToken: 30 * 86_400,
  Grant: 90 * 86_400,
  Session: 30 * 86_400,
} as const;
/** Clocks differ: as much is forgiven. */
const CLOCK_SECONDS = 15;

const OIDC_PATH = '/oidc';

type Parts = Pick<
  Configuration,
  'findAccount' | 'loadExistingGrant' | 'extraTokenClaims' | 'renderError' | 'interactions'
> & {
  readonly logout: NonNullable<NonNullable<Configuration['features']>['rpInitiatedLogout']>;
  readonly kept: AdapterParts;
};

/**
 * The protocol, narrowed to one way of signing in: a code with PKCE, for a service that holds a credential. Whatever is
 * not named here is off: no token in an address, no client that registers itself, no request of somebody else's by value.
 */
export function configurationOf(
  { parts }: Gate,
  face: Face,
  keys: readonly SignInKey[],
  { logout, kept, ...own }: Parts,
): Configuration {
  const cookie = { httpOnly: true, sameSite: 'lax', secure: face.secure, signed: true, overwrite: true } as const;
  const name = (of: string, host = false) => (face.secure ? `__${host ? 'Host' : 'Secure'}-${of}` : `kristalux-${of}`);
  return {
    ...own,
    adapter: adapterOf(kept),
    jwks: { keys: keys.map(({ jwk }) => jwk) as NonNullable<Configuration['jwks']>['keys'] },
    cookies: {
      keys: [
        hkdfExpand('sha256', parts.keys.signIn, Buffer.from('kristalux/oidc-cookies/v1'), 32).toString('base64url'),
      ],
      names: { session: name('entered', true), interaction: name('entering'), resume: name('entering-on') },
      long: { ...cookie, path: '/' },
      short: cookie,
    },
    claims: {
      openid: ['sub', 'dealing'],
      ...Object.fromEntries(Object.entries(SCOPE_CLAIMS).map(([a, b]) => [a, [...b]])),
    },
    scopes: ['openid', 'offline_access', ...Object.keys(SCOPE_CLAIMS)],
    subjectTypes: ['pairwise'],
    // The service knows the person by the same name of its own as everywhere else.
    pairwiseIdentifier: async (_context, personId, client) =>
      pseudonymFor(parts.keys, `service:${client.clientId}`, personId),
    responseTypes: ['code'],
    pkce: { required: () => true },
    clientAuthMethods: ['client_secret_basic', 'client_secret_post'],
    enabledJWA: { idTokenSigningAlgValues: ['RS256'] },
    allowOmittingSingleRegisteredRedirectUri: false,
    acceptQueryParamAccessTokens: false,
    clientBasedCORS: () => false,
    clockTolerance: CLOCK_SECONDS,
    rotateRefreshToken: true,
    ttl: SECONDS,
    routes: {
      authorization: `${OIDC_PATH}/authorize`,
      end_session: `${OIDC_PATH}/sign-out`,
      jwks: `${OIDC_PATH}/keys`,
      pushed_authorization_request: `${OIDC_PATH}/requests`,
      revocation: `${OIDC_PATH}/revoke`,
      token: `${OIDC_PATH}/token`,
      userinfo: `${OIDC_PATH}/userinfo`,
    },
    features: {
      devInteractions: { enabled: false },
      pushedAuthorizationRequests: { enabled: true },
      resourceIndicators: { enabled: false },
      dPoP: { enabled: true },
      revocation: { enabled: true },
      rpInitiatedLogout: logout,
    },
  };
}

/** The credential that authenticated the service in this request, so that what is issued ends with it. */
const CREDENTIAL = Symbol('credential');
type Marked = KoaContextWithOIDC & { [CREDENTIAL]?: string };

export function markCredential(context: KoaContextWithOIDC | undefined, credential: string): void {
  if (context !== undefined) (context as Marked)[CREDENTIAL] = credential;
}

export function markedCredential(context: KoaContextWithOIDC): string | undefined {
  return (context as Marked)[CREDENTIAL];
}
