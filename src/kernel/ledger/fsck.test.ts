import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, test } from 'node:test';
import { openLedgerSite } from '../../../test/testkit/ledger-site.ts';
import { canonical } from '../canonical.ts';
import { commitmentOf } from './entry.ts';
import { fsck } from './fsck.ts';

let site: Awaited<ReturnType<typeof openLedgerSite>>;
let anna: string;
beforeEach(async () => {
  site = await openLedgerSite();
  anna = await site.person();
  await site.append(site.siteId, 2);
  await site.append(anna, 3);
  await site.integrate();
  await site.append(anna, 2);
  await site.integrate();
});
afterEach(() => site[Symbol.asyncDispose]());

const check = () => fsck({ ...site.sequencer, db: site.db, siteId: site.siteId, erasureKinds: ['erasePerson'] });
const problems = async () => (await check()).problems.join('\n');

test('a whole ledger has no problem, with entries that wait and over several tiles', async () => {
  await site.append(anna, 600);
  await site.integrate();
  await site.append(anna);
  const counted = { entries: 608, pending: 1, erased: 0, size: 607, checkpoints: 3 };
  assert.deepEqual(await check(), { ...counted, problems: [] });
});

test('a ledger of many tiles and pages is derived anew', async () => {
  const text = `insert into entry (person_id, n, kind, at, version, leaf)
    select $1, n, 'erasePerson', now() + interval '1 hour', 1, sha256(n::text::bytea) from generate_series(6, 70000) n`;
  await site.db.run(text, [anna]);
  await site.integrate();
  assert.deepEqual((await check()).problems, []);
  assert.equal((await check()).size, 70_002);
});

test('an edited text, even under a fitting salt and leaf, is named', async () => {
  await site.db.run(`update entry set body = replace(body, 'allowed', 'refused') where n = 2 and person_id = $1`, [
    anna,
  ]);
  assert.match(await problems(), new RegExp(`entry 2 of the chain of ${anna} does not say what its leaf commits to`));

  const body = canonical({ format: 'kristalux/entry/v1', n: 2 });
  const salt = randomBytes(32);
  const values = [anna, body, salt, commitmentOf(salt, body)];
  await site.db.run('update entry set body = $2, salt = $3, leaf = $4 where n = 2 and person_id = $1', values);
  const found = await problems();
  assert.match(found, /the tile 0\/000 holds other hashes/);
  assert.match(found, /the tile entries\/000 holds other hashes/);
  assert.match(found, /the checkpoint of size 5 has another root/);
  assert.match(found, /entry 2 of the chain of .* says another `chain`/);
  assert.match(found, /entry 3 of the chain of .* says another `prev`/);
});

test('a text that is no canonical JSON is named, though its leaf commits to it', async () => {
  for (const body of ['{', '[]x', '{"n": 1}']) {
    const salt = randomBytes(32);
    const values = [anna, body, salt, commitmentOf(salt, body)];
    await site.db.run('update entry set body = $2, salt = $3, leaf = $4 where n = 5 and person_id = $1', values);
    assert.match(await problems(), /entry 5 of the chain of .* is not canonical JSON/);
  }
});

test('texts that are gone are whole only where an erasure explains them', async () => {
  await site.db.run('update entry set body = null, salt = null where person_id = $1 and n in (2, 3)', [anna]);
  assert.match(await problems(), /entry 2 of the chain of .* has lost its text and no erasure explains it/);
  await site.append(anna, 1, { kind: 'erasePerson' });
  assert.deepEqual((await check()).problems, []);
  assert.equal((await check()).erased, 2);
  await site.append(anna);
  await site.db.run('update entry set body = null, salt = null where person_id = $1 and n = 7', [anna]);
  assert.match(await problems(), /entry 7 .* has lost its text/);
});

test('a removed entry, a moved one and a renumbered one are named', async () => {
  await site.db.run('delete from entry where person_id = $1 and n = 2', [anna]);
  const found = await problems();
  assert.match(found, /place 3 of the log has no entry, though a checkpoint of 7 entries was signed/);
  assert.match(found, /entry 3 of the chain of .* follows entry 1: what was between them is missing/);
});

test('an entry beyond the last checkpoint and a tile beyond it are named', async () => {
  await site.append(anna);
  await site.db.run('update entry set log_index = 7 where log_index is null');
  await site.db.run('insert into log_tile (level, number, hashes) values (0, 1, $1)', [randomBytes(32)]);
  const found = await problems();
  assert.match(found, /an entry stands at place 7, beyond the last checkpoint/);
  assert.match(found, /level 0 has a tile 1 beyond the last checkpoint/);
});

test('missing, changed and overlong tiles are named', async () => {
  await site.db.run('update log_tile set hashes = hashes || $1 where level = 0', [randomBytes(32)]);
  await site.db.run('delete from log_tile where level = -1');
  const found = await problems();
  assert.match(found, /the tile 0\/000 is too long/);
  assert.match(found, /the tile entries\/000 is missing/);
});

test('a checkpoint that is signed by another key or says something else is named', async () => {
  await site.db.run(`update checkpoint set note = replace(note, '— ', '—  ') where size = 5`);
  await site.db.run(`update checkpoint set root = $1 where size = 7`, [randomBytes(32)]);
  const found = await problems();
  assert.match(found, /the checkpoint of size 5 is not signed by the ledger's key/);
  assert.match(found, /the checkpoint of size 7 has another root/);
  assert.match(found, /the checkpoint of size 7 says something else than its row/);
});
