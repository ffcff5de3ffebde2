import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { PROOF_IMAGE_SECONDS_MAX, PROOF_IMAGE_SIDE_MAX } from '../../../kernel/limits.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { root } from '../../../root.ts';
import type { PdfAnswer } from './pdf-worker.ts';

/** Whether the first bytes are those of a PDF file. */
export function looksLikePdf(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, 5)).toString('latin1') === '%PDF-';
}

/**
 * The pages of a PDF file as one picture, one below the other. Nothing of the file itself is kept, and nothing in it is
 * run.
 * @throws Refusal `invalid`, with a reason the person can act on
 */
export async function renderPdf(bytes: Uint8Array): Promise<Buffer> {
  const answer = await drawInThread(bytes);
  if (answer.kind === 'too-many-pages') throw wrong('must have at most 4 pages');
  if (answer.kind !== 'drawn') throw wrong('cannot be read as a PDF file: it is damaged, locked or too large');
  const { width, height, pixels } = answer;
  const { default: sharp } = await import('sharp');
  return await sharp(pixels, { raw: { width, height, channels: 4 } })
    .flatten({ background: 'white' })
    .resize({ height: 2 * PROOF_IMAGE_SIDE_MAX, withoutEnlargement: true })
    .png({ compressionLevel: 1 })
    .toBuffer();
}

async function drawInThread(bytes: Uint8Array): Promise<PdfAnswer> {
  // A copy of its own: the thread never shares memory with the rest.
  const worker = new Worker(join(root, 'dist/pdf-worker.js'), {
    workerData: new Uint8Array(bytes),
    env: {},
    resourceLimits: { maxOldGenerationSizeMb: 256 },
    stdout: true,
    stderr: true,
  });
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<PdfAnswer>((resolve) => {
      timer = setTimeout(() => resolve({ kind: 'unreadable' }), PROOF_IMAGE_SECONDS_MAX * 1000);
      worker.once('message', resolve);
      worker.once('error', () => resolve({ kind: 'unreadable' }));
      worker.once('exit', () => resolve({ kind: 'unreadable' }));
    });
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}

function wrong(what: string): Refusal {
  return new Refusal('invalid', `\`image.pdf\` ${what}`, { field: 'image.pdf' });
}
