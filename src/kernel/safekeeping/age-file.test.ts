import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  Decrypter,
  Encrypter,
  generateHybridIdentity,
  generateX25519Identity,
  identityToRecipient,
} from 'age-encryption';
import { openTestFolder } from '../../../test/testkit/folder.ts';
import { readAgeFile, writeAgeFile } from './age-file.ts';

const SIZES = [0, 1, 65_535, 65_536, 65_537, 131_072, 200_000];

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(path: string, identity: string): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of await readAgeFile(path, identity)) pieces.push(piece);
  return Buffer.concat(pieces);
}

test('what we write the library reads, and what it writes we read, at every edge of a chunk', async () => {
  using folder = openTestFolder();
  for (const make of [generateX25519Identity, generateHybridIdentity]) {
    const identity = await make();
    const recipient = await identityToRecipient(identity);
    for (const size of SIZES) {
      const bytes = randomBytes(size);
      const path = join(folder.path, `${make.name}-${size}`);
      await writeAgeFile(path, [recipient, await identityToRecipient(await make())], inPieces(bytes, 10_000));
      const decrypter = new Decrypter();
      decrypter.addIdentity(identity);
      assert.deepEqual(Buffer.from(await decrypter.decrypt(readFileSync(path))), bytes);
      const encrypter = new Encrypter();
      encrypter.addRecipient(recipient);
      writeFileSync(path, await encrypter.encrypt(bytes));
      assert.deepEqual(await read(path, identity), bytes);
    }
  }
});

test('a file that lost its end, a chunk or a bit is never read as whole', async () => {
  using folder = openTestFolder();
  const identity = await generateX25519Identity();
  const path = join(folder.path, 'file');
  await writeAgeFile(path, [await identityToRecipient(identity)], inPieces(randomBytes(150_000), 65_536));
  const whole = readFileSync(path);
  const chunk = 65_536 + 16;
  const cuts = [1, 16, 17, chunk, whole.length - 100, whole.length - 1];
  for (const broken of [
    ...cuts.map((cut) => whole.subarray(0, whole.length - cut)),
    Buffer.concat([whole, whole.subarray(-20)]),
    Buffer.concat([whole.subarray(0, -100), Buffer.from([(whole.at(-100) ?? 0) ^ 1]), whole.subarray(-99)]),
  ]) {
    writeFileSync(path, broken);
    await assert.rejects(read(path, identity), { name: 'SafekeepingError' });
  }
});
