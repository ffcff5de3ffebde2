import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { openTestFolder } from '../../test/testkit/folder.ts';
import { readTar, tar } from './tar.ts';

test('the system’s own tar reads back every member byte for byte', () => {
  const at = new Date('2026-11-22T10:00:00Z');
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 1100 }), { minLength: 1, maxLength: 5 }), (contents) => {
      using folder = openTestFolder();
      const members = contents.map((content, index) => ({ name: `part-${index}`, content: Buffer.from(content) }));
      const path = join(folder.path, 'made.tar');
      writeFileSync(path, tar(members, at));
      execFileSync('tar', ['-xf', path, '-C', folder.path]);
      assert.deepEqual(readTar(readFileSync(path)), members);
      for (const { name, content } of members) assert(readFileSync(join(folder.path, name)).equals(content));
    }),
    { numRuns: 10 },
  );
});

test('a name that is no plain short one is a defect, not a member', () => {
  const at = new Date(0);
  for (const name of ['', 'a b', 'имя', 'x'.repeat(101)]) {
    assert.throws(() => tar([{ name, content: Buffer.alloc(0) }], at), assert.AssertionError);
  }
});
