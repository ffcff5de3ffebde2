import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { runCommand } from '../../src/edge/cli.ts';

import { signNote } from '../../src/kernel/ledger/note.ts';
import { openWitnessRounds } from '../../src/kernel/ledger/witnesses/ask-witnesses.ts';
import { parseWitnessPolicy } from '../../src/kernel/ledger/witnesses/witness-policy.ts';
import { systemOutside } from '../../src/kernel/outside.ts';
import { verifyFiles } from '../../src/verify/verify.ts';
import { openTestApp } from '../../test/testkit/app.ts';
import { openTestFolder } from '../../test/testkit/folder.ts';
import { openLedgerSite } from '../../test/testkit/ledger-site.ts';
import { startWitness, type TestWitness, witnessProgram } from '../../test/testkit/witness.ts';

let witness: TestWitness;
before(async () => {
  witness = await startWitness();
});
after(() => witness[Symbol.asyncDispose]());

/** A ledger of its own under these witnesses; the log of a round is kept. */
async function openWitnessed(lines: string) {
  const site = await openLedgerSite();
  const logged: string[] = [];
  const keep = (event: string, ids?: object) => logged.push(`${event} ${JSON.stringify(ids)}`);
  const log = { info: keep, warn: keep, error: keep };
  const witnesses = parseWitnessPolicy(lines);
  const parts = { db: site.db, outside: systemOutside, clock: { now: () => new Date() }, log, witnesses };
  const policy = [`log ${site.keyLine}`, ...witnesses.lines].join('\n');
  return { ...site, parts, round: openWitnessRounds(parts).round, logged, policy };
}

const one = () => `witness w ${witness.vkey} ${witness.address}\nquorum w\n`;
const signatures = (note: string) => note.split('\n').filter((line) => line.startsWith('— ')).length;

test('a witness signs what continues the ledger, and a person checks its signature offline by its key', async () => {
  await using site = await openWitnessed(one());
  witness.watch(site.keyLine);
  const anna = await site.person();
  for (const entries of [3, 4]) {
    await site.append(anna, entries);
    await site.integrate();
    await site.round();
  }
  const { file } = await site.statement(anna);
  const files = [
    { name: 'receipt', text: await site.receipt(anna, 2) },
    { name: 'statement', text: file },
  ];
  const report = verifyFiles(files, { policy: site.policy });
  assert.equal(report.ok, true, JSON.stringify(report.files));
  assert.match(report.files[0]?.sentences.at(-1) ?? '', /^The witness witness\.example\/1 signed it at 20\d\d-/);
  assert.deepEqual(site.logged, []);
  // What the witness shows of this ledger is what the ledger shows.
  const latest = await (await fetch(`${witness.address}/latest/${site.origin}`)).text();
  assert.equal(latest, await site.checkpoint());
});

test('a receipt that no witness signed, or whose witness line was changed or is of another, does not hold', async () => {
  await using site = await openWitnessed(one());
  witness.watch(site.keyLine);
  const anna = await site.person();
  await site.append(anna, 3);
  await site.integrate();
  const bare = await site.receipt(anna, 2);
  await site.round();
  const signed = await site.receipt(anna, 2);
  const verify = (text: string) => verifyFiles([{ name: 'r', text }], { policy: site.policy });
  assert.match(verify(bare).files[0]?.sentences.at(-1) ?? '', /^Wrong: the policy asks for more witnesses than the 0/);
  assert.equal(verify(signed).ok, true);
  const line = signed.split('\n').at(-2) ?? '';
  for (let at = line.indexOf('1 ') + 2; at < line.length; at += 5) {
    const changed = signed.replace(line, line.slice(0, at) + (line[at] === 'A' ? 'B' : 'A') + line.slice(at + 1));
    assert.equal(verify(changed).ok, false, `at ${at}`);
  }
  // The line of one checkpoint under another.
  await site.append(anna, 1);
  await site.integrate();
  const moved = (await site.statement(anna)).checkpoint + `${line}\n`;
  assert.match(verify(moved).files[0]?.sentences.at(-1) ?? '', /does not fit the checkpoint/);
});

test('a witness answers as c2sp.org/tlog-witness says: 404, 403, 400, 409 with its size, 422', async () => {
  await using site = await openWitnessed(one());
  const anna = await site.person();
  await site.append(anna, 3);
  await site.integrate();
  const first = await site.checkpoint();
  const send = async (old: number, proof: readonly string[], note: string) =>
    await witness.submit([`old ${old}`, ...proof, '', note].join('\n'));
  witness.watch();
  assert.equal((await send(0, [], first)).status, 404);
  witness.watch(site.keyLine);
  assert.equal((await send(0, [], first.replace(/(— \S+ \S{30})./, '$1/'))).status, 403);
  assert.equal((await send(4, [], first)).status, 400);
  for (const wrong of [
    '',
    'old 0',
    `old 00\n\n${first}`,
    `old 0\nabc\n\n${first}`,
    `new 0\n\n${first}`,
    `old 0\n\n\n`,
  ]) {
    assert.equal((await witness.submit(wrong)).status, 400, JSON.stringify(wrong.slice(0, 20)));
  }
  assert.equal((await send(0, [randomBytes(32).toString('base64')], first)).status, 422);
  const behind = await send(2, await site.consistency(2, 3), first);
  assert.deepEqual([behind.status, behind.type, behind.text], [409, 'text/x.tlog.size', '0\n']);
  assert.equal((await send(0, [], first)).status, 200);
  await site.append(anna, 5);
  await site.integrate();
  const proof = await site.consistency(3, 8);
  const second = await site.checkpoint();
  for (const wrong of [[], proof.slice(1), proof.toReversed(), [...proof, proof[0] ?? '']]) {
    assert.equal((await send(3, wrong, second)).status, 422);
  }
  const both = await Promise.all([send(3, proof, second), send(3, proof, second)]);
  assert.deepEqual(both.map(({ status }) => status).sort(), [200, 409]);
});

test('a witness refuses a fork, a rollback and a second tree of one size, also after it was killed', async () => {
  await using site = await openWitnessed(one());
  witness.watch(site.keyLine);
  await site.append(site.siteId, 3);
  await site.integrate();
  const shorter = `old 0\n\n${await site.checkpoint()}`;
  await site.append(site.siteId, 3);
  await site.integrate();
  await site.round();
  await witness.killAndRestart();
  const rollback = await witness.submit(shorter);
  assert.deepEqual([rollback.status, rollback.text], [409, '6\n']);
  const sign = (size: number) =>
    signNote(`${site.origin}\n${size}\n${randomBytes(32).toString('base64')}\n`, site.origin, site.keys.ledger);
  assert.equal((await witness.submit(`old 6\n\n${sign(6)}`)).status, 409);
  await witness.program.said(/^FORK: .* two different trees of size 6$/m);
  const grown = await witness.submit(['old 6', randomBytes(32).toString('base64'), '', sign(9)].join('\n'));
  assert.equal(grown.status, 422);
  await witness.program.said(/^FORK OR WRONG PROOF: /m);
});

test('a witness without its memory, or a second one with the same, does not start', async () => {
  await using other = await startWitness('witness.example/2');
  const twice = await witnessProgram('witness.example/2', other.folder).ended;
  assert.notEqual(twice.code, 0);
  assert.match(twice.stderr, /is a witness in .* already/);
  other.program.kill('SIGTERM');
  await other.program.ended;
  rmSync(join(other.folder, 'state.json'));
  const { code, stderr } = await witnessProgram('witness.example/2', other.folder).ended;
  assert.notEqual(code, 0);
  assert.match(stderr, /this key must not sign again/);
});

test('witnesses that are away, hang up, lie or know nothing stop no entry, and the checkpoint is shown without them', async () => {
  const answers: readonly (() => Promise<Response>)[] = [
    () => Promise.reject(new TypeError('fetch failed')),
    async () => new Response('— witness.example/1 AAAA\n'),
    async () => new Response('what?', { status: 500 }),
    async () => new Response('99\n', { status: 409 }),
    async () => new Response('', { status: 404 }),
    async () => new Response('', { status: 422 }),
  ];
  await using site = await openWitnessed(one());
  for (const [at, answer] of answers.entries()) {
    const { round } = openWitnessRounds({ ...site.parts, outside: { fetch: answer } });
    await site.append(site.siteId, 1);
    assert.equal(await site.integrate(), 1);
    await round();
    assert.equal(site.logged.length, at + 1);
    assert.equal(signatures(await site.checkpoint()), 1);
    // One that did not answer is left alone for a while.
    await round();
    assert.equal(site.logged.length, at + 1);
  }
});

test('a database that is older than what a witness has seen is told in the log', async () => {
  await using site = await openWitnessed(one());
  witness.watch(site.keyLine);
  await site.append(site.siteId, 2);
  await site.integrate();
  const older = await site.db.row<{ size: number; root: Buffer; note: string }>(
    'select size, root, note from checkpoint',
  );
  await site.append(site.siteId, 2);
  await site.integrate();
  await site.round();
  // Yesterday's database comes back.
  await site.db.run('delete from checkpoint where size > $1', [older?.size]);
  await site.round();
  assert.match(site.logged.join(), /witness-did-not-sign .*it has seen a longer ledger than this database holds/);
});

test('everybody is shown the newest checkpoint with a quorum; where witnesses stay away, the newest; never a shorter one', async () => {
  await using site = await openWitnessed(
    `witness a ${witness.vkey} ${witness.address}\nwitness b ${VKEY_OF_NOBODY} http://127.0.0.1:1\ngroup g any a b\nquorum g\n`,
  );
  witness.watch(site.keyLine);
  const sizeShown = async () => Number((await site.checkpoint()).split('\n')[1]);
  const grow = async () => {
    await site.append(site.siteId, 1);
    await site.integrate();
  };
  await grow();
  await site.round();
  assert.equal(signatures(await site.checkpoint()), 2);
  await grow();
  assert.equal(await sizeShown(), 1, 'its witness is about to sign the second');
  await site.db.run(`update checkpoint set at = at - interval '11 seconds'`);
  assert.equal(await sizeShown(), 2, 'it waited long enough');
  await grow();
  assert.equal(await sizeShown(), 3);
  await site.round();
  assert.deepEqual([await sizeShown(), signatures(await site.checkpoint())], [3, 2]);
});

/** A key that Go's tests of cosignatures hold for right (transparency-dev/formats); nobody here can sign with it. */
const VKEY_OF_NOBODY = 'remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2';

test('a policy of witnesses is read as c2sp.org/tlog-policy says, by the server and by the verifier alike', async () => {
  const w = (name: string, key = witness.vkey) => `witness ${name} ${key} https://w.example/`;
  const right = [
    'quorum none',
    `# remark\n\n\t${w('a')}\nquorum a`,
    `${w('a')}\n${w('b', VKEY_OF_NOBODY)}\ngroup g 2 a b\ngroup h any g\nquorum h\n`,
  ];
  const wrong = [
    '',
    'quorum a',
    'quorum none\nquorum none',
    'witness a\nquorum a',
    `${w('a')}\n${w('b')}\nquorum a`,
    `${w('a')}\ngroup a any a\nquorum a`,
    `${w('none')}\nquorum none`,
    `${w('a')}\ngroup g 2 a\nquorum g`,
    `${w('a')}\ngroup g 0 a\nquorum g`,
    `${w('a')}\ngroup g all\nquorum g`,
    `${w('a')}\ngroup g any a\ngroup h any a\nquorum h`,
    `${w('a')}\ngroup g any b\nquorum g`,
    `${w('a', witness.vkey.replace('+B', '+C'))}\nquorum a`,
    'policy x\nquorum none',
  ];
  const reads = (text: string) => {
    const readers = [() => parseWitnessPolicy(text), () => verifyFiles([], { policy: text, key: LEDGER_KEY })];
    return readers.map((read) => {
      try {
        read();
        return true;
      } catch (error) {
        assert.match(String(error), /^(WitnessPolicyError|VerificationError): (line \d+|has no|the policy)/, text);
        return false;
      }
    });
  };
  for (const text of right) assert.deepEqual(reads(text), [true, true], text);
  for (const text of wrong) assert.deepEqual(reads(text), [false, false], text);
  const { isQuorum } = parseWitnessPolicy(right[2] ?? '');
  assert.deepEqual(
    [isQuorum(new Set(['witness.example/1'])), isQuorum(new Set(['witness.example/1', 'remora.n621.de']))],
    [false, true],
  );
});

const LEDGER_KEY = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';

test('a served site asks the witnesses it names, and ledger verify checks the whole with its public policy alone', async () => {
  using folder = openTestFolder();
  const file = join(folder.path, 'witnesses');
  writeFileSync(file, one());
  await using kit = await openTestApp({ WITNESS_POLICY: file });
  const { address } = await kit.serve();
  const text = async (path: string) => await (await fetch(`${address}${path}`)).text();
  witness.watch((await text('/ledger/key')).trim());
  let checkpoint = '';
  while (signatures(checkpoint) < 2) checkpoint = await text('/ledger/checkpoint');
  const saved = { checkpoint, policy: await text('/ledger/policy') };
  assert.doesNotMatch(saved.policy, /127\.0\.0\.1/, 'where a witness is asked is no matter of others');
  for (const [name, content] of Object.entries(saved)) writeFileSync(join(folder.path, name), content);
  const lines: string[] = [];
  const [given, policy] = [join(folder.path, 'checkpoint'), join(folder.path, 'policy')];
  const io = { env: {}, out: (line: string) => lines.push(line), err: (line: string) => lines.push(line) };
  assert.equal(await runCommand(['ledger', 'verify', given, '--policy', policy], io), 0, lines.join('\n'));
  assert.match(lines.join('\n'), /The witness witness\.example\/1 signed it at/);
  assert.match(await text('/verify?lang=en'), /witness\.example\/1[\s\S]*<time/);
});

test('a policy of witnesses that cannot be read stops the start with one sentence', async () => {
  await assert.rejects(openTestApp({ WITNESS_POLICY: '/nowhere/at-all' }), {
    message: 'WITNESS_POLICY names a file that cannot be read.',
  });
});
