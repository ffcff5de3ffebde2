import { PROVIDER_ANSWER_BYTES_MAX, PROVIDER_MILLISECONDS_MAX } from '../../../kernel/limits.ts';
import type { Outside } from '../../../kernel/outside.ts';
import type { Outcome } from '../store.ts';

/**
 * A call to somebody else's server that can neither hang, nor lead us elsewhere, nor fill our memory: one deadline for
 * the whole of it, no redirect followed, the answer read up to a limit and then given up.
 */
export async function boundedFetch(
  outside: Outside,
  address: string,
  init: RequestInit,
  { millisecondsMax = PROVIDER_MILLISECONDS_MAX, within }: Bounds = {},
): Promise<Response> {
  const signal = AbortSignal.timeout(millisecondsMax);
  const answer = await outside.fetch(address, { ...init, redirect: 'manual', signal }, within);
  const body = await readAtMost(answer, PROVIDER_ANSWER_BYTES_MAX);
  const { status, headers } = answer;
  return new Response(body.byteLength === 0 ? null : new Uint8Array(body), { status, headers: plain(headers) });
}

interface Bounds {
  readonly millisecondsMax?: number;
  /** Given: no address inside a network but these hosts, see `Outside`. */
  readonly within?: readonly string[];
}

/** What an answer to a hand-over means. */
export function outcomeOf(status: number): Outcome {
  if (status >= 200 && status < 300) return 'accepted';
  if (status >= 400 && status < 500 && ![408, 425, 429].includes(status)) return 'refused';
  return 'unknown';
}

async function readAtMost(answer: Response, bytesMax: number): Promise<Buffer> {
  const reader = answer.body?.getReader();
  const chunks: Uint8Array[] = [];
  let read = 0;
  while (reader !== undefined) {
    const { done, value } = await reader.read();
    if (done) break;
    read += value.byteLength;
    if (read > bytesMax) {
      await reader.cancel();
      throw new Error('the answer is too long');
    }
    chunks.push(value);
  }
  return Buffer.concat(chunks);
}

// The body was decoded while it was read.
function plain(headers: Headers): Headers {
  const kept = new Headers(headers);
  for (const name of ['content-encoding', 'content-length', 'transfer-encoding']) kept.delete(name);
  return kept;
}
