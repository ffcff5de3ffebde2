import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, test } from 'node:test';
import { inventKeys } from '../../../test/testkit/keys.ts';
import { openLedgerSite } from '../../../test/testkit/ledger-site.ts';
import {
  parseVerifierKey,
  verifyCheckpoint,
  verifyConsistency,
  verifyLog,
  verifyReceipt,
} from '../../verify/verify.ts';
import { makeReceipt } from './receipt.ts';
import { integrate } from './sequencer.ts';
import { makeStatement } from './statement.ts';
import { BATCH_ENTRIES_MAX } from './store.ts';

let site: Awaited<ReturnType<typeof openLedgerSite>>;
beforeEach(async () => {
  site = await openLedgerSite();
});
afterEach(() => site[Symbol.asyncDispose]());

const key = () => parseVerifierKey(site.keyLine);

test('every entry gets a receipt that a verifier without our code confirms', async () => {
  const [anna, boris] = [await site.person(), await site.person()];
  await site.append(site.siteId);
  for (let round = 0; round < 3; round++) {
    await site.append(anna, 3);
    await site.append(boris, 2);
    await site.integrate();
  }
  for (const [person, count] of [
    [anna, 9],
    [boris, 6],
    [site.siteId, 1],
  ] as const) {
    for (let n = 1; n <= count; n++) {
      const { body, checkpoint: signed } = verifyReceipt(await site.receipt(person, n), key());
      assert.equal(body?.n, n);
      assert.equal(signed.size, 16n);
    }
  }
});

test('an entry that no checkpoint holds yet has no receipt, nor has one that does not exist', async () => {
  const anna = await site.person();
  await site.append(anna);
  assert.equal(await makeReceipt(site.db, anna, 1), undefined);
  assert.equal(await makeStatement({ sql: site.db, ...site.sequencer }, anna), undefined);
  await site.integrate();
  assert.ok(await makeReceipt(site.db, anna, 1));
  assert.equal(await makeReceipt(site.db, anna, 2), undefined);
});

test('every checkpoint continues the one before, across full tiles', async () => {
  const anna = await site.person();
  const notes: string[] = [];
  for (const step of [1, 1, 5, 249, 1, 300]) {
    await site.append(anna, step);
    await site.integrate();
    notes.push(await site.checkpoint());
  }
  const last = notes.at(-1) ?? '';
  const verified = notes.map((note) => verifyCheckpoint(note, key()));
  for (const [at, { size }] of verified.entries()) {
    verifyConsistency(notes[at] ?? '', last, await site.consistency(Number(size), 557), key());
  }
  assert.equal(await verifyLog(verified, site.readBundle), 557n);
  assert.equal(await site.integrate(), 0);
  assert.equal(await site.checkpoint(), last);
});

test('entries of several processes are integrated once each, in the order of each chain', async () => {
  const persons = await Promise.all([1, 2, 3, 4].map(() => site.person()));
  const integrating = Promise.all(
    [1, 2, 3].map(async () => {
      let all = 0;
      for (let round = 0; round < 10; round++) all += await integrate(site.sequencer, { wait: round % 2 === 0 });
      return all;
    }),
  );
  await Promise.all(persons.map((person) => site.append(person, 20)));
  const during = (await integrating).reduce((sum, count) => sum + count, 0);
  assert.equal(during + (await site.integrate()), 80);
  for (const person of persons) {
    const rows = await site.db.rows<{ log_index: number }>(
      'select log_index from entry where person_id = $1 order by n',
      [person],
    );
    assert.deepEqual(
      rows,
      rows.toSorted((a, b) => a.log_index - b.log_index),
    );
  }
  assert.equal(await verifyLog([verifyCheckpoint(await site.checkpoint(), key())], site.readBundle), 80n);
});

test('more entries than one batch holds are integrated in one call', async () => {
  const anna = await site.person();
  const count = BATCH_ENTRIES_MAX + 500;
  const text = `insert into entry (person_id, n, kind, at, version, leaf)
    select $1, n, 'x', clock_timestamp(), 1, sha256(n::text::bytea) from generate_series(1, $2::bigint) n`;
  await site.db.run(text, [anna, count]);
  assert.equal(await site.integrate(), count);
  assert.equal(await verifyLog([verifyCheckpoint(await site.checkpoint(), key())], site.readBundle), BigInt(count));
});

test('the sequencer signs nothing over tiles or a checkpoint that were tampered with, nor with another key', async () => {
  const anna = await site.person();
  await site.append(anna, 3);
  await site.integrate();
  await site.append(anna);
  const before = await site.checkpoint();

  const other = { ...site.sequencer, key: inventKeys(site.siteId).ledger };
  await assert.rejects(integrate(other), /signed by a key of this ledger/);
  const { hashes } = (await site.db.row<{ hashes: Buffer }>('select hashes from log_tile where level = 0')) ?? {};
  await site.db.run('update log_tile set hashes = $1 where level = 0', [randomBytes(96)]);
  await assert.rejects(site.integrate(), /the root that was signed/);
  await site.db.run('update log_tile set hashes = $1 where level = 0', [hashes]);
  await site.db.run('update checkpoint set size = 2');
  await assert.rejects(site.integrate(), /says what was signed|is there/);
  await site.db.run('update checkpoint set size = 3');
  assert.equal(await site.checkpoint(), before);
  assert.equal(await site.integrate(), 1);
});

test('an erased text leaves a receipt of the commitment alone', async () => {
  const anna = await site.person();
  await site.append(anna, 2);
  await site.integrate();
  const { leaf } = verifyReceipt(await site.receipt(anna, 1), key());
  await site.db.run('update entry set salt = null, body = null where n = 1');
  const erased = verifyReceipt(await site.receipt(anna, 1), key());
  assert.equal(erased.body, undefined);
  assert.deepEqual(Buffer.from(erased.leaf), leaf);
});
