import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, test } from 'node:test';
import { openLedgerSite } from '../../../test/testkit/ledger-site.ts';
import {
  parseVerifierKey,
  verifyCheckpoint,
  verifyConsistency,
  verifyFiles,
  verifyLog,
  verifyReceipt,
} from '../../verify/verify.ts';
import { latestCheckpoint } from './checkpoint.ts';
import { signNote, verifierKey } from './note.ts';
import { makeReceipt } from './receipt.ts';
import { integrate } from './sequencer.ts';
import { makeStatement } from './statement.ts';
import { BATCH_ENTRIES_MAX } from './store.ts';
import { computeFromTiles, parseTileName, readTile } from './tiles.ts';
import { consistencyProof } from './tree.ts';

let site: Awaited<ReturnType<typeof openLedgerSite>>;
let keyLine: string;
beforeEach(async () => {
  site = await openLedgerSite();
  keyLine = verifierKey(site.origin, site.keys.ledger);
});
afterEach(() => site[Symbol.asyncDispose]());

const key = () => parseVerifierKey(keyLine);
const receiptOf = async (personId: string, n: number) => {
  const receipt = await makeReceipt(site.db, personId, n);
  assert.ok(receipt !== undefined);
  return receipt;
};
const statementOf = async (personId: string) => {
  const statement = await makeStatement({ sql: site.db, ...site.sequencer }, personId);
  assert.ok(statement !== undefined);
  return statement;
};
const checkpoint = async () => {
  const note = await latestCheckpoint(site.db);
  assert.ok(note !== undefined);
  return note;
};
const proofLines = async (older: string, newer: string) => {
  const [from, to] = [older, newer].map((note) => Number(verifyCheckpoint(note, key()).size));
  const proof = await computeFromTiles(site.db, (hashOf) => consistencyProof(from ?? 0, to ?? 0, hashOf));
  return proof.map((hash) => hash.toString('base64'));
};
const readBundle = async (path: string) => {
  const name = parseTileName(path);
  return name === undefined ? undefined : await readTile(site.db, name);
};

test('every entry gets a receipt that a verifier without our code confirms', async () => {
  const [anna, boris] = [await site.person(), await site.person()];
  await site.append(site.siteId);
  for (let round = 0; round < 3; round++) {
    await site.append(anna, 3);
    await site.append(boris, 2);
    await site.integrate();
  }
  for (const [person, count] of [[anna, 9], [boris, 6], [site.siteId, 1]] as const) {
    for (let n = 1; n <= count; n++) {
      const { body, checkpoint: signed } = verifyReceipt(await receiptOf(person, n), key());
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
    notes.push(await checkpoint());
  }
  const last = notes.at(-1) ?? '';
  for (const older of notes) verifyConsistency(older, last, await proofLines(older, last), key());
  const verified = notes.map((note) => verifyCheckpoint(note, key()));
  assert.equal(await verifyLog(verified, readBundle), 557n);
  assert.equal(await site.integrate(), 0);
  assert.equal(await checkpoint(), last);
});

test('entries of several processes are integrated once each, in the order of each chain', async () => {
  const persons = await Promise.all([1, 2, 3, 4].map(() => site.person()));
  const integrating = Promise.all([1, 2, 3].map(async () => {
    let all = 0;
    for (let round = 0; round < 10; round++) all += await integrate(site.sequencer, { wait: round % 2 === 0 });
    return all;
  }));
  await Promise.all(persons.map((person) => site.append(person, 20)));
  const during = (await integrating).reduce((sum, count) => sum + count, 0);
  assert.equal(during + (await site.integrate()), 80);
  for (const person of persons) {
    const rows = await site.db.rows<{ log_index: number }>(
      'select log_index from entry where person_id = $1 order by n',
      [person],
    );
    assert.deepEqual(rows, rows.toSorted((a, b) => a.log_index - b.log_index));
  }
  assert.equal(await verifyLog([verifyCheckpoint(await checkpoint(), key())], readBundle), 80n);
});

test('more entries than one batch holds are integrated in one call', async () => {
  const anna = await site.person();
  const count = BATCH_ENTRIES_MAX + 500;
  const text = `insert into entry (person_id, n, kind, at, version, leaf)
    select $1, n, 'x', clock_timestamp(), 1, sha256(n::text::bytea) from generate_series(1, $2::bigint) n`;
  await site.db.run(text, [anna, count]);
  assert.equal(await site.integrate(), count);
  assert.equal(await verifyLog([verifyCheckpoint(await checkpoint(), key())], readBundle), BigInt(count));
});

test('the sequencer signs nothing over tiles or a checkpoint that were tampered with, nor with another key', async () => {
  const anna = await site.person();
  await site.append(anna, 3);
  await site.integrate();
  await site.append(anna);
  const before = await checkpoint();

  const other = { ...site.sequencer, key: (await openKeysOfAnother()).ledger };
  await assert.rejects(integrate(other), /signed by the key in ledger.key/);
  const { hashes } = (await site.db.row<{ hashes: Buffer }>('select hashes from log_tile where level = 0')) ?? {};
  await site.db.run('update log_tile set hashes = $1 where level = 0', [randomBytes(96)]);
  await assert.rejects(site.integrate(), /the root that was signed/);
  await site.db.run('update log_tile set hashes = $1 where level = 0', [hashes]);
  await site.db.run('update checkpoint set size = 2');
  await assert.rejects(site.integrate(), /says what was signed|is there/);
  await site.db.run('update checkpoint set size = 3');
  assert.equal(await checkpoint(), before);
  assert.equal(await site.integrate(), 1);
});

test('a changed letter anywhere in a receipt, a statement or a checkpoint is found', async () => {
  const anna = await site.person();
  await site.append(anna, 7);
  await site.integrate();
  const { note, checkpoint: signed } = await statementOf(anna);
  for (const text of [await receiptOf(anna, 4), note, signed]) {
    const verify = (given: string) => verifyFiles([{ name: 'file', text: given }], { key: keyLine }).ok;
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
  const [one, two] = [(await receiptOf(anna, 1)).split('\n'), (await receiptOf(anna, 2)).split('\n')];
  const swapped = one.with(1, two[1] ?? '').join('\n');
  assert.throws(() => verifyReceipt(swapped, key()), /not at its place/);
  const moved = one.with(2, 'index 1').join('\n');
  assert.throws(() => verifyReceipt(moved, key()), /not at its place/);
});

test('an erased text leaves a receipt of the commitment alone', async () => {
  const anna = await site.person();
  await site.append(anna, 2);
  await site.integrate();
  const { leaf } = verifyReceipt(await receiptOf(anna, 1), key());
  await site.db.run('update entry set salt = null, body = null where n = 1');
  const erased = verifyReceipt(await receiptOf(anna, 1), key());
  assert.equal(erased.body, undefined);
  assert.deepEqual(erased.leaf, leaf);
});

test('a statement names the entries below its checkpoint, and an entry withheld from it convicts the server', async () => {
  const anna = await site.person();
  await site.append(anna, 3);
  await site.integrate();
  await site.append(anna);
  const honest = await statementOf(anna);
  assert.equal(honest.n, 3);

  await site.integrate();
  const later = await receiptOf(anna, 4);
  const file = (name: string, text: string) => ({ name, text });
  const kept = [file('statement', honest.note), file('checkpoint', honest.checkpoint), file('receipt', later)];
  assert.deepEqual(verifyFiles(kept, { key: keyLine }).contradictions, []);

  // The server states 3 entries for a checkpoint under which the fourth lies already.
  const signed = verifyCheckpoint(await checkpoint(), key());
  const kind = `${site.origin}/statement/v1`;
  const lines = honest.note.split('\n').slice(0, 4);
  const root = Buffer.from(signed.root).toString('base64');
  const lie = signNote(`${[...lines, root].join('\n')}\n`, kind, site.keys.ledger);
  const { ok, contradictions } = verifyFiles([file('lie', lie), file('receipt', later)], { key: keyLine });
  assert.equal(ok, false);
  assert.match(contradictions.join(), /lie and receipt: .*entry 4 stood at place 3 already: it was withheld/);
  const twice = verifyFiles([file('lie', lie), file('honest', (await statementOf(anna)).note)], { key: keyLine });
  assert.match(twice.contradictions.join(), /two different numbers of entries are stated/);
});

test('a forked ledger is found from two receipts', async () => {
  const anna = await site.person();
  await site.append(anna, 2);
  await site.integrate();
  const before = await receiptOf(anna, 2);
  // The operator goes back and writes another history under the same key.
  await site.db.run('delete from entry');
  await site.db.run('delete from log_tile');
  await site.db.run('delete from checkpoint');
  await site.append(anna, 1);
  await site.append(site.siteId, 2);
  await site.append(anna, 1, { decision: 'refused' });
  await site.integrate();
  const after = await receiptOf(anna, 2);
  const files = [
    { name: 'before', text: before },
    { name: 'after', text: after },
  ];
  const { contradictions } = verifyFiles(files, { key: keyLine });
  assert.match(contradictions.join(), /before and after: the chain has two entries numbered 2/);
  const [older, newer] = [await receiptOf(site.siteId, 1), before];
  const places = verifyFiles([{ name: 'a', text: older }, { name: 'b', text: newer }], { key: keyLine });
  assert.match(places.contradictions.join(), /a and b: two different entries stand at place 1/);
});

test('two trees of one size are a fork', async () => {
  await site.append(site.siteId);
  await site.integrate();
  const honest = await checkpoint();
  const other = signNote(`${site.origin}\n1\n${randomBytes(32).toString('base64')}\n`, site.origin, site.keys.ledger);
  const both = [honest, other].map((text, at) => ({ name: `${at}`, text }));
  assert.match(verifyFiles(both, { key: keyLine }).contradictions.join(), /0 and 1: two different trees of size 1/);
});

test('a broken chain is found from two receipts', async () => {
  const anna = await site.person();
  await site.append(anna, 1);
  const entry = await site.nextEntry(anna, { prev: randomBytes(32).toString('base64') });
  const text = `insert into entry (person_id, n, kind, at, version, leaf, salt, body)
    values ($1, 2, 'x', $2, 1, $3, $4, $5)`;
  await site.db.run(text, [anna, entry.at, entry.leaf, entry.salt, entry.body]);
  await site.integrate();
  const files = [1, 2].map(async (n) => ({ name: `${n}`, text: await receiptOf(anna, n) }));
  const { contradictions } = verifyFiles(await Promise.all(files), { key: keyLine });
  assert.match(contradictions.join(), /entry 2 does not follow entry 1/);
});

test('a log that withholds, changes or forks its public entries does not give the signed root', async () => {
  const anna = await site.person();
  await site.append(anna, 300);
  await site.integrate();
  const signed = [verifyCheckpoint(await checkpoint(), key())];
  await assert.rejects(
    verifyLog(signed, async (path) => (path === 'entries/000' ? undefined : await readBundle(path))),
    /entries\/000 are withheld/,
  );
  const changed = async (path: string) => {
    const bytes = Buffer.from((await readBundle(path)) ?? '');
    bytes[40] = (bytes[40] ?? 0) ^ 1;
    return bytes;
  };
  await assert.rejects(verifyLog(signed, changed), /do not give the root signed for size 300/);
  const short = async (path: string) => (await readBundle(path))?.subarray(34);
  await assert.rejects(verifyLog(signed, short), /not 256 entries/);
});

test('a wrong consistency proof, a rewritten past and an older tree as the newer are refused', async () => {
  const anna = await site.person();
  await site.append(anna, 5);
  await site.integrate();
  const older = await checkpoint();
  await site.append(anna, 4);
  await site.integrate();
  const newer = await checkpoint();
  const proof = await proofLines(older, newer);
  verifyConsistency(older, newer, proof, key());
  for (const wrong of [proof.slice(1), proof.slice(0, -1), [...proof, proof[0] ?? ''], proof.toReversed(), []]) {
    assert.throws(() => verifyConsistency(older, newer, wrong, key()), /is not shown to continue/);
  }
  assert.throws(() => verifyConsistency(newer, older, [], key()), /is not shown to continue/);
  const rewritten = signNote(`${site.origin}\n5\n${randomBytes(32).toString('base64')}\n`, site.origin, site.keys.ledger);
  assert.throws(() => verifyConsistency(rewritten, newer, proof, key()), /is not shown to continue/);
});

test('a statement is never taken for a checkpoint, nor one ledger for another', async () => {
  const anna = await site.person();
  await site.append(anna);
  await site.integrate();
  const { note } = await statementOf(anna);
  assert.throws(() => verifyCheckpoint(note, key()), /not signed by/);
  const foreign = verifierKey('kristalux/aaaaaaaaaaaaaaaa', site.keys.ledger);
  assert.throws(() => verifyCheckpoint(note, parseVerifierKey(foreign)), /not signed by/);
  assert.equal(verifyFiles([{ name: 'a', text: await checkpoint() }], { key: foreign }).ok, false);
});

async function openKeysOfAnother() {
  const { inventKeys } = await import('../../../test/testkit/keys.ts');
  return inventKeys(site.siteId);
}
