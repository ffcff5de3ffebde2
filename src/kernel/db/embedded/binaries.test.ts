import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openTestFolder } from '../../../../test/testkit/folder.ts';
import { findBinaries, restoreLinks } from './binaries.ts';
import { MAJOR } from './places.ts';

test('libraries whose links were not installed are linked again', () => {
  using folder = openTestFolder();
  const native = join(folder.path, 'native');
  mkdirSync(join(native, 'lib'), { recursive: true });
  writeFileSync(join(native, 'lib/libx.so.1.2'), 'library');
  const links = ['libx.so', 'libx.so.1'].map((name) => ({
    source: 'native/lib/libx.so.1.2',
    target: `native/lib/${name}`,
  }));
  writeFileSync(join(native, 'pg-symlinks.json'), JSON.stringify(links));
  restoreLinks(native);
  restoreLinks(native);
  assert.equal(readlinkSync(join(native, 'lib/libx.so.1')), 'libx.so.1.2');
  assert.equal(readFileSync(join(native, 'lib/libx.so'), 'utf8'), 'library');
});

test('libraries that cannot be linked are told in one sentence', () => {
  using folder = openTestFolder();
  const native = join(folder.path, 'native');
  mkdirSync(native);
  // The folder of the link is missing, which fails even for root, as a read-only disk would.
  writeFileSync(join(native, 'pg-symlinks.json'), JSON.stringify([{ source: 'native/a', target: 'native/lib/b' }]));
  assert.throws(() => restoreLinks(native), {
    name: 'DatabaseError',
    message: /^The built-in PostgreSQL lacks its libraries, and .* cannot be written\.$/,
  });
});

test('the packages bring the PostgreSQL that the data are made for', () => {
  const catalog = readFileSync(join(findBinaries(), 'share/postgresql/postgres.bki'), 'utf8');
  assert.equal(catalog.split('\n')[0], `# PostgreSQL ${MAJOR}`);
});
