import { ATTACHMENT_BYTES_MAX, BODY_BYTES_MAX } from '../../kernel/limits.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { readBytes } from '../body.ts';
import { refuseForeignOrigin } from '../same-origin.ts';
import type { FileTurns } from './conversation-files.ts';
import { type FormValues, type Page, readForm, refuseForeignForm } from './page.tsx';

/** What a form of declared fields sent: its texts, and its files in base64 by the name of their input. */
export interface SentForm {
  readonly values: FormValues;
  readonly files: FormValues;
  /** Passes the gate with it; files are decoded, and that in turn. */
  pass<T>(work: () => Promise<T>): Promise<T>;
}

/** A form from one of our own pages, with files or without. @throws Refusal `too_large` before more was taken */
export async function readDeclared(page: Page, turns: FileTurns): Promise<SentForm> {
  const type = page.context.req.header('content-type') ?? '';
  if (!/^multipart\/form-data\b/i.test(type)) {
    return { values: await readForm(page), files: {}, pass: (work) => work() };
  }
  refuseForeignOrigin(page.context, page.web.face);
  return await turns.receiving.take(async () => {
    const body = await readBytes(page.context, ATTACHMENT_BYTES_MAX + BODY_BYTES_MAX);
    const form = await parse(body, type);
    const values: Record<string, string> = Object.create(null);
    const files: Record<string, string> = Object.create(null);
    for (const [name, sent] of form) {
      if (typeof sent === 'string') values[name] ??= sent;
      else if (sent.size > 0) files[name] ??= Buffer.from(await sent.arrayBuffer()).toString('base64');
    }
    const { csrf = '', ...rest } = values;
    refuseForeignForm(page, csrf);
    const heavy = Object.keys(files).length > 0;
    return { values: rest, files, pass: (work) => (heavy ? turns.decoding.take(work) : work()) };
  });
}

async function parse(body: Uint8Array<ArrayBuffer>, type: string): Promise<FormData> {
  try {
    return await new Response(body, { headers: { 'content-type': type } }).formData();
  } catch {
    throw new Refusal('malformed', 'the form cannot be read');
  }
}
