import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { cosignatureLine } from '../kernel/ledger/witnesses/cosignature.ts';
import { parseWitnessPolicy } from '../kernel/ledger/witnesses/witness-policy.ts';
import { root } from '../root.ts';
import { VERIFIER_SENTENCES } from '../ui/words/verifier.ts';
import { openNote } from './signed-note.ts';
import { strictBase64 } from './strict-base64.ts';
import {
  parseVerifierKey,
  SENTENCES,
  type Sentences,
  VerificationError,
  verifyCheckpoint,
  verifyConsistency,
  verifyFiles,
  verifyReceipt,
  verifyStatement,
} from './verify.ts';

const vector = (name: string) => readFileSync(join(root, 'test/vectors/ledger', name), 'utf8');
const keyLine = vector('key.txt');
const key = parseVerifierKey(keyLine);

test("a note that Go's own implementation signed is confirmed", () => {
  const peter = parseVerifierKey('PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW');
  const text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
  const signature = 'x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=';
  assert.equal(openNote(`${text}\n— PeterNeumann ${signature}\n`, peter), text);
  const enoch =
    '— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n';
  assert.equal(openNote(`${text}\n${enoch}— PeterNeumann ${signature}\n`, peter), text);
  assert.throws(
    () => openNote(`${text.replace('answer', 'question')}\n— PeterNeumann ${signature}\n`, peter),
    /does not fit/,
  );
});

test('the vectors of receipts, statements and checkpoints are confirmed', () => {
  const receipt = verifyReceipt(vector('entry-4-of-260.tlog-proof'), key);
  assert.equal(receipt.index, 3n);
  assert.equal(receipt.body?.n, 4);
  assert.equal(receipt.checkpoint.size, 260n);
  const statement = verifyStatement(vector('statement-4.txt'), key);
  assert.deepEqual([statement.n, statement.chain], [4, receipt.body?.chain]);
  assert.deepEqual(Buffer.from(statement.head), Buffer.from(receipt.leaf));
  assert.deepEqual(statement.root, verifyCheckpoint(vector('checkpoint-260.txt'), key).root);
  const proof = vector('consistency-3-260.txt').trimEnd().split('\n');
  verifyConsistency(vector('checkpoint-3.txt'), vector('checkpoint-260.txt'), proof, key);
});

test('all files of one honest ledger fit together, and the report says so in sentences', () => {
  const names = readdirSync(join(root, 'test/vectors/ledger')).filter((name) =>
    /tlog-proof|statement|checkpoint|growth/.test(name),
  );
  const report = verifyFiles(
    names.map((name) => ({ name, text: vector(name) })),
    { key: keyLine },
  );
  assert.deepEqual(report.contradictions, []);
  assert.equal(report.ok, true);
  const of = (name: string) => report.files.find(({ file }) => file === name);
  assert.deepEqual(of('entry-2-of-3.tlog-proof')?.sentences, [
    'Entry 2 of its chain stands at place 1 of the ledger as signed at 3 entries.',
    'Its text is the one that the ledger commits to, letter for letter.',
  ]);
  assert.equal(of('entry-2-of-3.tlog-proof')?.entry?.decision, 'allowed');
  assert.deepEqual(of('statement-3.txt')?.sentences, [
    'The server signed that the chain had exactly 3 entries and which one was the last.',
    'Sealed entries, kept secret by a lawful order until a date, may exist besides.',
    'It speaks of the ledger at 3 entries.',
  ]);
  const alone = verifyFiles([{ name: 's', text: vector('statement-3.txt') }], { key: keyLine });
  assert.match(alone.files[0]?.sentences.at(-1) ?? '', /is not among the files/);
});

test('of several documents in one file each is checked, and a changed letter in any of them is found', () => {
  const saved = vector('saved-at-260.txt');
  const { ok, files } = verifyFiles([{ name: 'saved', text: saved }], { key: keyLine });
  assert.equal(ok, true);
  assert.deepEqual(
    files.map(({ file, kind }) => `${file} ${kind}`),
    ['saved (1) receipt', 'saved (2) receipt', 'saved (3) statement', 'saved (4) checkpoint'],
  );
  assert.match(files[2]?.sentences.at(-1) ?? '', /^It speaks of the ledger at 260 entries/);
  for (let at = 0; at < saved.length; at += 7) {
    const changed = saved.slice(0, at) + (saved[at] === 'A' ? 'B' : 'A') + saved.slice(at + 1);
    assert.equal(verifyFiles([{ name: 'changed', text: changed }], { key: keyLine }).ok, false, `at ${at}`);
  }
});

test('growth is shown between two checkpoints that were kept, and a wrong proof of it is named', () => {
  const [proof, wrong] = [vector('growth-3-260.txt'), vector('wrong/growth-other-hash.txt')];
  const with3 = (text: string) =>
    verifyFiles(
      [
        { name: 'kept', text: vector('entry-2-of-3.tlog-proof') },
        { name: 'growth', text },
      ],
      { key: keyLine },
    );
  assert.equal(with3(proof).ok, true);
  assert.match(with3(proof).files[1]?.sentences.join(' ') ?? '', /260 entries begins with that of 3/);
  assert.equal(with3(wrong).ok, false);
  assert.match(with3(wrong).files[1]?.sentences.join(' ') ?? '', /Wrong: it does not show/);
  const alone = verifyFiles([{ name: 'growth', text: proof }], { key: keyLine });
  assert.match(alone.files[0]?.sentences.at(-1) ?? '', /no such checkpoint is among the files/);
});

test('no vector of what is wrong is believed, and what only a lying server can sign convicts it', () => {
  const kept = ['entry-4-of-260.tlog-proof', 'checkpoint-3.txt', 'checkpoint-260.txt'].map((name) => ({
    name,
    text: vector(name),
  }));
  const names = readdirSync(join(root, 'test/vectors/ledger/wrong'));
  assert.equal(names.length, 9);
  for (const name of names) {
    const wrong = { name, text: vector(`wrong/${name}`) };
    const report = verifyFiles([...kept, wrong], { key: keyLine });
    assert.equal(report.ok, false, name);
    // A signed lie is in itself as good as the truth: only together with what was kept it convicts.
    assert.equal(verifyFiles([wrong], { key: keyLine }).ok, /signed-|growth/.test(name), name);
    assert.equal(report.contradictions.length > 0, name.startsWith('signed-'), name);
  }
});

test('a file that is none of the four is named as such, and does not hide the others', () => {
  const files = [
    '',
    'hello\n',
    'c2sp.org/tlog-proof@v1\n',
    `${key.name}\n`,
    '\n\n',
    '{}',
    `${key.name}/statement/v1\n\n`,
  ];
  const given = [...files, vector('checkpoint-3.txt')].map((text, at) => ({ name: `${at}`, text }));
  const report = verifyFiles(given, { key: keyLine });
  assert.equal(report.ok, false);
  for (const file of report.files.slice(0, -1)) {
    assert.equal(file.ok, false);
    assert.match(file.sentences.join(), /^Wrong: .*[a-z]\.$/);
  }
  assert.equal(report.files.at(-1)?.ok, true);
});

test('a malformed key is refused', () => {
  const line = keyLine.trim();
  const wrong = [
    '',
    'x',
    line.replace('8', '9'),
    `${line}A`,
    line.replace('+A', '+B'),
    line.split('+').slice(0, 2).join('+'),
  ];
  for (const text of wrong) assert.throws(() => parseVerifierKey(text), VerificationError, text);
});

test('the vectors of cosignatures are confirmed, each wrong one is not, and the writer takes and leaves the same lines', () => {
  const policy = vector('witnessed/policy.txt');
  for (const name of ['checkpoint-260.txt', 'entry-4-of-260.tlog-proof']) {
    const report = verifyFiles([{ name, text: vector(`witnessed/${name}`) }], { policy });
    assert(report.ok, JSON.stringify(report.files));
    const said = report.files[0]?.sentences.join(' ') ?? '';
    assert.match(said, /witness\.example\.org\/1 signed it at 2026-01-02T03:04:05\.000Z/);
    assert.match(said, /notary\.example\.net\/2 signed it at 2026-01-02T03:05:05\.000Z/);
  }
  const [first] = parseWitnessPolicy(policy).witnesses;
  assert(first !== undefined);
  const now = new Date('2026-01-03T00:00:00Z');
  const taken = (name: string) => {
    const note = vector(`witnessed/${name}`);
    return cosignatureLine(note, vector('checkpoint-260.txt'), first, now) !== undefined;
  };
  assert(taken('checkpoint-260.txt'));
  for (const name of ['wrong-time.txt', 'wrong-key.txt', 'wrong-checkpoint.txt', 'too-few.txt']) {
    const report = verifyFiles([{ name, text: vector(`witnessed/${name}`) }], { policy });
    assert(!report.ok, name);
    assert.match(report.files[0]?.sentences.at(-1) ?? '', /^Wrong: /);
    assert(!taken(name), name);
  }
});

test('the verifier imports nothing of the program but itself; in a browser hash and signature are those of a library', () => {
  const folder = join(root, 'src/verify');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  for (const name of files.filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))) {
    const imports = readFileSync(join(folder, name), 'utf8').matchAll(/from '([^']+)'/g);
    const allowed = name.startsWith('in-browser/')
      ? /^(?:\.\.\/verify\.ts|@noble\/(?:curves|hashes)\/[a-z0-9]+\.js)$/
      : /^(?:\.\/[a-z0-9-]+\.ts|node:crypto)$/;
    for (const [, from] of imports) assert.match(from ?? '', allowed, name);
  }
});

test('every sentence of the verifier stands in Russian and Ukrainian too, and says the same things of a file', () => {
  const saidIn = (sentence: string) => (sentence.match(/\{\w+\}/g) ?? []).toSorted();
  for (const verifier of [VERIFIER_SENTENCES.ru, VERIFIER_SENTENCES.uk]) {
    assert.deepEqual(Object.keys(verifier ?? {}), Object.keys(SENTENCES));
    for (const [name, sentence] of Object.entries(verifier ?? {})) {
      assert.deepEqual(saidIn(sentence), saidIn(SENTENCES[name as keyof typeof SENTENCES]), name);
    }
  }
  const files = [{ name: 'выписка', text: vector('entry-2-of-260.tlog-proof').replace(/^index \d+/m, 'index 0') }];
  const report = verifyFiles(files, { key: keyLine, sentences: VERIFIER_SENTENCES.ru as Sentences });
  assert.match(report.files[0]?.sentences[0] ?? '', /^Неверно: на этом месте журнала нет такой записи: изменили /);
});

test('bytes have one spelling in base64, and every other one is refused', () => {
  for (const length of [0, 1, 2, 3, 32, 33, 64, 255]) {
    const bytes = Uint8Array.from({ length }, (_, at) => (at * 89 + length) % 256);
    const text = Buffer.from(bytes).toString('base64');
    assert.deepEqual(strictBase64(text), bytes);
    assert.equal(strictBase64(text, length + 1), undefined);
    for (const wrong of [`${text}=`, `${text} `, text.replace(/=+$/, '') || 'A', text.replace(/.$/, '-')]) {
      if (wrong !== text) assert.equal(strictBase64(wrong), undefined, wrong);
    }
  }
  for (const wrong of ['AB==', 'AAB=', '====', 'A===', 'AA=A', '=AAA', 'AAA\n', 'ÿÿÿÿ', 'AAA✓']) {
    assert.equal(strictBase64(wrong), undefined, wrong);
  }
});
