import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runCommand } from '../edge/cli.ts';
import { bench } from './bench.ts';
import { closedLoop } from './closed-loop.ts';
import { type Figure, figure, median } from './figure.ts';
import { rankSumZ } from './rank-sum.ts';

test('a figure tells the middle and the slow end of its latencies, and its share of the baseline', () => {
  const latencies = Array.from({ length: 100 }, (_, i) => i + 1);
  assert.deepEqual(figure('f', 150, 'x/s', { latencies, baseline: 200 }), {
    name: 'f',
    value: 150,
    unit: 'x/s',
    p50: 51,
    p99: 100,
    baseline: 200,
    ratio: 0.75,
  });
  assert.equal(median([3, 1, 2]), 2);
});

test('a call that fails ends the measurement: what is left would be a lie', async () => {
  const failing = closedLoop({ callers: 4, milliseconds: 10_000 }, async (number) => {
    if (number === 10) throw new Error('broken');
  });
  await assert.rejects(failing, /broken/);
});

test('the gate is measured beside its baseline on a durable database, and both open the same', async () => {
  const heard: Figure[] = [];
  const tools = { serve: null, seconds: 0.1, people: 20, persons: 1000, entries: 1000 };
  const { machine, figures } = await bench(['gate', 'decisions', 'ledger', 'receipts'], tools, (one) =>
    heard.push(one),
  );
  assert.deepEqual(heard, figures);
  const [first] = figures;
  assert.equal(first?.name, 'gated-open-5-fields-32-clients');
  assert(first.value > 0 && first.ratio !== null && first.ratio > 0 && first.p99 !== null);
  assert.deepEqual(
    figures.map(({ name }) => name),
    [
      'gated-open-5-fields-32-clients',
      'bare-open-5-fields-32-clients',
      'gated-open-90-percent-on-10-persons',
      'cpu-of-server-for-a-gated-open',
      'cpu-of-database-for-a-gated-open',
      'batches-of-100-persons-1-field',
      'decisions',
      'matrix-of-the-whole-policy',
      'behaviour-diff-of-two-versions',
      'words-diff-of-two-russian-texts-of-50-kB',
      'ledger-entries-integrated',
      'receipts-at-1000-entries',
      'cpu-of-a-receipt-at-1000-entries',
      'consistency-at-1000-entries',
      'entries-integrated-at-1000-entries',
      'seconds-to-make-the-last-tenfold',
      'receipts-verified',
    ],
  );
  assert.equal(machine.settings.fsync, 'on');
  assert.equal(machine.settings.synchronous_commit, 'on');
});

test('signing in is measured beside bare hashing, and known names beside unknown ones', async () => {
  const { figures } = await bench(
    ['security'],
    { serve: null, seconds: 0.1, people: 1, persons: 1, entries: 1000 },
    () => {},
  );
  assert.deepEqual(
    figures.map(({ name }) => name),
    [
      'session-checks',
      'password-sign-ins',
      'cpu-of-a-password-sign-in',
      'passkey-sign-ins',
      'cpu-of-a-passkey-sign-in',
      'wrong-password-of-a-known-name',
      'wrong-password-of-an-unknown-name',
      'known-and-unknown-told-apart',
      'wrong-passwords-answered',
      'owner-signs-in-while-guessed',
    ],
  );
  const same = Array.from({ length: 50 }, (_, n) => n);
  assert.ok(Math.abs(rankSumZ(same, same)) < 0.5);
  assert.ok(
    rankSumZ(
      same,
      same.map((n) => n + 40),
    ) < -3,
  );
});

test('a bench that is not known is used wrongly', async () => {
  const said: string[] = [];
  assert.equal(await runCommand(['bench', 'weather'], { env: {}, out: () => {}, err: (line) => said.push(line) }), 2);
  assert.match(
    said[0] ?? '',
    /^a bench is one of gate, decisions, ledger, bulletin, campaign, backup, forms, import, pages, changes, security, sign-in, start, growth, epochs, transfers, aggregates, proofs, servers, receipts, legal, gdpr, faults$/,
  );
});
