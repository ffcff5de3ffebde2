import { z } from 'zod';
import { systemRandom } from '../../ids.ts';
import type { Outside } from '../../outside.ts';
import { type KeyProvider, KeyProviderError } from '../key-provider.ts';
import { needed, readSecretFile } from './needed.ts';
import type { KeyProviderSettings } from './open-key-provider.ts';
import { fromJson, toJson } from './reference.ts';

const referenceSchema = z.strictObject({ key: z.string(), ciphertext: z.string() });
const ciphertextSchema = z.object({ data: z.object({ ciphertext: z.string() }) });
const plaintextSchema = z.object({ data: z.object({ plaintext: z.base64() }) });

/**
 * The transit engine of OpenBao or HashiCorp Vault, by its HTTP API: each key file has a transit key of its own, which is
 * deleted when the key ends. The token may create, use, configure and delete keys below `kristalux-`, and nothing else.
 */
export async function openTransitProvider(settings: KeyProviderSettings, outside: Outside): Promise<KeyProvider> {
  const base = needed(settings.vaultAddress, 'VAULT_ADDR', 'vault').replace(/\/$/, '');
  const tokenFile = needed(settings.vaultTokenFile, 'VAULT_TOKEN_FILE', 'vault');
  const call = async (method: 'POST' | 'DELETE', path: string, body?: object): Promise<unknown> => {
    // Read each time: whoever renews the token writes it there.
    const token = await readSecretFile(tokenFile, 'VAULT_TOKEN_FILE');
    const init: RequestInit = {
      method,
      headers: { 'x-vault-token': token, 'x-vault-request': 'true', 'content-type': 'application/json' },
      signal: AbortSignal.timeout(MILLISECONDS_MAX),
      redirect: 'error',
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    };
    const answer = await outside.fetch(`${base}/v1/${settings.vaultMount}/${path}`, init).catch(() => {
      throw new KeyProviderError('the key service at VAULT_ADDR does not answer');
    });
    if (answer.status === 404 && method === 'DELETE') return null;
    if (!answer.ok) {
      const hint = answer.status === 503 ? ': it is sealed or starting' : '';
      throw new KeyProviderError(`the key service at VAULT_ADDR refused with ${answer.status}${hint}`);
    }
    return answer.status === 204 ? null : await answer.json().catch(() => null);
  };
  return {
    name: 'vault',
    async wrap(keyName, bytes) {
      const key = `kristalux-${systemRandom.bytes(6).toString('hex')}-${keyName}`;
      await call('POST', `keys/${key}`, { type: 'aes256-gcm96' });
      const sent = { plaintext: bytes.toString('base64'), associated_data: nameBytes(keyName) };
      const { data } = understood(ciphertextSchema, await call('POST', `encrypt/${key}`, sent));
      return toJson({ key, ciphertext: data.ciphertext });
    },
    async unwrap(keyName, wrapped) {
      const { key, ciphertext } = fromJson(referenceSchema, wrapped, keyName);
      const sent = { ciphertext, associated_data: nameBytes(keyName) };
      const { data } = understood(plaintextSchema, await call('POST', `decrypt/${key}`, sent));
      return Buffer.from(data.plaintext, 'base64');
    },
    async destroy(keyName, wrapped) {
      const { key } = fromJson(referenceSchema, wrapped, keyName);
      await call('POST', `keys/${key}/config`, { deletion_allowed: true }).catch((error: unknown) => {
        // A key that is gone already cannot be configured; the deletion below says whether it is.
        if (!(error instanceof KeyProviderError && / 40[04]/.test(error.message))) throw error;
      });
      await call('DELETE', `keys/${key}`);
    },
    destroyDays: 0,
  };
}

/** How long the service may think before it counts as away. */
const MILLISECONDS_MAX = 10_000;

const nameBytes = (keyName: string): string => Buffer.from(keyName).toString('base64');

function understood<T>(schema: z.ZodType<T>, answer: unknown): T {
  const parsed = schema.safeParse(answer);
  if (!parsed.success) throw new KeyProviderError('the key service at VAULT_ADDR answers something else than expected');
  return parsed.data;
}
