import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Adapter, AdapterPayload, Configuration, Provider } from 'oidc-provider';
import type { Sql } from '../kernel/db/db.ts';
import { refreshTokenOf } from './refresh-token.ts';
import { BARE_RECORDS, type BareRecord, makeBareRecords } from './store.ts';

export interface BareProvider {
  readonly address: string;
  refreshTokens(count: number): Promise<readonly string[]>;
  end(): Promise<void>;
}

export const BARE_CLIENT = { id: 'bench', secret: 'a-secret-of-the-bench-and-long-enough' } as const;
const SCOPE = 'openid offline_access';

/** The library alone with the protocol narrowed as ours is: no person, no policy, no entry. Null: it keeps all in memory. */
export async function openBareProvider(sql: Sql | null): Promise<BareProvider> {
  const { Provider: Made } = await import('oidc-provider');
  if (sql !== null) await makeBareRecords(sql);
  const provider: Provider = new Made('http://localhost', configuration(sql));
  const server = createServer(provider.callback());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const at = server.address();
  if (at === null || typeof at === 'string') throw new Error('a server that listens has a port');
  return {
    address: `http://127.0.0.1:${at.port}`,
    async refreshTokens(count) {
      const client = await provider.Client.find(BARE_CLIENT.id);
      if (client === undefined) throw new Error('the client is configured');
      return await Promise.all(
        Array.from({ length: count }, async (_, number) => {
          const grant = new provider.Grant({ accountId: `person-${number}`, clientId: BARE_CLIENT.id });
          grant.addOIDCScope(SCOPE);
          const granted = { accountId: `person-${number}`, grantId: await grant.save(), scope: SCOPE };
          return await refreshTokenOf(provider, client, granted);
        }),
      );
    },
    async end() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function configuration(sql: Sql | null): Configuration {
  const jwk = {
    ...generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' }),
    use: 'sig',
  };
  return {
    ...(sql === null ? {} : { adapter: (kind: string) => recordsOf(sql, kind) }),
    jwks: { keys: [jwk] as never },
    clients: [
      {
        ...{ client_id: BARE_CLIENT.id, client_secret: BARE_CLIENT.secret, redirect_uris: ['http://localhost/back'] },
        ...{ grant_types: ['authorization_code', 'refresh_token'], response_types: ['code'], scope: SCOPE },
        ...{ subject_type: 'pairwise', id_token_signed_response_alg: 'RS256' },
      },
    ],
    cookies: { keys: ['a key of the bench'] },
    scopes: ['openid', 'offline_access'],
    subjectTypes: ['pairwise'],
    pairwiseIdentifier: async (_context, accountId) => accountId,
    rotateRefreshToken: true,
    ttl: { AccessToken: 600, IdToken: 3600, RefreshToken: 86_400, Grant: 86_400 },
    findAccount: async (_context, accountId) => ({ accountId, claims: async () => ({ sub: accountId }) }),
    features: { devInteractions: { enabled: false } },
  };
}

const done = async (work: Promise<unknown>): Promise<void> => void (await work);

/** As the library's own example of an adapter does it: one row a thing, found by its name. */
function recordsOf(sql: Sql, kind: string): Adapter {
  const opened = (row: BareRecord | undefined) =>
    row && ({ ...row.payload, ...(row.consumedAt === null ? {} : { consumed: true }) } as AdapterPayload);
  return {
    upsert: (id, payload, seconds) => BARE_RECORDS.put(sql, kind, id, payload, seconds),
    find: async (id) => opened(await BARE_RECORDS.find(sql, kind, id)),
    findByUid: async (uid) => opened(await BARE_RECORDS.findByUid(sql, kind, uid)),
    findByUserCode: async () => undefined,
    consume: (id) => done(BARE_RECORDS.consume(sql, kind, id)),
    destroy: (id) => done(BARE_RECORDS.drop(sql, kind, id)),
    revokeByGrantId: (grant) => done(BARE_RECORDS.dropGrant(sql, kind, grant)),
  };
}
