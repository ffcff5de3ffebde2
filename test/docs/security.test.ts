import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  HASH_MILLISECONDS_MAX,
  PASSWORD_CHARACTERS_MAX,
  PASSWORD_CHARACTERS_MIN,
  PROOF_IMAGE_BYTES_MAX,
  SHORT_PASSWORD_CHARACTERS_MIN,
} from '../../src/kernel/limits.ts';
import { CODE_MINUTES, LETTERS_A_DAY_MAX } from '../../src/promises/security/addresses/letter-code.ts';
import { readCommonPasswords } from '../../src/promises/security/passwords/read-common-passwords.ts';
import { WAIT_SECONDS } from '../../src/promises/security/proof-of-work.ts';
import { WAITING_HOURS } from '../../src/promises/security/recovery/begin-staff-recovery.ts';
import { IDLE_HOURS_MAX, SESSION_HOURS_MAX } from '../../src/promises/security/sessions.ts';
import { root } from '../../src/root.ts';

const text = readFileSync(join(root, 'docs/security.md'), 'utf8').replace(/\s+/g, ' ');
const says = (sentence: string) => assert.ok(text.includes(sentence), sentence);

test('what docs/security.md says of sign-in, sessions, passwords and limits is what the program does', () => {
  says(`${PASSWORD_CHARACTERS_MIN} characters alone, ${SHORT_PASSWORD_CHARACTERS_MIN} beside one-time codes`);
  says(`up to ${PASSWORD_CHARACTERS_MAX} characters`);
  says(`good for ${CODE_MINUTES} minutes in the browser that asked`);
  says(`two members of the staff where there are two, and ${WAITING_HOURS} hours`);
  says(`after ${IDLE_HOURS_MAX} hours without a request and after ${SESSION_HOURS_MAX} hours in any case`);
  says(`without scripts one waits ${WAIT_SECONDS} seconds`);
  says(`may wait ${HASH_MILLISECONDS_MAX / 1000} seconds`);
  says(`${LETTERS_A_DAY_MAX} a day to one address`);
  says(`documents (${PROOF_IMAGE_BYTES_MAX / 1024 / 1024} MiB`);
});

test('the list of common passwords holds as many as its documents say, sorted and each once (ASVS 6.2.4, 6.2.12)', () => {
  const { count, has } = readCommonPasswords();
  assert.equal(count, 200_000);
  says(`${count.toLocaleString('en')} common passwords`);
  const file = join(root, 'src/promises/security/passwords/common.bin');
  says(`${statSync(file).size.toLocaleString('en')} bytes`);
  const bytes = readFileSync(file);
  for (let at = 5; at < bytes.length; at += 5) {
    assert.ok(bytes.compare(bytes, at - 5, at, at, at + 5) > 0, 'sorted, each once');
  }
  for (const one of ['password', '1qaz2wsx', 'iloveyou']) assert.ok(has(one), one);
  assert.ok(!has('seven green lamps by the river'));
});
