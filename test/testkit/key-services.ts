import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * Local servers of the protocols of key services, written from their public descriptions: the HTTP API of the transit
 * engine (OpenBao, HashiCorp Vault) and the JSON 1.1 protocol of AWS KMS with Signature Version 4. They are ours, not the
 * makers' own programs: what they accept and refuse is what the descriptions say.
 */
export interface KeyService extends AsyncDisposable {
  readonly address: string;
  /** Names or ARNs of the keys that live in it. */
  readonly keys: ReadonlySet<string>;
  /** What it was asked, in order: `POST keys/…` or `Decrypt`. */
  readonly asked: readonly string[];
  /** Set by a test: it answers nothing, or refuses. */
  state: 'up' | 'down' | 'sealed';
}

export const TRANSIT_TOKEN = 'hvs.test-token';

/** POST keys/:name · POST keys/:name/config · DELETE keys/:name · POST encrypt/:name · POST decrypt/:name, below /v1/transit. */
export async function openTransitService(): Promise<KeyService> {
  const keys = new Map<string, { readonly key: Buffer; deletable: boolean }>();
  return await listen(keys, ({ method, url, headers }, text) => {
    if (headers['x-vault-token'] !== TRANSIT_TOKEN) return { status: 403, body: { errors: ['permission denied'] } };
    const [, action = '', name = '', config] = /^\/v1\/transit\/(\w+)\/([\w-]+)(\/config)?$/.exec(url ?? '') ?? [];
    const sent = text === '' ? {} : (JSON.parse(text) as Record<string, string | boolean>);
    const own = keys.get(name);
    if (action === 'keys' && config === undefined && method === 'POST') {
      keys.set(name, own ?? { key: randomBytes(32), deletable: false });
      return { status: 204 };
    }
    if (own === undefined)
      return { status: action === 'encrypt' ? 404 : 400, body: { errors: ['encryption key not found'] } };
    if (action === 'keys' && config !== undefined) {
      own.deletable = sent.deletion_allowed === true;
      return { status: 204 };
    }
    if (action === 'keys' && method === 'DELETE') {
      if (!own.deletable) return { status: 400, body: { errors: ['deletion is not allowed for this key'] } };
      keys.delete(name);
      return { status: 204 };
    }
    const context = Buffer.from(String(sent.associated_data), 'base64');
    if (action === 'encrypt') {
      const ciphertext = `vault:v1:${seal(own.key, context, Buffer.from(String(sent.plaintext), 'base64')).toString('base64')}`;
      return { status: 200, body: { data: { ciphertext, key_version: 1 } } };
    }
    const opened = unseal(own.key, context, Buffer.from(String(sent.ciphertext).replace(/^vault:v1:/, ''), 'base64'));
    if (opened === undefined) return { status: 400, body: { errors: ['cipher: message authentication failed'] } };
    return { status: 200, body: { data: { plaintext: opened.toString('base64') } } };
  });
}

export const AWS = {
  region: 'eu-central-1',
  id: 'AKIATEST',
  secret: 'aws-test-secret',
  key: 'alias/kristalux',
} as const;

/** CreateKey · Encrypt · Decrypt · ScheduleKeyDeletion, each with its signature checked. */
export async function openAwsKms(): Promise<KeyService> {
  const keys = new Map<string, { readonly key: Buffer; deletable: boolean }>([
    [AWS.key, { key: randomBytes(32), deletable: false }],
  ]);
  return await listen(keys, (request, text) => {
    if (!isSigned(request, text)) return fault('InvalidSignatureException');
    const operation = String(request.headers['x-amz-target']).replace('TrentService.', '');
    const sent = JSON.parse(text) as Record<string, string> & { EncryptionContext?: object };
    if (operation === 'CreateKey') {
      const Arn = `arn:aws:kms:${AWS.region}:111122223333:key/${randomUUID()}`;
      keys.set(Arn, { key: randomBytes(32), deletable: true });
      return { status: 200, body: { KeyMetadata: { Arn, KeyState: 'Enabled' } } };
    }
    const own = keys.get(String(sent.KeyId));
    if (own === undefined) return fault('NotFoundException');
    if (operation === 'ScheduleKeyDeletion') {
      keys.delete(String(sent.KeyId));
      return { status: 200, body: { KeyId: sent.KeyId, KeyState: 'PendingDeletion', PendingWindowInDays: 7 } };
    }
    const context = Buffer.from(JSON.stringify(sent.EncryptionContext));
    if (operation === 'Encrypt') {
      const blob = seal(own.key, context, Buffer.from(String(sent.Plaintext), 'base64')).toString('base64');
      return { status: 200, body: { CiphertextBlob: blob, KeyId: sent.KeyId } };
    }
    const opened = unseal(own.key, context, Buffer.from(String(sent.CiphertextBlob), 'base64'));
    if (opened === undefined) return fault('InvalidCiphertextException');
    return { status: 200, body: { Plaintext: opened.toString('base64'), KeyId: sent.KeyId } };
  });
}

const fault = (type: string) => ({ status: 400, body: { __type: `com.amazonaws.kms#${type}` } });

interface Answer {
  readonly status: number;
  readonly body?: object;
}

async function listen(
  keys: ReadonlyMap<string, unknown>,
  answer: (request: IncomingMessage, text: string) => Answer,
): Promise<KeyService> {
  const asked: string[] = [];
  const service = { state: 'up' as KeyService['state'] };
  const server: Server = createServer(async (request, response) => {
    let text = '';
    for await (const piece of request) text += piece;
    asked.push(String(request.headers['x-amz-target'] ?? `${request.method} ${request.url}`));
    if (service.state === 'down') return void request.socket.destroy();
    const { status, body } =
      service.state === 'sealed' ? { status: 503, body: { errors: ['sealed'] } } : answer(request, text);
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(body === undefined ? undefined : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    get state() {
      return service.state;
    },
    set state(state) {
      service.state = state;
    },
    address: `http://127.0.0.1:${port}`,
    get keys() {
      return new Set(keys.keys());
    },
    asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function seal(key: Buffer, context: Buffer, plaintext: Buffer): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(context);
  return Buffer.concat([nonce, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
}

function unseal(key: Buffer, context: Buffer, sealed: Buffer): Buffer | undefined {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12)).setAAD(context);
  decipher.setAuthTag(sealed.subarray(-16));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]);
  } catch {
    return undefined;
  }
}

/** Signature Version 4 derived anew from what arrived. */
function isSigned({ method, headers }: IncomingMessage, text: string): boolean {
  const said = /Credential=([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]+)/.exec(String(headers.authorization));
  const [, credential = '', signedHeaders = '', signature] = said ?? [];
  const [id, day = '', region = '', service = ''] = credential.split('/');
  if (id !== AWS.id || region !== AWS.region || service !== 'kms') return false;
  const canonicalHeaders = signedHeaders
    .split(';')
    .map((name) => `${name}:${String(headers[name]).trim()}\n`)
    .join('');
  const digest = (bytes: string) => createHash('sha256').update(bytes).digest('hex');
  const canonical = [method, '/', '', canonicalHeaders, signedHeaders, digest(text)].join('\n');
  const scope = `${day}/${region}/${service}/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', String(headers['x-amz-date']), scope, digest(canonical)].join('\n');
  const key = [day, region, service, 'aws4_request'].reduce<Buffer>(
    (from, part) => createHmac('sha256', from).update(part).digest(),
    Buffer.from(`AWS4${AWS.secret}`),
  );
  return createHmac('sha256', key).update(toSign).digest('hex') === signature;
}
