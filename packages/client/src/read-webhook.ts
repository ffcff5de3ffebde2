/** A message that the site sent and signed (Standard Webhooks). */
export interface Webhook {
  /** The same again is the same message: do what it says once. */
  readonly id: string;
  readonly body: unknown;
}

const OLDEST_SECONDS = 300;

/**
 * Reads a signed message. `body`: the text as it came, before anything parsed it. While a secret is being changed, give
 * both.
 * @returns undefined where it is not signed by one of these secrets, or not of now
 */
export async function readWebhook(
  secrets: string | readonly string[],
  headers: Headers | Readonly<Record<string, string | readonly string[] | undefined>>,
  body: string,
  nowSeconds: number = Date.now() / 1000,
): Promise<Webhook | undefined> {
  const header = (name: string) => String((headers instanceof Headers ? headers.get(name) : headers[name]) ?? '');
  const [id, at] = [header('webhook-id'), header('webhook-timestamp')];
  if (id === '' || !/^\d{1,12}$/.test(at) || Math.abs(nowSeconds - Number(at)) > OLDEST_SECONDS) return undefined;
  const signed = new TextEncoder().encode(`${id}.${at}.${body}`);
  for (const secret of typeof secrets === 'string' ? [secrets] : secrets) {
    const key = await crypto.subtle.importKey('raw', bytes(secret.replace(/^whsec_/, '')), HMAC, false, ['verify']);
    for (const one of header('webhook-signature').split(' ')) {
      if (!/^v1,[A-Za-z0-9+/]{43}=$/.test(one)) continue;
      // Compared in constant time by the platform.
      if (await crypto.subtle.verify('HMAC', key, bytes(one.slice(3)), signed)) {
        return { id, body: JSON.parse(body) as unknown };
      }
    }
  }
  return undefined;
}

const HMAC = { name: 'HMAC', hash: 'SHA-256' };

function bytes(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}
