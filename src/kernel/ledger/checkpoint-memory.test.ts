import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { openLedgerSite } from '../../../test/testkit/ledger-site.ts';
import { LedgerBehind, openCheckpointMemory } from './checkpoint-memory.ts';
import { integrate } from './sequencer.ts';

let site: Awaited<ReturnType<typeof openLedgerSite>>;
let folder: string;
beforeEach(async () => {
  site = await openLedgerSite();
  folder = await mkdtemp(join(tmpdir(), 'kristalux-seen-'));
});
afterEach(async () => {
  await site[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const sequence = () => integrate({ ...site.sequencer, memory: openCheckpointMemory(folder) });
const seen = () => readFile(join(folder, 'ledger.seen'), 'utf8');
/** As if the database of the very beginning had been brought back. */
async function goBack(): Promise<void> {
  for (const table of ['entry', 'log_tile', 'checkpoint']) await site.db.run(`delete from ${table}`);
}

test('the last signed checkpoint is remembered apart from the database, for its owner alone', async () => {
  await sequence();
  await assert.rejects(seen(), { code: 'ENOENT' });
  await site.append(site.siteId, 2);
  await sequence();
  assert.equal(await seen(), await site.checkpoint());
  assert.equal((await stat(join(folder, 'ledger.seen'))).mode & 0o777, 0o600);
  await site.append(site.siteId);
  await sequence();
  assert.equal(await seen(), await site.checkpoint());
});

test('a restored database that lacks what was signed signs nothing', async () => {
  await site.append(site.siteId, 3);
  await sequence();
  const before = await seen();
  await goBack();
  await site.append(site.siteId, 1);
  await assert.rejects(sequence(), /a ledger of 0 entries, but one of 3 was signed already .*ledger\.seen/);
  assert.equal(await seen(), before);
  assert.deepEqual(await site.db.rows('select size from checkpoint'), []);
});

test('a database with another history of the same or a greater length signs nothing', async () => {
  await site.append(site.siteId, 3);
  await sequence();
  await goBack();
  await site.append(site.siteId, 5, { decision: 'refused' });
  await site.integrate();
  await site.append(site.siteId);
  await assert.rejects(sequence(), /is not the one that was signed at 3 entries/);
});

test('a memory that lags behind is a beginning of the tree and stops nothing', async () => {
  await site.append(site.siteId, 3);
  await sequence();
  await site.append(site.siteId, 300);
  await site.integrate();
  await site.append(site.siteId, 1);
  assert.equal(await sequence(), 1);
});

test('a memory of another ledger stops the sequencer', async () => {
  await writeFile(join(folder, 'ledger.seen'), 'kristalux/aaaaaaaaaaaaaaaa\n1\nAAAA\n');
  await assert.rejects(sequence(), (error) => error instanceof LedgerBehind && /another ledger/.test(error.message));
});
