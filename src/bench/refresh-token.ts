import type { Client, Provider } from 'oidc-provider';

interface Granted {
  readonly accountId: string;
  readonly grantId: string;
  readonly scope: string;
}

/** What a sign-in leaves with the service, as the library itself makes it. */
export async function refreshTokenOf(provider: Provider, client: Client, granted: Granted): Promise<string> {
  const token = new provider.RefreshToken({
    ...granted,
    ...{ client, gty: 'authorization_code', authTime: Math.floor(Date.now() / 1000) },
    ...{ expiresWithSession: false, iiat: Math.floor(Date.now() / 1000), rotations: 0, claims: {} },
  } as never);
  return await token.save();
}
