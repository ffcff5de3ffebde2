import { ATTACHMENT_BYTES_MAX } from '../../kernel/limits.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { FileProblem } from '../../promises/collection/pages.tsx';
import { openTurns, type Turns } from '../turns.ts';
import type { Page } from './page.tsx';
import { readUpload } from './read-upload.ts';

/** A slow network must not keep others from their turn; making a picture anew takes much memory. */
const RECEIVING = { atOnce: 8, waiting: 50 };
const DECODING = { atOnce: 2, waiting: 30 };

/** Files in turn, both ways of a conversation together. */
export interface FileTurns {
  readonly receiving: Turns;
  readonly decoding: Turns;
}

export function openFileTurns(): FileTurns {
  return { receiving: openTurns(RECEIVING), decoding: openTurns(DECODING) };
}

/** Takes the file of a form. @returns what is wrong with it, in a word for the page; null where it was taken */
export async function takeFile(
  page: Page,
  { receiving, decoding }: FileTurns,
  keep: (file: Uint8Array) => Promise<unknown>,
): Promise<FileProblem | null> {
  try {
    const file = await receiving.take(() => readUpload(page, 'file', ATTACHMENT_BYTES_MAX));
    if (file === undefined) return 'missing';
    await decoding.take(() => keep(file));
    return null;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.code === 'too_large') return 'tooLarge';
    if (error.detail.field !== 'file') throw error;
    return error.code === 'unsupported_media_type' ? 'otherKind' : 'damaged';
  }
}

/** A file as it is handed to the browser: to be saved, never to be shown as a page of this site. */
export function fileAnswer(
  page: Page,
  { kind, content }: { readonly kind: 'picture' | 'pdf'; readonly content: string },
) {
  const [type, ending] = kind === 'pdf' ? ['application/pdf', 'pdf'] : ['image/jpeg', 'jpg'];
  return page.context.body(Buffer.from(content, 'base64'), 200, {
    'content-type': type,
    'content-disposition': `attachment; filename="file.${ending}"`,
    'content-security-policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
    'cache-control': 'no-store',
  });
}
