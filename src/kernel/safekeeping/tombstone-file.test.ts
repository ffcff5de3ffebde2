import assert from 'node:assert/strict';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { openTestFolder } from '../../../test/testkit/folder.ts';
import { builtProgram, startProgram } from '../../../test/testkit/process.ts';
import { systemRandom } from '../ids.ts';
import { SafekeepingError } from './safekeeping-error.ts';
import { appendTombstones, readTombstones, type Tombstone, writeTombstone } from './tombstone-file.ts';

const SITE = '11111111-1111-4111-8111-111111111111';
const fileOf = (keyDir: string) => join(keyDir, 'tombstones');

test('a last line that was cut off by a crash was acknowledged to nobody, and the next one takes its place', async () => {
  using folder = openTestFolder();
  const stone = (): Tombstone => ({ at: new Date(0), personId: systemRandom.uuid(), value: null });
  const [first, second] = [stone(), stone()];
  await appendTombstones(folder.path, SITE, [first], systemRandom);
  appendFileSync(fileOf(folder.path), writeTombstone(second).slice(0, 40));
  assert.deepEqual((await readTombstones(folder.path))?.tombstones, [first]);
  const { bytes } = await appendTombstones(folder.path, SITE, [second], systemRandom);
  const file = await readTombstones(folder.path);
  assert.deepEqual(file?.tombstones, [first, second]);
  assert.equal(file?.bytes, bytes);
  assert.equal(readFileSync(fileOf(folder.path)).length, bytes);
});

test('a disk that becomes full in the middle of a line takes none for written, and with room all are written', async () => {
  using folder = openTestFolder();
  const stone = (): Tombstone => ({ at: new Date(0), personId: systemRandom.uuid(), value: null });
  const [first, last] = [stone(), stone()];
  await appendTombstones(folder.path, SITE, [first], systemRandom);
  // Beyond one or two thousand bytes the kernel takes what fits, and then refuses, as on a full disk.
  const through = ['sh', '-c', 'ulimit -f 2; exec "$@"', 'sh'];
  const bury = builtProgram('src/kernel/safekeeping/bury.program.ts');
  const full = await startProgram(bury, [folder.path, SITE, '60'], { through }).ended;
  assert.equal(full.code, 1);
  assert.match(full.stderr, /tombstones cannot be written \(EFBIG\): make room there; what was forgotten waits/);
  const { bytes } = await appendTombstones(folder.path, SITE, [last], systemRandom);
  const file = await readTombstones(folder.path);
  assert.deepEqual([file?.tombstones[0], file?.tombstones.at(-1)], [first, last]);
  assert.equal(file?.bytes, bytes);
  assert.equal(readFileSync(fileOf(folder.path)).length, bytes);
});

test('a damaged line is named, and so is a file of another site', async () => {
  using folder = openTestFolder();
  const stones = [1, 2, 3].map((): Tombstone => ({ at: new Date(0), personId: systemRandom.uuid(), value: null }));
  await appendTombstones(folder.path, SITE, stones, systemRandom);
  const lines = readFileSync(fileOf(folder.path), 'utf8').split('\n');
  writeFileSync(fileOf(folder.path), lines.with(2, (lines[2] ?? '').replace('person', 'persan')).join('\n'));
  await assert.rejects(readTombstones(folder.path), { name: 'SafekeepingError', message: /^line 3 of .* is damaged/ });
  const elsewhere = appendTombstones(folder.path, SITE.replace('1', '2'), stones, systemRandom);
  await assert.rejects(elsewhere, (error) => error instanceof SafekeepingError && /another site/.test(error.message));
});

test('what is appended is what is read, in its order', async () => {
  const stones = fc.array(
    fc.record(
      {
        at: fc.date({ min: new Date(0), max: new Date('9999-12-31T00:00:00Z'), noInvalidDate: true }),
        personId: fc.uuid(),
        value: fc.option(
          fc.record(
            { recordId: fc.uuid(), version: fc.integer({ min: 1, max: 2_147_483_647 }) },
            { noNullPrototype: true },
          ),
        ),
      },
      { noNullPrototype: true },
    ),
    { minLength: 1, maxLength: 20 },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(stones, { minLength: 1, maxLength: 4 }), async (batches) => {
      using folder = openTestFolder();
      for (const batch of batches) await appendTombstones(folder.path, SITE, batch, systemRandom);
      assert.deepEqual((await readTombstones(folder.path))?.tombstones, batches.flat());
    }),
    { numRuns: 25 },
  );
});
