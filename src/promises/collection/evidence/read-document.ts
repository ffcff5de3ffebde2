import { PROOF_IMAGE_BYTES_MAX } from '../../../kernel/limits.ts';
import type { Mark, Pictures } from '../../../kernel/pictures.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import type { VirusScanner } from '../../../kernel/virus-scanner.ts';

interface Readers {
  readonly pictures: Pictures;
  readonly scanner: VirusScanner | null;
}

/**
 * A document as it may be kept: a picture made anew of what came, marked so that a copy serves for nothing else.
 * @throws Refusal `too_large`, `unsupported_media_type` or `invalid`
 */
export async function readDocument({ pictures, scanner }: Readers, bytes: Uint8Array, mark: Mark): Promise<Buffer> {
  if (bytes.byteLength > PROOF_IMAGE_BYTES_MAX)
    throw new Refusal('too_large', '`image` must be at most 15 MB', { field: 'image' });
  if ((await scanner?.findsHarm(bytes)) === true)
    throw new Refusal('invalid', '`image.harm`: the virus scanner knows this file', { field: 'image.harm' });
  return await pictures.anew({ bytes, mark });
}
