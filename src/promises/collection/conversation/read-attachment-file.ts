import { ATTACHMENT_BYTES_MAX } from '../../../kernel/limits.ts';
import type { Pictures } from '../../../kernel/pictures.ts';
import { Refusal } from '../../../kernel/refusal.ts';

export interface AttachmentFile {
  readonly kind: 'picture' | 'pdf';
  readonly bytes: Buffer;
}

/**
 * A file of a message as it may be kept. Its kind is told by its content: what it is called and what it was sent as say
 * nothing. A picture is made anew; a PDF file stays as it came, is opened by nobody here, and is only ever downloaded.
 * @throws Refusal `too_large`, `unsupported_media_type` or `invalid`
 */
export async function readAttachmentFile(
  { pictures }: { readonly pictures: Pictures },
  bytes: Uint8Array,
): Promise<AttachmentFile> {
  if (bytes.byteLength > ATTACHMENT_BYTES_MAX) {
    throw new Refusal('too_large', '`file` must be at most 5 MB', { field: 'file' });
  }
  const head = Buffer.from(bytes.subarray(0, 8)).toString('latin1');
  if (head.startsWith('%PDF-')) {
    const tail = Buffer.from(bytes.subarray(-1024)).toString('latin1');
    if (!tail.includes('%%EOF')) throw new Refusal('invalid', '`file` is not whole', { field: 'file' });
    return { kind: 'pdf', bytes: Buffer.from(bytes) };
  }
  try {
    return { kind: 'picture', bytes: await pictures.anew({ bytes }) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new Refusal(error.code, error.message.replace('`image`', '`file`'), { field: 'file' });
  }
}
