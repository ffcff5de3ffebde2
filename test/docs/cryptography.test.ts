import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { FIRST_KEY_NAMES } from '../../src/kernel/vault/keys.ts';
import { root } from '../../src/root.ts';

const inventory = readFileSync(join(root, 'docs/cryptography.md'), 'utf8');
const keys = readFileSync(join(root, 'docs/keys.md'), 'utf8');

/** What stands in the sources where an algorithm is chosen, and how the inventory calls it. */
const ALGORITHMS = {
  'aes-256-gcm': 'AES-256-GCM',
  'chacha20-poly1305': 'ChaCha20-Poly1305',
  sha256: 'SHA-256',
  sha512: 'SHA-512',
  sha384: 'SHA-384',
  'sha3-256': 'SHA3-256',
  SHA1: 'SHA-1',
  md5: 'MD5',
  'id-aes256-wrap': 'AES-256 key wrap',
  ed25519: 'Ed25519',
  rsa: 'RSA of 2048 bits',
  'ed25519-sha256': 'Ed25519',
  'rsa-sha256': 'RSA of 2048 bits',
  RS256: 'RS256',
} as const;

const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.tsx?$/.test(path) && !path.endsWith('.test.ts') && !path.startsWith('bench/'))
  .map((path) => readFileSync(join(root, 'src', path), 'utf8'));

test('the inventory names every algorithm that the program chooses, and no source chooses one that is unknown here', () => {
  const chosen = sources.flatMap((source) => [
    ...source.matchAll(/create(?:Hash|Hmac|Cipheriv)\(\s*'([^']+)'/g),
    ...source.matchAll(/generateKeyPair(?:Sync)?\)?\('([^']+)'/g),
    ...source.matchAll(/hkdfExpand\(\s*'([^']+)'/g),
    ...source.matchAll(/\balg(?:orithm)?: '([^']+)'/g),
  ]);
  const names = [...new Set(chosen.map(([, name = '']) => name))];
  assert.ok(names.length > 5);
  for (const name of names) {
    assert.ok(name in ALGORITHMS, `${name} is chosen somewhere: say in docs/cryptography.md where and why`);
    assert.ok(inventory.includes(ALGORITHMS[name as keyof typeof ALGORITHMS]), name);
  }
});

test('every key file of the server is in the inventory and in the document of keys, with what it is for and when it turns', () => {
  for (const file of FIRST_KEY_NAMES) {
    const kind = file.replace(/-\d{4}$/, '');
    assert.match(inventory, new RegExp(`^\\| \`${kind}\` \\|( [^|]+ \\|){3}$`, 'm'), kind);
    const named = file === kind ? `${kind}.key` : `${kind}-NNNN.key`;
    assert.match(keys, new RegExp(`^\\| \`${named}\` \\|( [^|]+ \\|){2}$`, 'm'), named);
  }
});
