import assert from 'node:assert/strict';
import { createHmac, randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { expand } from '@noble/hashes/hkdf.js';
import { sha256, sha512 } from '@noble/hashes/sha2.js';
import { hkdfExpand } from './hkdf-expand.ts';

const hex = (text: string) => Buffer.from(text, 'hex');
const rising = (from: number, to: number) => Buffer.from(Array.from({ length: to - from + 1 }, (_, at) => from + at));

test("Expand gives the values of RFC 5869's appendix A for their pseudorandom keys", () => {
  const cases = [
    {
      prk: '077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5',
      info: hex('f0f1f2f3f4f5f6f7f8f9'),
      okm: '3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865',
    },
    {
      prk: '06a6b88c5853361a06104c9ceb35b45cef760014904671014a193f40c15fc244',
      info: rising(0xb0, 0xff),
      okm:
        'b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09' +
        'da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87',
    },
    {
      prk: '19ef24a32c717b167f33a91d6f648bdf96596776afdb6377ac434c1c293ccb04',
      info: Buffer.alloc(0),
      okm: '8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8',
    },
  ];
  for (const { prk, info, okm } of cases) {
    assert.equal(hkdfExpand('sha256', hex(prk), info, okm.length / 2).toString('hex'), okm);
  }
});

test('Expand agrees with another implementation at every length around a block', () => {
  const [key, info] = [randomBytes(64), randomBytes(20)];
  for (const length of [1, 31, 32, 33, 63, 64, 65, 76, 128, 129, 1000]) {
    assert.deepEqual(hkdfExpand('sha256', key, info, length), Buffer.from(expand(sha256, key, info, length)));
    assert.deepEqual(hkdfExpand('sha512', key, info, length), Buffer.from(expand(sha512, key, info, length)));
  }
});

test('no Extract step is hidden in it: the first block is one HMAC of info and 1', () => {
  const key = randomBytes(32);
  const first = createHmac('sha512', key).update(Buffer.from('info\u0001')).digest();
  assert.deepEqual(hkdfExpand('sha512', key, Buffer.from('info'), 64), first);
});
