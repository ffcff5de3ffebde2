// Makes src/promises/security/passwords/common.bin from a list of passwords, most common first, one a line:
//   node tools/make-common-passwords.mjs LIST
// The README beside the file says which list it was made from.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Shorter ones fall by their length alone, so they need no place here. */
const CHARACTERS_MIN = 8;
const PASSWORDS_MAX = 200_000;
const BYTES = 5;

const list = process.argv[2];
if (list === undefined) throw new Error('name the list: node tools/make-common-passwords.mjs LIST');
const hashes = new Set();
let rank = 0;
for (const line of readFileSync(list, 'utf8').split('\n')) {
  if (hashes.size === PASSWORDS_MAX) break;
  rank += 1;
  const password = line.normalize('NFKC').toLowerCase();
  if ([...password].length < CHARACTERS_MIN) continue;
  hashes.add(createHash('sha256').update(password).digest().subarray(0, BYTES).toString('hex'));
}
const place = join(fileURLToPath(new URL('..', import.meta.url)), 'src/promises/security/passwords/common.bin');
writeFileSync(place, Buffer.from([...hashes].sort().join(''), 'hex'));
process.stdout.write(`${hashes.size} passwords out of the ${rank} most common\n`);
