import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import sharp from 'sharp';
import { refusedAs } from '../../test/testkit/refused-as.ts';
import { descendantsOf } from '../bench/processes.ts';
import { root } from '../root.ts';
import { openPictures } from './pictures.ts';

const pictures = openPictures({ path: join(root, 'dist/picture-program.js'), atOnce: 1 });
after(() => pictures.close());

const picture = (side: number) =>
  sharp({ create: { width: side, height: side, channels: 3, background: 'grey' } })
    .png()
    .toBuffer();

const programs = () =>
  descendantsOf(process.pid).filter(({ pid }) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes('picture-program');
    } catch {
      return false;
    }
  });

test('pictures wait for their turn at one program, which knows nothing of the environment of the server', async () => {
  process.env['KEY_CANARY'] = 'CANARY';
  const image = await picture(300);
  const made = await Promise.all(Array.from({ length: 5 }, () => pictures.anew({ bytes: image })));
  for (const one of made) assert.equal((await sharp(one).metadata()).format, 'jpeg');
  const [program, ...others] = programs();
  assert(program !== undefined && others.length === 0, 'one program made them all');
  assert.doesNotMatch(readFileSync(`/proc/${program.pid}/environ`, 'latin1'), /CANARY|PATH=/);
  // The priority is the 19th field, behind the name: whoever answers people goes first.
  const [, after = ''] = /\) (.*)/.exec(readFileSync(`/proc/${program.pid}/stat`, 'latin1')) ?? [];
  assert.equal(after.split(' ')[16], '10');
});

test('a program that is ended in the middle of a picture refuses that one, and the next picture is made', async () => {
  const [large, small] = [await picture(5000), await picture(300)];
  await pictures.anew({ bytes: small });
  const lost = pictures.anew({ bytes: large });
  const next = pictures.anew({ bytes: small });
  for (const { pid } of programs()) process.kill(pid, 'SIGKILL');
  await assert.rejects(lost, refusedAs('busy'));
  assert.ok((await next).length > 0);
});

test('what cannot be kept comes back as its reason', async () => {
  await assert.rejects(
    pictures.anew({ bytes: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>') }),
    refusedAs('unsupported_media_type', ({ detail }) => assert.equal(detail.field, 'image')),
  );
});
