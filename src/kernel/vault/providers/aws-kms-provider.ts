import type { AwsClient } from 'aws4fetch';
import { z } from 'zod';
import type { Outside } from '../../outside.ts';
import { type KeyProvider, KeyProviderError } from '../key-provider.ts';
import { needed } from './needed.ts';
import type { KeyProviderSettings } from './open-key-provider.ts';
import { fromJson, toJson } from './reference.ts';

const referenceSchema = z.strictObject({ key: z.string(), ciphertext: z.base64() });
const createdSchema = z.object({ KeyMetadata: z.object({ Arn: z.string() }) });
const encryptedSchema = z.object({ CiphertextBlob: z.base64() });
const decryptedSchema = z.object({ Plaintext: z.base64() });
const faultSchema = z.object({ __type: z.string() });

/** The shortest delay that AWS allows between the order to delete a key and its end, days. */
const DESTROY_DAYS = 7;
const MILLISECONDS_MAX = 10_000;

/**
 * AWS KMS by its JSON protocol, with requests signed by `aws4fetch` (optional, loaded here). Keys that turn get a KMS key
 * of their own, whose deletion is ordered when they end; the others are wrapped by `AWS_KMS_KEY`.
 */
export async function openAwsKmsProvider(settings: KeyProviderSettings, outside: Outside): Promise<KeyProvider> {
  const standing = needed(settings.awsKmsKey, 'AWS_KMS_KEY', 'aws-kms');
  const call = await signedCalls(settings, outside);
  return {
    name: 'aws-kms',
    async wrap(keyName, bytes) {
      const key = turns(keyName) ? await createKey(call, keyName) : standing;
      const sent = { KeyId: key, Plaintext: bytes.toString('base64'), EncryptionContext: { name: keyName } };
      const { CiphertextBlob } = understood(encryptedSchema, await call('Encrypt', sent));
      return toJson({ key, ciphertext: CiphertextBlob });
    },
    async unwrap(keyName, wrapped) {
      const { key, ciphertext } = fromJson(referenceSchema, wrapped, keyName);
      const sent = { KeyId: key, CiphertextBlob: ciphertext, EncryptionContext: { name: keyName } };
      return Buffer.from(understood(decryptedSchema, await call('Decrypt', sent)).Plaintext, 'base64');
    },
    async destroy(keyName, wrapped) {
      if (!turns(keyName)) return;
      const { key } = fromJson(referenceSchema, wrapped, keyName);
      // A key whose deletion is ordered already, or that is gone, is destroyed.
      await call('ScheduleKeyDeletion', { KeyId: key, PendingWindowInDays: DESTROY_DAYS }, [
        'KMSInvalidStateException',
        'NotFoundException',
      ]);
    },
    destroyDays: DESTROY_DAYS,
  };
}

type Call = (operation: string, body: object, fine?: readonly string[]) => Promise<unknown>;

const turns = (keyName: string): boolean => /-\d+$/.test(keyName);

async function createKey(call: Call, keyName: string): Promise<string> {
  const body = { Description: `kristalux ${keyName}`, KeyUsage: 'ENCRYPT_DECRYPT', KeySpec: 'SYMMETRIC_DEFAULT' };
  return understood(createdSchema, await call('CreateKey', body)).KeyMetadata.Arn;
}

async function signedCalls(settings: KeyProviderSettings, outside: Outside): Promise<Call> {
  const region = needed(settings.awsRegion, 'AWS_REGION', 'aws-kms');
  const signer = await loadSigner({
    accessKeyId: needed(settings.awsAccessKeyId, 'AWS_ACCESS_KEY_ID', 'aws-kms'),
    secretAccessKey: needed(settings.awsSecretAccessKey, 'AWS_SECRET_ACCESS_KEY', 'aws-kms'),
    ...(settings.awsSessionToken === undefined ? {} : { sessionToken: settings.awsSessionToken }),
    service: 'kms',
    region,
  });
  const address = settings.awsKmsEndpoint ?? `https://kms.${region}.amazonaws.com/`;
  return async (operation, body, fine = []) => {
    const text = JSON.stringify(body);
    const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `TrentService.${operation}` };
    const signed = await signer.sign(address, { method: 'POST', headers, body: text });
    const signal = AbortSignal.timeout(MILLISECONDS_MAX);
    const init: RequestInit = { method: 'POST', headers: signed.headers, body: text, signal, redirect: 'error' };
    const answer = await outside.fetch(address, init).catch(() => {
      throw new KeyProviderError('AWS KMS does not answer');
    });
    const said: unknown = await answer.json().catch(() => null);
    if (answer.ok) return said;
    const fault = faultSchema.safeParse(said).data?.__type.replace(/^.*#/, '') ?? String(answer.status);
    if (fine.includes(fault)) return null;
    throw new KeyProviderError(`AWS KMS refused ${operation} with ${fault}`);
  };
}

type Account = ConstructorParameters<typeof AwsClient>[0];

async function loadSigner(account: Account): Promise<AwsClient> {
  const loaded = await import('aws4fetch').catch(() => {
    throw new KeyProviderError('KEY_PROVIDER=aws-kms needs the package aws4fetch: run npm install aws4fetch');
  });
  return new loaded.AwsClient(account);
}

function understood<T>(schema: z.ZodType<T>, answer: unknown): T {
  const parsed = schema.safeParse(answer);
  if (!parsed.success) throw new KeyProviderError('AWS KMS answers something else than expected');
  return parsed.data;
}
