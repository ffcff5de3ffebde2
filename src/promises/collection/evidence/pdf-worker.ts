import { parentPort, workerData } from 'node:worker_threads';
import { PDFiumLibrary } from '@hyzyla/pdfium';
import { PDF_MEMORY_PAGES_MAX, PROOF_PDF_PAGES_MAX } from '../../../kernel/limits.ts';

/**
 * A thread of its own, as untrusting as it can be: PDFium compiled to WebAssembly without a script engine, so that a page
 * is drawn and nothing in it is run; its memory may not grow beyond a limit; whoever started the thread ends it in time.
 */
export type PdfAnswer =
  | { readonly kind: 'drawn'; readonly width: number; readonly height: number; readonly pixels: Uint8Array }
  | { readonly kind: 'too-many-pages' | 'unreadable' };

/** Every page is drawn this wide; its height follows, up to twice that. */
const WIDTH = 1600;
const HEIGHT_MAX = 3200;

await draw(workerData as Uint8Array).then(
  (answer) => parentPort?.postMessage(answer),
  () => parentPort?.postMessage({ kind: 'unreadable' }),
);

async function draw(bytes: Uint8Array): Promise<PdfAnswer> {
  limitMemory();
  const library = await PDFiumLibrary.init();
  const document = await library.loadDocument(bytes);
  const count = document.getPageCount();
  if (count === 0) return { kind: 'unreadable' };
  if (count > PROOF_PDF_PAGES_MAX) return { kind: 'too-many-pages' };
  const pages: Uint8Array[] = [];
  let height = 0;
  for (const page of document.pages()) {
    const { originalWidth, originalHeight } = page.getOriginalSize();
    const tall = Math.round((WIDTH * originalHeight) / originalWidth);
    if (!(originalWidth > 0) || !(tall >= 1) || tall > HEIGHT_MAX) return { kind: 'unreadable' };
    const drawn = await page.render({ width: WIDTH, height: tall, render: async ({ data }) => data });
    if (drawn.width !== WIDTH) return { kind: 'unreadable' };
    pages.push(drawn.data);
    height += drawn.height;
  }
  return { kind: 'drawn', width: WIDTH, height, pixels: join(pages) };
}

// Pages of one width lie one below the other: their rows follow each other.
function join(pages: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(pages.reduce((sum, page) => sum + page.byteLength, 0));
  let at = 0;
  for (const page of pages) {
    all.set(page, at);
    at += page.byteLength;
  }
  return all;
}

// The memory of WebAssembly is no part of what a thread's own limits count. A refused growth is "out of memory" inside.
function limitMemory(): void {
  const { grow } = WebAssembly.Memory.prototype;
  WebAssembly.Memory.prototype.grow = function limited(pages: number) {
    if (this.buffer.byteLength / 65_536 + pages > PDF_MEMORY_PAGES_MAX) throw new RangeError('enough');
    return grow.call(this, pages);
  };
}
