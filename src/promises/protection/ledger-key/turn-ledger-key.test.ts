import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { openTestApp, type TestApp, type TestPerson } from '../../../../test/testkit/app.ts';
import { refusedAs } from '../../../../test/testkit/refused-as.ts';
import { ledgerProblems } from '../../../../test/testkit/whole-ledger.ts';
import { type App, openApp } from '../../../app.ts';
import { latestCheckpoint } from '../../../kernel/ledger/checkpoint.ts';
import { verifierKey } from '../../../kernel/ledger/note.ts';
import { writeKeyChange } from '../../../kernel/ledger/signers/key-change.ts';
import { readLedgerKeys } from '../../../kernel/ledger/signers/store.ts';
import { keyStatus } from '../../../kernel/safekeeping/key-status.ts';
import { ed25519PrivateKey } from '../../../kernel/vault/keys.ts';
import { verifyFiles } from '../../../verify/verify.ts';
import { seeOwnData, takeReceipts } from '../../agreement/index.ts';
import { type LedgerKeyStep, turnLedgerKey } from '../index.ts';

const host = { kind: 'host', by: 'test' } as const;
const turn = ({ app }: { readonly app: App }, options: Partial<Parameters<typeof turnLedgerKey>[1]> = {}) =>
  turnLedgerKey(app.gate, { asker: host, ...options });
const keyFiles = (kit: TestApp) =>
  readdirSync(kit.keyDir)
    .filter((name) => /^ledger.*\.key$/.test(name))
    .sort();
const keyOf = ({ parts }: App) => verifierKey(parts.site.origin, parts.keys.ledger);
const saved = async ({ app }: { readonly app: App }, { asker }: TestPerson, n = 1) =>
  (await app.gate.pass(takeReceipts, asker, { from: n, to: n })).output.file;
const changes = async ({ app }: TestApp) =>
  (await readLedgerKeys(app.parts.db)).flatMap(({ change }) => change ?? []).join('\n');
const holds = (key: string, ...texts: readonly string[]) =>
  verifyFiles(
    texts.map((text, at) => ({ name: `file-${at}`, text })),
    { key },
  ).ok;
const time = (kit: TestApp) =>
  kit.app.parts.db.run(`update key_check set made_at = made_at - interval '28 days' where name like 'ledger%'`);

test('the ledger’s key turns: both sign for a while, old receipts hold, and who kept the first key can follow to the last', async () => {
  await using kit = await openTestApp();
  const person = await kit.person();
  const first = keyOf(kit.app);
  const old = await saved(kit, person);
  const steps: LedgerKeyStep['step'][] = [];
  await turn(kit, { hear: ({ step }) => steps.push(step) });
  const second = keyOf(kit.app);
  assert.notEqual(second, first);
  // Both have signed what is new: neither who has followed nor who has not is stopped.
  await kit.app.gate.pass(seeOwnData, person.asker, {});
  const both = await saved(kit, person, 2);
  assert.ok(holds(first, both));
  assert.ok(holds(second, both));
  await assert.rejects(turn(kit), refusedAs('conflict'), 'the former key signs its time out');
  await time(kit);
  await turn(kit, { hear: ({ step }) => steps.push(step) });
  assert.deepEqual(steps, ['begun', 'ended', 'destroyed']);
  assert.deepEqual(keyFiles(kit), ['ledger-0002.key']);
  // What the former key signed holds for who has it, and for who has the new one and the note of the change.
  const note = await changes(kit);
  const late = await saved(kit, person, 2);
  assert.ok(holds(first, old));
  assert.ok(!holds(second, old));
  assert.ok(holds(second, old, note));
  assert.ok(!holds(first, late));
  assert.ok(holds(first, late, note));
  assert.deepEqual(await ledgerProblems(kit.app), []);
  // And so over two changes; the site's chain commits to each of them.
  await turn(kit, { atOnce: true });
  assert.ok(holds(first, await saved(kit, person, 2), await changes(kit)));
  assert.ok(holds(keyOf(kit.app), old, await changes(kit)));
  assert.deepEqual(await ledgerProblems(kit.app), []);
  const kinds = await kit.app.parts.db.rows<{ body: string }>(
    `select body from entry where kind = 'beginLedgerKey' and body::jsonb -> 'commitments' ? 'keyChange'`,
  );
  assert.equal(kinds.length, 2);
});

test('a change that only one of two keys signed, of another ledger, or to a key that nobody trusts, leads nowhere', async () => {
  await using kit = await openTestApp();
  const person = await kit.person();
  const { keys, site } = kit.app.parts;
  const [first, old] = [keyOf(kit.app), await saved(kit, person)];
  const evil = ed25519PrivateKey(Buffer.alloc(32, 7));
  const of = (origin: string, former = keys.ledger, next = evil) =>
    writeKeyChange({ origin, former, next, since: new Date(0) });
  const real = of(site.origin);
  assert.ok(holds(first, old, real), 'a change that the trusted key signed is followed');
  const unsigned = `${real.split('\n').slice(0, -2).join('\n')}\n`;
  for (const note of [
    unsigned,
    of('kristalux/another'),
    of(site.origin, evil, ed25519PrivateKey(Buffer.alloc(32, 8))),
  ]) {
    assert.ok(!holds(first, note), note);
  }
  // Whoever holds only the evil key is not led to believe what the ledger never signed over to it.
  assert.ok(!holds(verifierKey(site.origin, evil), old, of(site.origin, evil, ed25519PrivateKey(Buffer.alloc(32, 8)))));
});

test('a former key that was stolen cannot name another successor to who trusts the present one', async () => {
  await using kit = await openTestApp();
  const person = await kit.person();
  const stolen = kit.app.parts.keys.ledger;
  await saved(kit, person);
  await turn(kit, { atOnce: true });
  const { keys, site } = kit.app.parts;
  const evil = ed25519PrivateKey(Buffer.alloc(32, 7));
  const fork = writeKeyChange({ origin: site.origin, former: stolen, next: evil, since: new Date() });
  const good = await changes(kit);
  assert.ok(holds(keyOf(kit.app), await saved(kit, person), good));
  assert.ok(!holds(verifierKey(site.origin, keys.ledger), fork, good));
  // In the database it is not believed either.
  await kit.app.parts.db.run('update ledger_key set change_note = $1 where number = 2', [fork]);
  assert.ok((await ledgerProblems(kit.app)).some((problem) => problem.includes('not signed by the ledger')));
});

test('a change of the ledger’s key that was killed when it had begun, or had ended, is taken up; a process that has not heard of it signs with the new key', async () => {
  await using kit = await openTestApp();
  const person = await kit.person();
  const other = await openApp(kit.app.settings, { role: 'command' });
  try {
    const killAt = (stop: LedgerKeyStep['step'], atOnce: boolean) =>
      assert.rejects(
        turn(kit, {
          atOnce,
          hear: ({ step }) => {
            if (step === stop) throw new Error('killed');
          },
        }),
        /killed/,
      );
    await killAt('begun', false);
    assert.deepEqual(keyFiles(kit), ['ledger-0002.key', 'ledger.key']);
    await other.gate.pass(seeOwnData, person.asker, {});
    await other.sequence();
    const note = (await latestCheckpoint(other.parts.db)) ?? '';
    assert.ok(holds(keyOf(kit.app), note));
    await killAt('ended', true);
    assert.deepEqual(keyFiles(kit), ['ledger-0002.key', 'ledger.key']);
    // Ended is ended: what is left over is the file, and it goes with the next look.
    const { db } = kit.app.parts;
    await db.run(`update job set run_at = clock_timestamp() where kind = 'turn-keys'`);
    await kit.app.worker.drain();
    assert.deepEqual(keyFiles(kit), ['ledger-0002.key']);
    await other.sequence();
    assert.deepEqual(await ledgerProblems(other), []);
    const both = await Promise.allSettled([turn(kit), turn({ app: other })]);
    assert.deepEqual(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
    assert.deepEqual(keyFiles(kit), ['ledger-0002.key', 'ledger-0003.key']);
    // The server ends the former key by itself when both have signed long enough, and says so until then.
    const place = { keyDir: kit.keyDir, epochDays: 28 };
    const status = (await keyStatus(db, place)).keys.find(({ name }) => name === 'ledger-0002');
    assert.deepEqual([status?.overdue, status?.dueAt !== null], [false, true]);
    await time(kit);
    await db.run(`update job set run_at = clock_timestamp() where kind = 'turn-keys'`);
    await kit.app.worker.drain();
    assert.deepEqual(keyFiles(kit), ['ledger-0003.key']);
  } finally {
    await other.close();
  }
});
