import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import sharp from 'sharp';
import { LEFT } from '../../../test/testkit/app.ts';
import { APPROVED, OWN, useDemands } from '../../../test/testkit/demands.ts';
import { refusedAs } from '../../../test/testkit/refused-as.ts';
import { EVIDENCE_DAYS_MAX } from '../../kernel/limits.ts';
import { readSealedRecords } from '../../kernel/vault/store.ts';
import { leaveData, seeOwnData, seeOwnHistory } from '../agreement/index.ts';
import { decideProof, forgetEvidence, holdsBack, proveOnline, seeProof } from './index.ts';

const site = useDemands();
const { pass } = site;

test('an accepted image marks the field with the way, and from then on holds nothing back', async () => {
  const person = await site.kit.person(OWN);
  const demand = await site.at.demandOf(person, { heldBack: 'transfers' });
  const proof = await site.at.send(person, demand);
  const seen = await site.at.look(proof);
  assert.deepEqual(seen.values, [{ field: 'name', value: LEFT.name }]);
  const shown = await sharp(Buffer.from(seen.image ?? '', 'base64')).metadata();
  assert.deepEqual([shown.format, shown.width, shown.height], ['jpeg', 400, 300]);
  assert.equal(await site.at.verifiedName(person), null);
  await pass(decideProof, site.at.reviewer.asker, { proof, seen: seen.seen, decided: APPROVED });
  const verified = await site.at.verifiedName(person);
  assert.equal(verified?.how, 'online');
  assert.ok(verified?.at instanceof Date);
  assert.equal(await holdsBack(site.kit.app.parts.db, person.personId, 'transfers'), false);
  const [after] = await site.at.demandsOf(person);
  assert.equal(after?.state, 'proven');
  const [given] = after.proofs;
  assert.deepEqual(
    [given?.decision, given?.document, given?.reviewer, given?.reason],
    ['approved', 'passport', 'another', null],
  );
  assert.ok(given?.forgottenAt instanceof Date);
});

for (const decided of [
  APPROVED,
  { decision: 'again', reason: 'unreadable' },
  { decision: 'refused', reason: 'not-genuine' },
]) {
  test(`after the decision (${decided.decision}) nobody can open the image: value and key are gone`, async () => {
    const person = await site.kit.person(OWN);
    const proof = await site.at.send(person, await site.at.demandOf(person));
    const { db } = site.kit.app.parts;
    const [kept] = await db.rows<{ id: string }>('select record_id as id from proof where proof_id = $1', [proof]);
    assert.ok(kept);
    assert.equal((await readSealedRecords(db, person.personId, [kept.id])).length, 1);
    await site.at.decide(proof, decided);
    assert.deepEqual(await readSealedRecords(db, person.personId, [kept.id]), []);
    assert.deepEqual(await site.at.imagesKept(person), []);
    const keys = await db.rows('select 1 from value_key where record_id = $1', [kept.id]);
    assert.deepEqual(keys, []);
    await assert.rejects(
      pass(seeProof, site.at.reviewer.asker, { proof }),
      refusedAs('forbidden_by_policy', ({ detail }) => {
        assert.equal(detail.section, 'collection');
      }),
    );
    const { output: own } = await pass(seeOwnData, person.asker, {});
    assert.ok(
      own.fields.some(({ field, value }) => field === 'name' && value === LEFT.name),
      'the rest still opens',
    );
  });
}

test('with the decision the person’s key is replaced too, so that no old copy of the keyring leads to the image', async () => {
  const person = await site.kit.person(OWN);
  const { db } = site.kit.app.parts;
  const keysOf = () =>
    db.row<{ wrapped: Buffer }>('select wrapped from person_key where person_id = $1', [person.personId]);
  const proof = await site.at.send(person, await site.at.demandOf(person));
  const before = await keysOf();
  await site.at.decide(proof, APPROVED);
  const after = await keysOf();
  assert.ok(before && after && !before.wrapped.equals(after.wrapped), 'the person’s key was replaced');
});

test('a proof not accepted says why, and another may be sent', async () => {
  const person = await site.kit.person(OWN);
  const demand = await site.at.demandOf(person);
  await site.at.decide(await site.at.send(person, demand), { decision: 'again', reason: 'not-whole' });
  const [asked] = await site.at.demandsOf(person);
  assert.deepEqual(
    [asked?.state, asked?.proofs[0]?.decision, asked?.proofs[0]?.reason],
    ['waiting', 'again', 'not-whole'],
  );
  assert.equal(await site.at.verifiedName(person), null);
  await site.at.decide(await site.at.send(person, demand), APPROVED);
  assert.equal((await site.at.verifiedName(person))?.how, 'online');
});

test('a correction drops the mark', async () => {
  const person = await site.kit.person(OWN);
  await site.at.decide(await site.at.send(person, await site.at.demandOf(person)), APPROVED);
  assert.equal((await site.at.verifiedName(person))?.how, 'online');
  await pass(leaveData, person.asker, { fields: { name: 'Somebody Else' }, language: 'ru' });
  assert.equal(await site.at.verifiedName(person), null);
});

test('a proven country counts as verified until another one is declared', async () => {
  const person = await site.kit.person(OWN);
  const how = async () => (await pass(seeOwnData, person.asker, {})).output.countryHow;
  assert.equal(await how(), 'declared');
  await site.at.decide(await site.at.send(person, await site.at.demandOf(person, { fields: ['country'] })), APPROVED);
  assert.equal(await how(), 'verified');
  await pass(leaveData, person.asker, { fields: { country: 'KZ' }, language: 'ru' });
  assert.equal(await how(), 'declared');
});

test('a second image takes the place of the first, which is forgotten', async () => {
  const person = await site.kit.person(OWN);
  const demand = await site.at.demandOf(person);
  const first = await site.at.send(person, demand);
  const second = await site.at.send(person, demand);
  assert.equal((await site.at.imagesKept(person)).length, 1);
  await assert.rejects(pass(seeProof, site.at.reviewer.asker, { proof: first }), refusedAs('forbidden_by_policy'));
  assert.ok((await site.at.look(second)).image);
});

test('what cannot be read as a picture leaves nothing behind', async () => {
  const person = await site.kit.person(OWN);
  const demand = await site.at.demandOf(person);
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>');
  for (const [file, code] of [
    [svg, 'unsupported_media_type'],
    [site.image.subarray(0, site.image.length / 2), 'invalid'],
  ] as const) {
    await assert.rejects(pass(proveOnline, person.asker, { demand, image: file, language: 'ru' }), refusedAs(code));
  }
  assert.deepEqual(await site.at.imagesKept(person), []);
  assert.equal((await site.at.demandsOf(person))[0]?.state, 'waiting');
});

test('an image that nobody decided on is destroyed on schedule, not before, with an entry', async () => {
  const person = await site.kit.person(OWN);
  const { db } = site.kit.app.parts;
  const proof = await site.at.send(person, await site.at.demandOf(person));
  await assert.rejects(pass(forgetEvidence, { kind: 'worker' }, { proof }), refusedAs('forbidden_by_policy'));
  await site.kit.app.worker.drain();
  assert.equal((await site.at.imagesKept(person)).length, 1);
  await db.run('update proof set made_at = made_at - make_interval(days => $2) where proof_id = $1', [
    proof,
    EVIDENCE_DAYS_MAX,
  ]);
  await db.run('update job set run_at = clock_timestamp() where person_id = $1', [person.personId]);
  await site.kit.app.worker.drain();
  assert.deepEqual(await site.at.imagesKept(person), []);
  const { output } = await pass(seeOwnHistory, person.asker, {});
  assert.deepEqual([output.entries[0]?.kind, output.entries[0]?.body?.asker], ['forgetEvidence', 'worker']);
  assert.equal((await site.at.demandsOf(person))[0]?.state, 'waiting', 'the person may send another');
});

test('purge drill: after the decision no byte of the picture is found in files, in the WAL or in temporary files', async () => {
  const person = await site.kit.person(OWN);
  const proof = await site.at.send(person, await site.at.demandOf(person));
  const { image } = await site.at.look(proof);
  const picture = Buffer.from(image ?? '', 'base64');
  await site.at.decide(proof, APPROVED);
  const { db } = site.kit.app.parts;
  const places = await db.row<{ data: string }>(`select current_setting('data_directory') as data`);
  const probes = [picture.subarray(700, 732), picture.subarray(1500, 1532), site.image.subarray(700, 732)];
  let searched = 0;
  for (const folder of [places?.data ?? '', tmpdir()])
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      const bytes = readIfFile(join(folder, name));
      searched += bytes.length;
      for (const probe of probes) assert.ok(!bytes.includes(probe), name);
    }
  assert.ok(picture.length > 2000 && searched > 1_000_000, 'the database was searched');
});

// A file that goes away while it is looked for holds nothing any more.
function readIfFile(path: string): Buffer {
  try {
    return statSync(path).isFile() ? readFileSync(path) : Buffer.alloc(0);
  } catch {
    return Buffer.alloc(0);
  }
}
