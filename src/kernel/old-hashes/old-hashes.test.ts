import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refusedAs } from '../../../test/testkit/refused-as.ts';
import { oldDigest } from './old-digest.ts';
import { readOldHash } from './read-old-hash.ts';

/**
 * Each where it was published: crypt_blowfish, phc-winner-argon2, RFC 7914, RFC 6070, Django's tests, passlib's manual, phpass, a WordPress
 * 6.8, hashcat's examples (35500, 7900), the tests of ASP.NET Core Identity.
 */
const PUBLISHED: readonly (readonly [string, string])[] = [
  ['U*U', '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'],
  ['U*U*', '$2a$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK'],
  ['U*U*U', '$2a$05$XXXXXXXXXXXXXXXXXXXXXOAcXxm9kjPGEMsLznoKqmqw7tc8WCx4a'],
  [
    '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789chars after 72 are ignored',
    '$2y$05$abcdefghijklmnopqrstuu5s2v8.iXieOjg/.AySBTTZIIVFJeBui',
  ],
  ['password', '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc'],
  ['password', '$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$wWKIMhR9lyDFvRz9YTZweHKfbftvj+qf+YFY4NeBbtA'],
  ['password', 'argon2$argon2i$m=65536,t=2,p=1$c29tZXNhbHQ$9sTbSlTio3Biev89thdrlKKiCaYsjjYVJxGAL3swxpQ'],
  [
    'pleaseletmein',
    'scrypt:16384:8:1$SodiumChloride$7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2' +
      'd5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887',
  ],
  ['password', '$scrypt$ln=16,r=8,p=1$aM15713r3Xsvxbi31lqr1Q$nFNh2CVHVjNldFVKDHDlm4CbdRSCdEBsjjJxD+iCs5E'],
  [
    'lètmein',
    'scrypt$16384$seasalt$8$1$Qj3+9PPyRjSJIebHnG81TMjsqtaIGxNQG/aEB/NYafTJ7tibgfYz71m0ldQESkXFRkdVCBhhY8mx7rQwite/Pw==',
  ],
  ['lètmein', 'pbkdf2_sha256$10000$seasalt$CWWFdHOWwPnki7HvkcqN9iA2T3KLW1cf2uZ5kvArtVY='],
  ['lètmein', 'pbkdf2_sha256$20000$seasalt$oBSd886ysm3AqYun62DOdin8YcfbU1z9cksZSuLP9r0='],
  ['password', 'pbkdf2:sha1:4096$salt$4b007901b765489abead49d926f721d065a429c1'],
  [
    'passwd',
    'pbkdf2:sha256:1$salt$55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc' +
      '49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783',
  ],
  ['test12345', '$P$9IQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0'],
  ['test12345', '$H$9IQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0'],
  ['Test123Now!', '$wp$2y$10$gN3SQdbNc/cVlK7DylUiVumiuujud7lR0h5J4M2ZsNRMYOFbED16q'],
  ['\t hashcat ', '$wp$2y$10$lzlQrRRhLSjz486bA9CKHuZRPoKz4uviT251Sq/r5OzKUBbrXwnQW'],
  ['hashcat', '$S$C33783772bRXEx1aCsvY.dqgaaSu76XmVlKrW9Qu8IQlvxHlmzLf'],
  ['my password', 'AQAAAAIAAAAyAAAAEOMwvh3+FZxqkdMBz2ekgGhwQ4B6pZWND6zgESBuWiHw'],
  ['my password', 'AQAAAAAAAAD6AAAAEAhftMyfTJylOlZT+eEotFXd1elee8ih5WsjXaR3PA9M'],
  [
    'my password',
    'AQAAAAEAA9CQAAAAIESkQuj2Du8Y+kbc5lcN/W/3NiAZFEm11P27nrSN5/tId+bR1SwV8CO1Jd72r4C08OLvplNlCDc3oQZ8efcW+jQ=',
  ],
];

test('passwords of other systems are known by hashes that were published with them, and no other password is', async () => {
  for (const [password, text] of PUBLISHED) {
    const { scheme, digest } = readOldHash(text);
    assert.deepEqual(await oldDigest(scheme, password), digest, text.slice(0, 30));
    assert.notDeepEqual(await oldDigest(scheme, `.${password}`), digest, text.slice(0, 30));
  }
});

test('what is kept of a hash is everything but the hash', () => {
  for (const [, text] of PUBLISHED) {
    const { scheme, digest } = readOldHash(text);
    const kept = JSON.stringify(scheme);
    for (const said of ['latin1', 'base64', 'hex'] as const) assert(!kept.includes(digest.toString(said)), kept);
  }
});

test('a hash of no known form is refused without being repeated: plain text, bare MD5, a broken one, one too short', () => {
  const wrong =
    'correct-horse 5f4dcc3b5aa765d61d8327deb882cf99 {SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g= $1$salt$qJH7.N4xYta3aEG/dfqo/0 ' +
    '$2x$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW $2a$05$short md5$salt$5f4dcc3b5aa765d61d8327deb882cf99 ' +
    'pbkdf2_md5$1000$salt$AAAAAAAAAAAAAAAAAAAAAAAAAAAA pbkdf2:sha256:1000$salt$00 $argon2id$v=19$m=64,t=1,p=1$c2FsdHNhbHQ$AAAA ! ' +
    `$wp$P$9IQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0 U$S$C33783772bRXEx1aCsvY.dqgaaSu76XmVlKrW9Qu8IQlvxHlmzLf AQAAAAkAAAAy${'A'.repeat(60)} ` +
    `AQAAAAEAAAAy/////w${'A'.repeat(60)}`;
  for (const text of wrong.split(' ')) {
    assert.throws(
      () => readOldHash(text),
      refusedAs('invalid', ({ message, detail }) => {
        assert.equal(detail.field, 'password');
        assert(!message.includes(text) || text === '!');
      }),
    );
  }
});

test('a hostile hash that would stall the server is refused as it is read, before any work', () => {
  const hash = 'A'.repeat(43);
  const costly = [
    `$2b$15$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW`,
    `$2b$31$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW`,
    `$argon2id$v=19$m=4194304,t=1,p=1$c29tZXNhbHQ$${hash}`,
    `$argon2id$v=19$m=131072,t=9999,p=1$c29tZXNhbHQ$${hash}`,
    `$scrypt$ln=30,r=8,p=1$c2FsdA$${hash}`,
    `scrypt$16384$salt$999$1$${hash}`,
    `scrypt$16385$salt$8$1$${hash}`,
    `pbkdf2_sha256$999999999$salt$${hash}`,
    `pbkdf2_sha256$0$salt$${hash}`,
    `$P$zIQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0`,
    `$S$z33783772bRXEx1aCsvY.dqgaaSu76XmVlKrW9Qu8IQlvxHlmzLf`,
    `$wp$2y$31$lzlQrRRhLSjz486bA9CKHuZRPoKz4uviT251Sq/r5OzKUBbrXwnQW`,
    `AQAAAAH/////AAAAEOMwvh3+FZxqkdMBz2ekgGhwQ4B6pZWND6zgESBuWiHw`,
  ];
  for (const text of costly) {
    assert.throws(
      () => readOldHash(text),
      refusedAs('invalid', ({ message }) => assert.match(message, /more work/)),
      text.slice(0, 24),
    );
  }
});
