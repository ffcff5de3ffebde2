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
  const reader = context.req.raw.body?.getReader();
  if (reader === undefined) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.byteLength;
    if (length > bytesMax) {
      await reader.cancel();
      throw tooLarge();
    }
    chunks.push(value);
  }
  return new Uint8Array(Buffer.concat(chunks));
}
