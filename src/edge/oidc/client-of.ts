import type { ClientMetadata } from 'oidc-provider';
import type { Declarations } from '../../kernel/policy/declarations.ts';
import { claimedFields } from '../../promises/use/index.ts';

/** A service that people may sign in to, as a client of the protocol. Whoever the policy does not name so is none. */
export function clientOf(declarations: Declarations, id: string): ClientMetadata | undefined {
  const service = declarations.services.find((one) => one.id === id);
  if (service?.signIn === undefined) return undefined;
  const { callbacks, afterSignOut = [] } = service.signIn;
  const scopes = new Set(claimedFields(declarations, service).map(({ scope }) => scope));
  return {
    client_id: id,
    client_name: service.words.en,
    // Never compared: a secret is looked up among the credentials of the service. The protocol only wants one to be there.
    client_secret: 'a-credential-of-the-service',
    redirect_uris: [...callbacks],
    post_logout_redirect_uris: [...afterSignOut],
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    scope: ['openid', 'offline_access', ...scopes].join(' '),
    subject_type: 'pairwise',
    token_endpoint_auth_method: 'client_secret_basic',
    id_token_signed_response_alg: 'RS256',
  };
}
