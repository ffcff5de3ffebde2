import { PROOF_IMAGE_BYTES_MAX } from '../../kernel/limits.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { readBytes } from '../body.ts';
import { refuseForeignOrigin } from '../same-origin.ts';
import { type Page, refuseForeignForm } from './page.tsx';

/** What a multipart form holds beside its file: boundaries and the token. */
const AROUND_BYTES_MAX = 16 * 1024;

/**
 * The one file of a form that came from one of our own pages; undefined where none was chosen. Kept in memory alone: no
 * temporary file ever holds it.
 * @throws Refusal `too_large` before more than the limit was taken
 */
export async function readUpload(
  page: Page,
  name: string,
  bytesMax: number = PROOF_IMAGE_BYTES_MAX,
): Promise<Uint8Array | undefined> {
  return (await openUploadForm(page, await receiveUpload(page, bytesMax), name)).file;
}

/** A form with a file as it came over the network; nothing of it is read yet. */
export interface ReceivedForm {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly type: string;
}

/** @throws Refusal `too_large` before more than the limit was taken */
export async function receiveUpload(
  { context, web }: Page,
  bytesMax: number = PROOF_IMAGE_BYTES_MAX,
): Promise<ReceivedForm> {
  refuseForeignOrigin(context, web.face);
  const type = context.req.header('content-type') ?? '';
  if (!/^multipart\/form-data\b/i.test(type))
    throw new Refusal('unsupported_media_type', 'a form with a file was expected');
  return { body: await readBytes(context, bytesMax + AROUND_BYTES_MAX), type };
}

/** Its one file and its texts, from one of our own pages. To take many megabytes apart is work: many of them go in turn. */
export async function openUploadForm(
  page: Page,
  { body, type }: ReceivedForm,
  name: string,
): Promise<{ readonly file: Uint8Array | undefined; readonly text: (field: string) => string }> {
  const form = await parseForm(body, type);
  const csrf = form.get('csrf');
  refuseForeignForm(page, typeof csrf === 'string' ? csrf : '');
  const file = form.get(name);
  const text = (field: string) => {
    const sent = form.get(field);
    return typeof sent === 'string' ? sent : '';
  };
  if (file === null || typeof file === 'string' || file.size === 0) return { file: undefined, text };
  return { file: new Uint8Array(await file.arrayBuffer()), text };
}

/** How many bytes a form will take in memory, as it says itself; one that does not say counts as the largest. */
export function uploadWeight({ context }: Page, bytesMax: number = PROOF_IMAGE_BYTES_MAX): number {
  const most = bytesMax + AROUND_BYTES_MAX;
  const said = Number(context.req.header('content-length') ?? most);
  return Number.isInteger(said) && said > 0 ? Math.min(said, most) : most;
}

async function parseForm(body: Uint8Array<ArrayBuffer>, type: string): Promise<FormData> {
  try {
    return await new Response(body, { headers: { 'content-type': type } }).formData();
  } catch {
    throw new Refusal('malformed', 'the form cannot be read');
  }
}
