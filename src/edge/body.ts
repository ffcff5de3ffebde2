import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import { Refusal } from '../kernel/refusal.ts';

/**
 * The body as text, read up to a limit: what is longer is refused without being kept.
 * @throws Refusal `too_large`, or `malformed` for bytes that are not UTF-8
 */
export async function readBody(context: Context, bytesMax: number): Promise<string> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await readBytes(context, bytesMax));
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal('malformed', 'the body is not UTF-8');
  }
}

/** The body as it came, up to the limit. @throws Refusal `too_large` */
export async function readBytes(context: Context, bytesMax: number): Promise<Uint8Array<ArrayBuffer>> {
  const tooLarge = () => new Refusal('too_large', `the body must be at most ${bytesMax} bytes`);
  if (Number(context.req.header('content-length') ?? 0) > bytesMax) throw tooLarge();
  const { incoming } = context.env as Partial<HttpBindings>;
  const chunks: Uint8Array[] = [];
  let length = 0;
  const take = (chunk: Uint8Array): boolean => {
    length += chunk.byteLength;
    if (length <= bytesMax) chunks.push(chunk);
    return length <= bytesMax;
  };
  const whole = incoming === undefined ? await takeStream(context, take) : await takeIncoming(incoming, take);
  if (!whole) throw tooLarge();
  return Buffer.concat(chunks);
}

type Take = (chunk: Uint8Array) => boolean;

/** Straight from Node's own request: a stream of the web around it costs more than a small body is worth. */
function takeIncoming(incoming: HttpBindings['incoming'], take: Take): Promise<boolean> {
  if (incoming.readableEnded) return Promise.resolve(true);
  return new Promise((resolve, reject) => {
    const early = () => reject(new Refusal('malformed', 'the body ended too early'));
    const over = (whole: boolean) => {
      incoming.off('data', hear);
      // Every request closes in the end: a refusal made then, of a body that came whole, is made for nothing.
      incoming.off('close', early);
      resolve(whole);
    };
    const hear = (chunk: Uint8Array) => {
      // The rest is thrown away once the refusal was sent.
      if (!take(chunk)) over(false);
    };
    incoming.on('data', hear);
    incoming.once('end', () => over(true));
    incoming.once('error', reject);
    incoming.once('close', early);
    if (incoming.destroyed) early();
  });
}

async function takeStream(context: Context, take: Take): Promise<boolean> {
  const reader = context.req.raw.body?.getReader();
  if (reader === undefined) return true;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return true;
    if (take(value)) continue;
    await reader.cancel();
    return false;
  }
}
