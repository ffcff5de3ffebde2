import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import sharp from 'sharp';
import { LEFT, openTestApp, type TestApp, type TestPerson } from '../../../test/testkit/app.ts';
import { refusedAs } from '../../../test/testkit/refused-as.ts';
import { appointStaff, dismissStaff } from '../../../test/testkit/staff.ts';
import { DEMAND_PROOFS_MAX, EVIDENCE_DAYS_MAX } from '../../kernel/limits.ts';
import { readSealedRecords } from '../../kernel/vault/store.ts';
import { eraseOwnData, leaveData, seeOwnData, seeOwnHistory } from '../agreement/index.ts';
import { confirmTransfer, seeTransfer, startTransfer } from '../use/index.ts';
import {
  decideAtDesk,
  decideProof,
  demandProof,
  forgetEvidence,
  holdsBack,
  listDemands,
  proveOnline,
  seeAtDesk,
  seeDemands,
  seeProof,
  startConversation,
  takeDeskCode,
  withdrawDemand,
} from './index.ts';

let kit: TestApp;
let image: Buffer;
let requester: TestPerson;
let reviewer: TestPerson;
before(async () => {
  kit = await openTestApp();
  await kit.publish();
  const noise = { type: 'gaussian', mean: 128, sigma: 40 } as const;
  image = await sharp({ create: { width: 400, height: 300, channels: 3, background: 'white', noise } })
    .jpeg()
    .toBuffer();
});
beforeEach(async () => {
  await dismissStaff(kit);
  requester = await appointStaff(kit, 'verifier');
  reviewer = await appointStaff(kit, 'verifier');
});
after(async () => {
  await kit[Symbol.asyncDispose]();
});

const pass: TestApp['app']['gate']['pass'] = (...asked) => kit.app.gate.pass(...asked);
const { email: _, phone: __, ...OWN } = LEFT;
const DEMANDED = {
  fields: ['name'],
  reason: 'data-contradicts',
  ways: ['online', 'offline'],
  days: 30,
  heldBack: 'nothing',
} as const;
const APPROVED = { decision: 'approved', document: 'passport' } as const;

async function demandOf(person: TestPerson, more: object = {}, by: TestPerson = requester): Promise<string> {
  const asked = { ...DEMANDED, person: { account: person.accountName }, ...more };
  const { output } = await pass(demandProof, by.asker, asked);
  return output.id;
}

async function send(person: TestPerson, demand: string): Promise<string> {
  const { output } = await pass(proveOnline, person.asker, { demand, image, language: 'ru' });
  return output.id;
}

async function look(proof: string, by: TestPerson = reviewer) {
  const { output } = await pass(seeProof, by.asker, { proof });
  return output;
}

async function decide(proof: string, decided: object, by: TestPerson = reviewer): Promise<void> {
  const { seen } = await look(proof, by);
  await pass(decideProof, by.asker, { proof, seen, decided });
}

async function demandsOf(person: TestPerson) {
  const { output } = await pass(seeDemands, person.asker, {});
  return output.demands;
}

async function verifiedName(person: TestPerson) {
  const { output } = await pass(seeOwnData, person.asker, {});
  return output.fields.find(({ field }) => field === 'name')?.verified ?? null;
}

/** The rows of images, and the keys of them, that are still there. */
async function imagesKept(person: TestPerson) {
  return await kit.app.parts.db.rows(
    `select record_id from value left join value_key using (person_id, record_id)
     where person_id = $1 and (field = 'proof/image' or value_key.record_id is null)`,
    [person.personId],
  );
}

test('a demand names fields, reason, ways, deadline and what waits; the person sees it and nothing is sent', async () => {
  const person = await kit.person(OWN);
  const id = await demandOf(person, { heldBack: 'transfers' });
  const [demand] = await demandsOf(person);
  assert.ok(demand);
  const { fields, reason, ways, heldBack, state, proofs } = demand;
  assert.deepEqual(
    { id: demand.id, fields, reason, ways, heldBack, state, proofs },
    {
      id,
      fields: ['name'],
      reason: 'data-contradicts',
      ways: ['online', 'offline'],
      heldBack: 'transfers',
      state: 'waiting',
      proofs: [],
    },
  );
  assert.ok(demand.deadline.getTime() - demand.demandedAt.getTime() > 29 * 86_400_000);
  assert.equal(await holdsBack(kit.app.parts.db, person.personId, 'transfers'), true);
  assert.doesNotMatch(JSON.stringify(demand), new RegExp(requester.personId));
  const jobs = await kit.app.parts.db.rows('select kind from job where person_id = $1', [person.personId]);
  assert.deepEqual(jobs, []);
});

test('an accepted image marks the field with the way, and from then on holds nothing back', async () => {
  const person = await kit.person(OWN);
  const demand = await demandOf(person, { heldBack: 'transfers' });
  const proof = await send(person, demand);
  const seen = await look(proof);
  assert.deepEqual(seen.values, [{ field: 'name', value: LEFT.name }]);
  const shown = await sharp(Buffer.from(seen.image ?? '', 'base64')).metadata();
  assert.deepEqual([shown.format, shown.width, shown.height], ['jpeg', 400, 300]);
  assert.equal(await verifiedName(person), null);
  await pass(decideProof, reviewer.asker, { proof, seen: seen.seen, decided: APPROVED });
  const verified = await verifiedName(person);
  assert.equal(verified?.how, 'online');
  assert.ok(verified?.at instanceof Date);
  assert.equal(await holdsBack(kit.app.parts.db, person.personId, 'transfers'), false);
  const [after] = await demandsOf(person);
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
    const person = await kit.person(OWN);
    const proof = await send(person, await demandOf(person));
    const { db } = kit.app.parts;
    const [kept] = await db.rows<{ id: string }>('select record_id as id from proof where proof_id = $1', [proof]);
    assert.ok(kept);
    assert.equal((await readSealedRecords(db, person.personId, [kept.id])).length, 1);
    await decide(proof, decided);
    assert.deepEqual(await readSealedRecords(db, person.personId, [kept.id]), []);
    assert.deepEqual(await imagesKept(person), []);
    const keys = await db.rows('select 1 from value_key where record_id = $1', [kept.id]);
    assert.deepEqual(keys, []);
    await assert.rejects(
      pass(seeProof, reviewer.asker, { proof }),
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
  const person = await kit.person(OWN);
  const { db } = kit.app.parts;
  const keysOf = () =>
    db.row<{ wrapped: Buffer }>('select wrapped from person_key where person_id = $1', [person.personId]);
  const proof = await send(person, await demandOf(person));
  const before = await keysOf();
  await decide(proof, APPROVED);
  const after = await keysOf();
  assert.ok(before && after && !before.wrapped.equals(after.wrapped), 'the person’s key was replaced');
});

test('whoever demanded does not check, where the site has more than one verifier', async () => {
  const person = await kit.person(OWN);
  const proof = await send(person, await demandOf(person));
  const told = refusedAs('forbidden_by_policy', ({ detail }) => {
    assert.deepEqual(detail.missing, ['reviewerDiffers']);
  });
  await assert.rejects(pass(seeProof, requester.asker, { proof }), told);
  const { seen } = await look(proof);
  await assert.rejects(pass(decideProof, requester.asker, { proof, seen, decided: APPROVED }), told);
  const { output } = await pass(takeDeskCode, person.asker, {
    demand: await demandOf(person, { fields: ['address'] }),
  });
  await assert.rejects(pass(seeAtDesk, requester.asker, { code: output.code }), told);
  assert.equal(await verifiedName(person), null);
});

test('where one person checks for the whole site, they may decide on their own demand, and the entry says so', async () => {
  await dismissStaff(kit);
  const alone = await appointStaff(kit, 'verifier');
  const person = await kit.person(OWN);
  const proof = await send(person, await demandOf(person, {}, alone));
  await decide(proof, APPROVED, alone);
  const { output } = await pass(seeOwnHistory, person.asker, {});
  const decision = output.entries.find(({ kind }) => kind === 'decideProof');
  const { soleVerifier, reviewerDiffers } = decision?.body?.facts ?? {};
  assert.deepEqual([soleVerifier, reviewerDiffers], [true, false]);
  const [demand] = await demandsOf(person);
  assert.equal(demand?.proofs[0]?.reviewer, 'sole');
});

test('a second verifier ends that at once: what the sole one was about to decide waits for the other', async () => {
  await dismissStaff(kit);
  const alone = await appointStaff(kit, 'verifier');
  const person = await kit.person(OWN);
  const proof = await send(person, await demandOf(person, {}, alone));
  const { seen } = await look(proof, alone);
  const second = await appointStaff(kit, 'verifier');
  await assert.rejects(
    pass(decideProof, alone.asker, { proof, seen, decided: APPROVED }),
    refusedAs('forbidden_by_policy'),
  );
  await decide(proof, APPROVED, second);
});

test('nobody checks their own proof, and whoever refused does not check the next one', async () => {
  const demand = await demandOf(reviewer);
  const own = await send(reviewer, demand);
  await assert.rejects(
    pass(seeProof, reviewer.asker, { proof: own }),
    refusedAs('forbidden_by_policy', ({ detail }) => assert.deepEqual(detail.missing, ['proofOfAnother'])),
  );
  const third = await appointStaff(kit, 'verifier');
  const person = await kit.person(OWN);
  const asked = await demandOf(person);
  await decide(await send(person, asked), { decision: 'refused', reason: 'not-genuine' });
  assert.equal((await demandsOf(person))[0]?.state, 'refused');
  const next = await send(person, asked);
  await assert.rejects(pass(seeProof, reviewer.asker, { proof: next }), refusedAs('forbidden_by_policy'));
  await decide(next, APPROVED, third);
});

test('a proof not accepted says why, and another may be sent', async () => {
  const person = await kit.person(OWN);
  const demand = await demandOf(person);
  await decide(await send(person, demand), { decision: 'again', reason: 'not-whole' });
  const [asked] = await demandsOf(person);
  assert.deepEqual(
    [asked?.state, asked?.proofs[0]?.decision, asked?.proofs[0]?.reason],
    ['waiting', 'again', 'not-whole'],
  );
  assert.equal(await verifiedName(person), null);
  await decide(await send(person, demand), APPROVED);
  assert.equal((await verifiedName(person))?.how, 'online');
});

test('reasons come from the closed list that belongs to the outcome', async () => {
  const person = await kit.person(OWN);
  const proof = await send(person, await demandOf(person));
  const { seen } = await look(proof);
  for (const decided of [
    { decision: 'approved' },
    { decision: 'approved', document: 'library card' },
    { decision: 'again', reason: 'not-genuine' },
    { decision: 'refused', reason: 'unreadable' },
    { decision: 'refused', reason: 'I do not like it' },
  ]) {
    await assert.rejects(pass(decideProof, reviewer.asker, { proof, seen, decided }), refusedAs('invalid'));
  }
});

test('a value corrected while the reviewer looks is not the one that was seen, so it is not marked', async () => {
  const person = await kit.person(OWN);
  const proof = await send(person, await demandOf(person));
  const { seen } = await look(proof);
  await pass(leaveData, person.asker, { fields: { name: 'Somebody Else' }, language: 'ru' });
  await assert.rejects(
    pass(decideProof, reviewer.asker, { proof, seen, decided: APPROVED }),
    refusedAs('forbidden_by_policy', ({ detail }) => assert.deepEqual(detail.missing, ['asSeen'])),
  );
  assert.equal(await verifiedName(person), null);
});

test('a correction drops the mark', async () => {
  const person = await kit.person(OWN);
  await decide(await send(person, await demandOf(person)), APPROVED);
  assert.equal((await verifiedName(person))?.how, 'online');
  await pass(leaveData, person.asker, { fields: { name: 'Somebody Else' }, language: 'ru' });
  assert.equal(await verifiedName(person), null);
});

test('a proven country counts as verified until another one is declared', async () => {
  const person = await kit.person(OWN);
  const how = async () => (await pass(seeOwnData, person.asker, {})).output.countryHow;
  assert.equal(await how(), 'declared');
  await decide(await send(person, await demandOf(person, { fields: ['country'] })), APPROVED);
  assert.equal(await how(), 'verified');
  await pass(leaveData, person.asker, { fields: { country: 'KZ' }, language: 'ru' });
  assert.equal(await how(), 'declared');
});

test('proven in person: the desk sees the demanded fields by the code alone, and the way is in the mark', async () => {
  const person = await kit.person(OWN);
  const { output: taken } = await pass(takeDeskCode, person.asker, { demand: await demandOf(person) });
  assert.match(taken.code, /^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$/);
  assert.equal((await demandsOf(person))[0]?.state, 'code-taken');
  const said = ` ${taken.code.toLowerCase().replace('-', ' ')} `;
  const { output: desk } = await pass(seeAtDesk, reviewer.asker, { code: said });
  assert.deepEqual(desk.values, [{ field: 'name', value: LEFT.name }]);
  assert.doesNotMatch(JSON.stringify(desk), new RegExp(`${person.personId}|Кришталева|1984`));
  await pass(decideAtDesk, reviewer.asker, { code: said, seen: desk.seen, decided: APPROVED });
  assert.equal((await verifiedName(person))?.how, 'offline');
  const stored = await kit.app.parts.db.rows('select proof::text as row from proof where person_id = $1', [
    person.personId,
  ]);
  assert.doesNotMatch(JSON.stringify(stored), new RegExp(taken.code.replace('-', '')));
});

test('a desk code works once: used, replaced or withdrawn it opens nothing, and the person sees the try', async () => {
  const person = await kit.person(OWN);
  const demand = await demandOf(person);
  const used = async (code: string, missing: string) => {
    const told = refusedAs('forbidden_by_policy', ({ detail }) =>
      assert.ok(detail.missing?.includes(missing), String(detail.missing)),
    );
    await assert.rejects(pass(seeAtDesk, reviewer.asker, { code }), told);
    const decided = { code, seen: 'x'.repeat(43), decided: APPROVED };
    await assert.rejects(pass(decideAtDesk, reviewer.asker, decided), refusedAs('forbidden_by_policy'));
  };
  const first = (await pass(takeDeskCode, person.asker, { demand })).output.code;
  const second = (await pass(takeDeskCode, person.asker, { demand })).output.code;
  await used(first, 'codeUnused');
  const { seen } = (await pass(seeAtDesk, reviewer.asker, { code: second })).output;
  await pass(decideAtDesk, reviewer.asker, { code: second, seen, decided: { decision: 'again', reason: 'expired' } });
  await used(second, 'codeUnused');
  const third = (await pass(takeDeskCode, person.asker, { demand })).output.code;
  await pass(withdrawDemand, requester.asker, { demand });
  await used(third, 'demandOpen');
  const { output } = await pass(seeOwnHistory, person.asker, {});
  assert.ok(output.entries.some(({ kind, body }) => kind === 'seeAtDesk' && body?.decision === 'refused'));
});

test('a desk code used by two at once decides once', async () => {
  const person = await kit.person(OWN);
  const third = await appointStaff(kit, 'verifier');
  const { code } = (await pass(takeDeskCode, person.asker, { demand: await demandOf(person) })).output;
  const { seen } = (await pass(seeAtDesk, reviewer.asker, { code })).output;
  const both = await Promise.allSettled(
    [reviewer, third].map((agent) => pass(decideAtDesk, agent.asker, { code, seen, decided: APPROVED })),
  );
  assert.equal(both.filter(({ status }) => status === 'fulfilled').length, 1);
});

test('a desk code that came too late opens nothing', async () => {
  const person = await kit.person(OWN);
  const { code } = (await pass(takeDeskCode, person.asker, { demand: await demandOf(person) })).output;
  await kit.app.parts.db.run(
    `update proof set code_until = clock_timestamp() - interval '1 second' where person_id = $1`,
    [person.personId],
  );
  await assert.rejects(
    pass(seeAtDesk, reviewer.asker, { code }),
    refusedAs('forbidden_by_policy', ({ detail }) => assert.deepEqual(detail.missing, ['codeInTime'])),
  );
});

test('a guessed code is nobody’s: 404, whatever it looks like', async () => {
  for (const code of ['00000-00000', 'nonsense', '<script>', '\u202e12345-12345']) {
    await assert.rejects(pass(seeAtDesk, reviewer.asker, { code }), refusedAs('not_found'));
  }
});

test('only a way that the demand allows, before its deadline, and with tries left', async () => {
  const person = await kit.person(OWN);
  const { db } = kit.app.parts;
  const refusedFor = (missing: string) =>
    refusedAs('forbidden_by_policy', ({ detail }) => assert.deepEqual(detail.missing, [missing]));
  const offline = await demandOf(person, { ways: ['offline'] });
  const sending = { demand: offline, image, language: 'ru' };
  await assert.rejects(pass(proveOnline, person.asker, sending), refusedFor('wayAllowed'));
  const online = await demandOf(person, { ways: ['online'], fields: ['address'] });
  await assert.rejects(pass(takeDeskCode, person.asker, { demand: online }), refusedFor('wayAllowed'));
  await db.run(
    `insert into proof (person_id, proof_id, demand_id, way, given_up_at)
     select $1, gen_random_uuid(), $2, 'online', clock_timestamp() from generate_series(1, $3::int)`,
    [person.personId, online, DEMAND_PROOFS_MAX],
  );
  await assert.rejects(pass(proveOnline, person.asker, { ...sending, demand: online }), refusedFor('triesLeft'));
  await db.run('update demand set deadline = clock_timestamp() where demand_id = $1', [offline]);
  await assert.rejects(pass(takeDeskCode, person.asker, { demand: offline }), refusedFor('beforeDeadline'));
  assert.equal((await demandsOf(person)).find(({ id }) => id === offline)?.state, 'overdue');
});

test('what holds back goes on holding after the deadline; a new demand takes the place of the old one', async () => {
  const person = await kit.person(OWN);
  const { db } = kit.app.parts;
  const old = await demandOf(person, { heldBack: 'transfers' });
  await send(person, old);
  await assert.rejects(demandOf(person), refusedAs('conflict'));
  await db.run('update demand set deadline = clock_timestamp() where demand_id = $1', [old]);
  assert.equal(await holdsBack(db, person.personId, 'transfers'), true);
  await demandOf(person);
  assert.equal(await holdsBack(db, person.personId, 'transfers'), false);
  assert.deepEqual(await imagesKept(person), [], 'the image sent for the old one is forgotten');
  assert.deepEqual(
    (await demandsOf(person)).map(({ state }) => state),
    ['waiting', 'withdrawn'],
  );
});

test('a demand is for data that was left, is made once, and reaches exactly one person', async () => {
  const person = await kit.person({ name: LEFT.name, country: 'UA' });
  await assert.rejects(
    demandOf(person, { fields: ['address'] }),
    refusedAs('forbidden_by_policy', ({ detail }) => assert.deepEqual(detail.missing, ['fieldsLeft'])),
  );
  await assert.rejects(demandOf(person, { fields: ['shoe-size'] }), refusedAs('invalid'));
  await assert.rejects(demandOf(person, { person: { account: 'nobody-of-this-name' } }), refusedAs('not_found'));
  await assert.rejects(demandOf(person, { days: 1 }), refusedAs('invalid'));
  const support = await appointStaff(kit, 'support');
  await assert.rejects(demandOf(person, {}, support), refusedAs('not_found'));
});

test('a demand made to somebody else is out of reach, and no image for it is even decoded', async () => {
  const demand = await demandOf(await kit.person(OWN));
  const stranger = await kit.person(OWN);
  const broken = { demand, image: Buffer.from('not an image'), language: 'ru' };
  await assert.rejects(pass(proveOnline, stranger.asker, broken), refusedAs('not_found'));
  await assert.rejects(pass(takeDeskCode, stranger.asker, { demand }), refusedAs('not_found'));
});

test('a second image takes the place of the first, which is forgotten', async () => {
  const person = await kit.person(OWN);
  const demand = await demandOf(person);
  const first = await send(person, demand);
  const second = await send(person, demand);
  assert.equal((await imagesKept(person)).length, 1);
  await assert.rejects(pass(seeProof, reviewer.asker, { proof: first }), refusedAs('forbidden_by_policy'));
  assert.ok((await look(second)).image);
});

test('what cannot be read as a picture leaves nothing behind', async () => {
  const person = await kit.person(OWN);
  const demand = await demandOf(person);
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>');
  for (const [file, code] of [
    [svg, 'unsupported_media_type'],
    [image.subarray(0, image.length / 2), 'invalid'],
  ] as const) {
    await assert.rejects(pass(proveOnline, person.asker, { demand, image: file, language: 'ru' }), refusedAs(code));
  }
  assert.deepEqual(await imagesKept(person), []);
  assert.equal((await demandsOf(person))[0]?.state, 'waiting');
});

test('an image that nobody decided on is destroyed on schedule, not before, with an entry', async () => {
  const person = await kit.person(OWN);
  const { db } = kit.app.parts;
  const proof = await send(person, await demandOf(person));
  await assert.rejects(pass(forgetEvidence, { kind: 'worker' }, { proof }), refusedAs('forbidden_by_policy'));
  await kit.app.worker.drain();
  assert.equal((await imagesKept(person)).length, 1);
  await db.run('update proof set made_at = made_at - make_interval(days => $2) where proof_id = $1', [
    proof,
    EVIDENCE_DAYS_MAX,
  ]);
  await db.run('update job set run_at = clock_timestamp() where person_id = $1', [person.personId]);
  await kit.app.worker.drain();
  assert.deepEqual(await imagesKept(person), []);
  const { output } = await pass(seeOwnHistory, person.asker, {});
  assert.deepEqual([output.entries[0]?.kind, output.entries[0]?.body?.asker], ['forgetEvidence', 'worker']);
  assert.equal((await demandsOf(person))[0]?.state, 'waiting', 'the person may send another');
});

test('the reviewers’ list names fields and deadlines, and nobody', async () => {
  const person = await kit.person(OWN);
  await send(person, await demandOf(person));
  const { output } = await pass(listDemands, reviewer.asker, {});
  assert.ok(output.waiting >= 1 && output.demands.some(({ state }) => state === 'checking'));
  assert.doesNotMatch(JSON.stringify(output), new RegExp(`${person.personId}|${requester.personId}|Канарейка`));
});

test('who looked at the document, and at which fields, is in the person’s history', async () => {
  const person = await kit.person(OWN);
  await decide(await send(person, await demandOf(person)), APPROVED);
  const { output } = await pass(seeOwnHistory, person.asker, {});
  const kinds = output.entries.map(({ kind }) => kind).reverse();
  assert.deepEqual(kinds.slice(1), ['demandProof', 'proveOnline', 'seeProof', 'decideProof']);
  const seen = output.entries.find(({ kind }) => kind === 'seeProof');
  assert.deepEqual(seen?.body?.fields, ['name', 'proof/image']);
  assert.deepEqual(seen?.body?.categories, ['pd:Name', 'pd:OfficialID']);
});

test('an erased person has no conversation, no demand, no proof and no image left', async () => {
  const person = await kit.person(OWN);
  await pass(startConversation, person.asker, { text: 'Забудьте меня', language: 'ru' });
  await send(person, await demandOf(person));
  await pass(eraseOwnData, person.asker, { password: person.password });
  const { db } = kit.app.parts;
  for (const table of ['conversation', 'conversation_message', 'demand', 'proof', 'value', 'value_key', 'submission']) {
    assert.deepEqual(await db.rows(`select 1 from ${table} where person_id = $1`, [person.personId]), [], table);
  }
  await db.run('update job set run_at = clock_timestamp() where kind = $1 and done_at is null', ['forget-evidence']);
  await kit.app.worker.drain();
});

test('a demand that holds back transfers lets none be started or confirmed until it is answered', async () => {
  const person = await kit.person(OWN);
  const transfer = { provider: 'demo-pay', method: 'card-transfer', amount: 100, currency: 'UAH', payee: 'Lamp shop' };
  const { output: started } = await pass(startTransfer, person.asker, { transfer });
  const { output: shown } = await pass(seeTransfer, person.asker, { transfer: started.id });
  const demand = await demandOf(person, { fields: ['country'], heldBack: 'transfers' });
  const held = refusedAs('forbidden_by_policy', ({ detail }) => assert.deepEqual(detail.missing, ['heldByDemand']));
  const confirming = { transfer: started.id, shown: shown.shown, password: person.password };
  await assert.rejects(pass(startTransfer, person.asker, { transfer }), held);
  await assert.rejects(pass(confirmTransfer, person.asker, confirming), held);
  await decide(await send(person, demand), APPROVED);
  await pass(startTransfer, person.asker, { transfer });
  await pass(confirmTransfer, person.asker, confirming);
});
