import {
  PROOF_IMAGE_BYTES_MAX,
  PROOF_IMAGE_PIXELS_MAX,
  PROOF_IMAGE_SECONDS_MAX,
  PROOF_IMAGE_SIDE_MAX,
} from '../../../kernel/limits.ts';
import { Refusal } from '../../../kernel/refusal.ts';

/**
 * A picture of a document as it may be kept: decoded, turned upright, made anew as JPEG. Nothing of the file that came
 * is kept: no metadata (where and with what it was taken), no second file hidden behind the first, no bytes that only a
 * weak reader would understand. The kind is told by content; names and types that were sent along say nothing.
 * @param over What is laid over the picture, as a tile, for a picture with this shorter side.
 * @throws Refusal `too_large`, `unsupported_media_type` or `invalid`, with a reason the person can act on
 */
export async function reencodeImage(bytes: Uint8Array, over?: (shorterSide: number) => Buffer): Promise<Buffer> {
  if (bytes.byteLength > PROOF_IMAGE_BYTES_MAX) throw wrong('too_large', 'must be at most 15 MB');
  const kind = kindOf(bytes);
  if (kind === undefined) throw wrong('unsupported_media_type', 'must be a JPEG, PNG or WebP picture');
  // The header is read first: what it claims to hold decides whether anything is decoded at all.
  const claimed = await readHeader(bytes);
  if (claimed.format !== kind || (claimed.pages ?? 1) > 1) throw wrong('invalid', UNREADABLE);
  if (claimed.width * claimed.height > PROOF_IMAGE_PIXELS_MAX) throw wrong('invalid', 'must be at most 40 megapixels');
  if (Math.min(claimed.width, claimed.height) < SIDE_MIN) throw wrong('invalid', 'is too small to be read');
  const { default: sharp } = await import('sharp');
  // One thread a picture and nothing kept of it: others are answered meanwhile by the same processors.
  sharp.concurrency(1);
  sharp.cache(false);
  const smaller = Math.min(1, PROOF_IMAGE_SIDE_MAX / Math.max(claimed.width, claimed.height));
  const tile = over?.(Math.floor(Math.min(claimed.width, claimed.height) * smaller));
  try {
    return await sharp(bytes, { limitInputPixels: PROOF_IMAGE_PIXELS_MAX, failOn: 'error', sequentialRead: true })
      .timeout({ seconds: PROOF_IMAGE_SECONDS_MAX })
      .autoOrient()
      .resize({ width: PROOF_IMAGE_SIDE_MAX, height: PROOF_IMAGE_SIDE_MAX, fit: 'inside', withoutEnlargement: true })
      .flatten({ background: 'white' })
      .toColourspace('srgb')
      .composite(tile === undefined ? [] : [{ input: tile, tile: true }])
      .jpeg({ quality: 82 })
      .toBuffer();
  } catch {
    throw wrong('invalid', UNREADABLE);
  }
}

/** No document can be read in fewer pixels. */
const SIDE_MIN = 200;
const UNREADABLE = 'cannot be read as a picture: it is damaged or not what it says';

// Decoders of other formats (drawings, archives, films) are never reached: these three are told by their first bytes.
function kindOf(bytes: Uint8Array): 'jpeg' | 'png' | 'webp' | undefined {
  const head = Buffer.from(bytes.subarray(0, 16)).toString('latin1');
  if (head.startsWith('\xff\xd8\xff')) return 'jpeg';
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'png';
  if (head.startsWith('RIFF') && head.slice(8, 12) === 'WEBP') return 'webp';
  return undefined;
}

async function readHeader(bytes: Uint8Array) {
  const { default: sharp } = await import('sharp');
  try {
    // Without the limit of pixels, which would hide what the file claims; nothing is decoded here.
    return await sharp(bytes, { limitInputPixels: false }).metadata();
  } catch {
    throw wrong('invalid', UNREADABLE);
  }
}

function wrong(code: 'too_large' | 'unsupported_media_type' | 'invalid', what: string): Refusal {
  return new Refusal(code, `\`image\` ${what}`, { field: 'image' });
}
