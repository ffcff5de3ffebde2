import { PROOF_IMAGE_BYTES_MAX } from '../../../kernel/limits.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import type { VirusScanner } from '../../../kernel/virus-scanner.ts';
import { type Mark, markOver } from './mark.ts';
import { reencodeImage } from './reencode-image.ts';
import { looksLikePdf, renderPdf } from './render-pdf.ts';

/**
 * A document as it may be kept: a picture made anew of what came, a PDF file's pages drawn first, and over it for whom,
 * for what and when it was given, so that a copy serves for nothing else.
 * @throws Refusal `too_large`, `unsupported_media_type` or `invalid`
 */
export async function readDocument(bytes: Uint8Array, mark: Mark, scanner: VirusScanner | null): Promise<Buffer> {
  if (bytes.byteLength > PROOF_IMAGE_BYTES_MAX)
    throw new Refusal('too_large', '`image` must be at most 15 MB', { field: 'image' });
  if ((await scanner?.findsHarm(bytes)) === true)
    throw new Refusal('invalid', '`image.harm`: the virus scanner knows this file', { field: 'image.harm' });
  const over = (side: number) => markOver(mark, side);
  if (!looksLikePdf(bytes)) return await reencodeImage(bytes, over);
  return await reencodeImage(await renderPdf(bytes), over);
}
