import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, test } from 'node:test';
import { openLedgerSite } from '../../test/testkit/ledger-site.ts';
import { signNote, verifierKey } from '../kernel/ledger/note.ts';
import {
  parseVerifierKey,
  verifyCheckpoint,
  verifyConsistency,
  verifyFiles,
  verifyLog,
  verifyReceipt,
} from './verify.ts';

let site: Awaited<ReturnType<typeof openLedgerSite>>;
beforeEach(async () => {
  site = await openLedgerSite();
});
afterEach(() => site[Symbol.asyncDispose]());

const key = () => parseVerifierKey(site.keyLine);

test('a changed letter anywhere in a receipt, a statement or a checkpoint is found', async () => {
  const anna = await site.person();
  await site.append(anna, 7);
  await site.integrate();
  const { note, checkpoint: signed } = await site.statement(anna);
  for (const text of [await site.receipt(anna, 4), note, signed]) {
    const verify = (given: string) => verifyFiles([{ name: 'file', text: given }], { key: site.keyLine }).ok;
    assert.equal(verify(text), true);
    for (let at = 0; at < text.length; at++) {
      const changed = text[at] === 'A' ? 'B' : 'A';
      assert.equal(verify(text.slice(0, at) + changed + text.slice(at + 1)), false, `at ${at} of ${text}`);
      assert.equal(verify(text.slice(0, at)), false, `cut at ${at}`);
    }
    assert.equal(verify(`${text}\n`), false);
    assert.equal(verify(`${text}x`), false);
  }
});

test('a receipt with the entry of another place is found', async () => {
  const anna = await site.person();
  await site.append(anna, 7);
  await site.integrate();
  const [one, two] = [(await site.receipt(anna, 1)).split('\n'), (await site.receipt(anna, 2)).split('\n')];
  const swapped = one.with(1, two[1] ?? '').join('\n');
  assert.throws(() => verifyReceipt(swapped, key()), /not at its place/);
  const moved = one.with(2, 'index 1').join('\n');
  assert.throws(() => verifyReceipt(moved, key()), /not at its place/);
});

test('a statement names the entries below its checkpoint, and an entry withheld from it convicts the server', async () => {
  const anna = await site.person();
  await site.append(anna, 3);
  await site.integrate();
  await site.append(anna);
  const honest = await site.statement(anna);
  assert.equal(honest.n, 3);

  await site.integrate();
  const later = await site.receipt(anna, 4);
  const file = (name: string, text: string) => ({ name, text });
  const kept = [file('statement', honest.note), file('checkpoint', honest.checkpoint), file('receipt', later)];
  assert.deepEqual(verifyFiles(kept, { key: site.keyLine }).contradictions, []);

  // The server states 3 entries for a checkpoint under which the fourth lies already.
  const signed = verifyCheckpoint(await site.checkpoint(), key());
  const kind = `${site.origin}/statement/v1`;
  const lines = honest.note.split('\n').slice(0, 4);
  const root = Buffer.from(signed.root).toString('base64');
  const lie = signNote(`${[...lines, root].join('\n')}\n`, kind, site.keys.ledger);
  const { ok, contradictions } = verifyFiles([file('lie', lie), file('receipt', later)], { key: site.keyLine });
  assert.equal(ok, false);
  assert.match(contradictions.join(), /lie and receipt: .*entry 4 stood at place 3 already: it was withheld/);
  const twice = verifyFiles([file('lie', lie), file('honest', (await site.statement(anna)).note)], {
    key: site.keyLine,
  });
  assert.match(twice.contradictions.join(), /two different numbers of entries are stated/);
});

test('a forked ledger is found from two receipts', async () => {
  const anna = await site.person();
  await site.append(anna, 2);
  await site.integrate();
  const before = await site.receipt(anna, 2);
  // The operator goes back and writes another history under the same key.
  await site.db.run('delete from entry');
  await site.db.run('delete from log_tile');
  await site.db.run('delete from checkpoint');
  // Each takes its place before the next is made: entries of one millisecond are ordered by person.
  await site.append(anna, 1);
  await site.integrate();
  await site.append(site.siteId, 1);
  await site.integrate();
  await site.append(site.siteId, 1);
  await site.append(anna, 1, { decision: 'refused' });
  await site.integrate();
  const after = await site.receipt(anna, 2);
  const files = [
    { name: 'before', text: before },
    { name: 'after', text: after },
  ];
  const { contradictions } = verifyFiles(files, { key: site.keyLine });
  assert.match(contradictions.join(), /before and after: the chain has two entries numbered 2/);
  const [older, newer] = [await site.receipt(site.siteId, 1), before];
  const places = verifyFiles(
    [
      { name: 'a', text: older },
      { name: 'b', text: newer },
    ],
    { key: site.keyLine },
  );
  assert.match(places.contradictions.join(), /a and b: two different entries stand at place 1/);
});

test('two trees of one size are a fork', async () => {
  await site.append(site.siteId);
  await site.integrate();
  const honest = await site.checkpoint();
  const other = signNote(`${site.origin}\n1\n${randomBytes(32).toString('base64')}\n`, site.origin, site.keys.ledger);
  const both = [honest, other].map((text, at) => ({ name: `${at}`, text }));
  assert.match(
    verifyFiles(both, { key: site.keyLine }).contradictions.join(),
    /0 and 1: two different trees of size 1/,
  );
});

test('a broken chain is found from two receipts', async () => {
  const anna = await site.person();
  await site.append(anna, 1);
  const entry = await site.nextEntry(anna, { prev: randomBytes(32).toString('base64') });
  const text = `insert into entry (person_id, n, kind, at, version, leaf, salt, body)
    values ($1, 2, 'x', $2, 1, $3, $4, $5)`;
  await site.db.run(text, [anna, entry.at, entry.leaf, entry.salt, entry.body]);
  await site.integrate();
  const files = [1, 2].map(async (n) => ({ name: `${n}`, text: await site.receipt(anna, n) }));
  const { contradictions } = verifyFiles(await Promise.all(files), { key: site.keyLine });
  assert.match(contradictions.join(), /entry 2 does not follow entry 1/);
});

test('a log that withholds, changes or forks its public entries does not give the signed root', async () => {
  const anna = await site.person();
  await site.append(anna, 300);
  await site.integrate();
  const signed = [verifyCheckpoint(await site.checkpoint(), key())];
  await assert.rejects(
    verifyLog(signed, async (path) => (path === 'entries/000' ? undefined : await site.readBundle(path))),
    /entries\/000 are withheld/,
  );
  const changed = async (path: string) => {
    const bytes = Buffer.from((await site.readBundle(path)) ?? '');
    bytes[40] = (bytes[40] ?? 0) ^ 1;
    return bytes;
  };
  await assert.rejects(verifyLog(signed, changed), /do not give the root signed for size 300/);
  const short = async (path: string) => (await site.readBundle(path))?.subarray(34);
  await assert.rejects(verifyLog(signed, short), /not 256 entries/);
});

test('a wrong consistency proof, a rewritten past and an older tree as the newer are refused', async () => {
  const anna = await site.person();
  await site.append(anna, 5);
  await site.integrate();
  const older = await site.checkpoint();
  await site.append(anna, 4);
  await site.integrate();
  const newer = await site.checkpoint();
  const proof = await site.consistency(5, 9);
  verifyConsistency(older, newer, proof, key());
  for (const wrong of [proof.slice(1), proof.slice(0, -1), [...proof, proof[0] ?? ''], proof.toReversed(), []]) {
    assert.throws(() => verifyConsistency(older, newer, wrong, key()), /is not shown to continue/);
  }
  assert.throws(() => verifyConsistency(newer, older, [], key()), /is not shown to continue/);
  const rewritten = signNote(
    `${site.origin}\n5\n${randomBytes(32).toString('base64')}\n`,
    site.origin,
    site.keys.ledger,
  );
  assert.throws(() => verifyConsistency(rewritten, newer, proof, key()), /is not shown to continue/);
});

test('a statement is never taken for a checkpoint, nor one ledger for another', async () => {
  const anna = await site.person();
  await site.append(anna);
  await site.integrate();
  const { note } = await site.statement(anna);
  assert.throws(() => verifyCheckpoint(note, key()), /not signed by/);
  const foreign = verifierKey('kristalux/aaaaaaaaaaaaaaaa', site.keys.ledger);
  assert.throws(() => verifyCheckpoint(note, parseVerifierKey(foreign)), /not signed by/);
  assert.equal(verifyFiles([{ name: 'a', text: await site.checkpoint() }], { key: foreign }).ok, false);
});
