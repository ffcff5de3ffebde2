import assert from 'node:assert/strict';
import { test } from 'node:test';
import sharp, { type Sharp } from 'sharp';
import { PROOF_IMAGE_BYTES_MAX } from '../../../kernel/limits.ts';
import { Refusal, type RefusalCode } from '../../../kernel/refusal.ts';
import { reencodeImage } from './reencode-image.ts';

const noise = { type: 'gaussian', mean: 128, sigma: 40 } as const;
const picture = (width = 640, height = 480): Sharp =>
  sharp({ create: { width, height, channels: 3, background: 'white', noise } });

async function refused(bytes: Uint8Array, code: RefusalCode, because: RegExp): Promise<void> {
  await assert.rejects(
    () => reencodeImage(bytes),
    (error: unknown) => {
      assert.ok(error instanceof Refusal, String(error));
      assert.equal(error.code, code);
      assert.match(error.message, because);
      assert.equal(error.detail.field, 'image');
      return true;
    },
  );
}

test('JPEG, PNG and WebP are read, and a JPEG is what is kept', async () => {
  for (const format of ['jpeg', 'png', 'webp'] as const) {
    const made = await sharp(await reencodeImage(await picture().toFormat(format).toBuffer())).metadata();
    assert.deepEqual([made.format, made.width, made.height], ['jpeg', 640, 480], format);
  }
});

test('where and with what a picture was taken is not kept', async () => {
  const taken = await picture()
    .withExif({
      IFD0: { Make: 'CANARY-CAMERA', Artist: 'CANARY-ARTIST' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '50/1 27/1 0/1', GPSLongitudeRef: 'E', GPSLongitude: '30/1 31/1 0/1' },
    })
    .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/">CANARY-XMP</x:xmpmeta>')
    .jpeg()
    .toBuffer();
  assert.ok(taken.includes('CANARY-CAMERA') && taken.includes('CANARY-XMP'), 'the picture that came has them');
  const kept = await reencodeImage(taken);
  const { exif, xmp, iptc, icc } = await sharp(kept).metadata();
  assert.deepEqual([exif, xmp, iptc, icc], [undefined, undefined, undefined, undefined]);
  assert.ok(!kept.includes('CANARY') && !kept.includes('Exif'));
});

test('a picture taken sideways is kept upright', async () => {
  const sideways = await picture(640, 480).withMetadata({ orientation: 6 }).jpeg().toBuffer();
  const made = await sharp(await reencodeImage(sideways)).metadata();
  assert.deepEqual([made.width, made.height, made.orientation], [480, 640, undefined]);
});

test('a picture larger than anyone needs is made smaller, and a transparent one gets a white ground', async () => {
  const large = await sharp(await reencodeImage(await picture(4000, 3000).jpeg().toBuffer())).metadata();
  assert.deepEqual([large.width, large.height], [2600, 1950]);
  const clear = await sharp({ create: { width: 300, height: 300, channels: 4, background: '#0000' } })
    .png()
    .toBuffer();
  assert.deepEqual(
    [
      ...(
        await sharp(await reencodeImage(clear))
          .raw()
          .toBuffer()
      ).subarray(0, 3),
    ],
    [255, 255, 255],
  );
});

test('a second file behind or inside the picture is not kept', async () => {
  const behind = Buffer.concat([
    await picture().jpeg().toBuffer(),
    Buffer.from('PK\x03\x04 CANARY <script>alert(1)</script> %PDF-1.7'),
  ]);
  const inside = await picture()
    .withExif({ IFD0: { ImageDescription: '<?php CANARY ?>' } })
    .png()
    .toBuffer();
  for (const polyglot of [behind, inside]) {
    assert.ok(polyglot.includes('CANARY'));
    const kept = await reencodeImage(polyglot).catch((error: unknown) => {
      assert.ok(error instanceof Refusal);
      return Buffer.alloc(0);
    });
    assert.ok(!kept.includes('CANARY') && !kept.includes('script'));
  }
});

test('a drawing, a page, a film, an archive or nothing at all is no picture, whatever its name says', async () => {
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="300"><image href="file:///etc/passwd"/></svg>';
  const heic = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypheic\0\0\0\0mif1heic')]);
  for (const bytes of [
    Buffer.from(svg),
    Buffer.from(`<?xml version="1.0"?>${svg}`),
    Buffer.from(`\ufeff${svg}`),
    Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3'),
    await picture().tiff().toBuffer(),
    await picture().gif().toBuffer(),
    heic,
    Buffer.from('PK\x03\x04'),
    Buffer.alloc(0),
    Buffer.from([0xff, 0xd8]),
  ]) {
    await refused(bytes, 'unsupported_media_type', /JPEG, PNG or WebP/);
  }
});

test('first bytes of a picture in front of something else do not make it one', async () => {
  const heads = ['\xff\xd8\xff\xe0', '\x89PNG\r\n\x1a\n', 'RIFF\x40\0\0\0WEBP'].map((head) =>
    Buffer.from(head, 'latin1'),
  );
  for (const head of heads) {
    const drawing = Buffer.concat([
      head,
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="300" height="300"/>'),
    ]);
    await refused(drawing, 'invalid', /damaged or not what it says/);
  }
});

test('a truncated picture is refused, wherever it was cut off', async () => {
  for (const format of ['jpeg', 'png', 'webp'] as const) {
    const whole = await picture().toFormat(format).toBuffer();
    for (const part of [0.01, 0.5, 0.9, 0.99]) {
      await refused(whole.subarray(0, Math.max(16, Math.floor(whole.length * part))), 'invalid', /damaged/);
    }
  }
});

test('a picture that is small on disk and huge when opened is refused before it is decoded', async () => {
  const bomb = await sharp({ create: { width: 9000, height: 9000, channels: 3, background: 'red' } })
    .png({ compressionLevel: 9 })
    .toBuffer();
  assert.ok(bomb.length < PROOF_IMAGE_BYTES_MAX);
  const before = process.memoryUsage().rss;
  await refused(bomb, 'invalid', /40 megapixels/);
  assert.ok(process.memoryUsage().rss - before < 100 * 1024 * 1024, 'nothing of its size was taken');
  const claimed = Buffer.from(bomb);
  claimed.writeUInt32BE(0x7fffffff, 16);
  await refused(claimed, 'invalid', /./);
});

test('a film of pictures, one too small to read and one too large to take are refused with the reason', async () => {
  const frames = await sharp({ create: { width: 300, height: 600, channels: 3, background: 'red' } })
    .png()
    .toBuffer();
  const film = await sharp(frames).webp().toBuffer();
  const moving = await sharp([film, await picture(300, 600).png().toBuffer()], { join: { animated: true } })
    .webp()
    .toBuffer();
  await refused(moving, 'invalid', /damaged or not what it says/);
  await refused(await picture(199, 400).jpeg().toBuffer(), 'invalid', /too small/);
  await refused(
    Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.alloc(PROOF_IMAGE_BYTES_MAX)]),
    'too_large',
    /15 MB/,
  );
});
