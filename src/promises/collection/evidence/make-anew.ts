import type { PictureAsked } from '../../../kernel/pictures.ts';
import { markOver } from './mark.ts';
import { reencodeImage } from './reencode-image.ts';
import { looksLikePdf, renderPdf } from './render-pdf.ts';

/**
 * A picture as it may be kept; over a document for whom, for what and when it was given, so that a copy serves for nothing
 * else, and of a PDF file its pages.
 */
export async function makeAnew({ bytes, mark }: PictureAsked): Promise<Buffer> {
  if (mark === undefined) return await reencodeImage(bytes);
  const picture = looksLikePdf(bytes) ? await renderPdf(bytes) : bytes;
  return await reencodeImage(picture, (side) => markOver(mark, side));
}
