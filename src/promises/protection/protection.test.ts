import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { Decrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { LEFT, openTestApp, type TestApp, type TestPerson } from '../../../test/testkit/app.ts';
import { openTestFolder } from '../../../test/testkit/folder.ts';
import { refusedAs } from '../../../test/testkit/refused-as.ts';
import { appointStaff, dismissStaff } from '../../../test/testkit/staff.ts';
import type { AskerIdentity } from '../../kernel/gate/asker.ts';
import { seeOwnHistory } from '../agreement/index.ts';
import { personOfSession, signIn } from '../security/index.ts';
import {
  answerLegalRequest,
  approveLegalRequest,
  authenticateLegalRequest,
  deliverLegalRequest,
  findNecessary,
  receiveLegalRequest,
  scopeLegalRequest,
  seeLegalRequest,
  seeOwnDisclosures,
  takeLegalArchive,
} from './index.ts';
import { produceForAuthority } from './produce-for-authority.ts';

const REASON = 'The order names exactly this account and these two fields.';
const AUTHORITY = 'Canary court of the demonstration';

let kit: TestApp;
let identity: string;
let authorityKey: string;
let first: TestPerson;
let second: TestPerson;
let people = 0;
before(async () => {
  kit = await openTestApp();
  await kit.publish();
  identity = await generateX25519Identity();
  authorityKey = await identityToRecipient(identity);
});
beforeEach(async () => {
  await dismissStaff(kit);
  first = await appointStaff(kit, 'legal-officer');
  second = await appointStaff(kit, 'legal-officer');
});
after(() => kit[Symbol.asyncDispose]());

test('two officers answer an order: the authority alone reads it, and it holds exactly what scope and ground share', async () => {
  const person = await somebody();
  const id = await foundNecessary({ persons: [person.accountName], fields: ['name', 'phone', 'birth-date'] });
  await kit.app.gate.pass(approveLegalRequest, second.asker, { legalRequest: id });
  await kit.app.worker.drain();
  const { output } = await kit.app.gate.pass(takeLegalArchive, second.asker, { legalRequest: id });
  const archive = await openArchive(output.archive);
  const answer = JSON.parse(archive['person-001.json'] ?? '');
  // The date of birth was asked for, and the ground does not reach it.
  assert.deepEqual(
    answer.fields.map(({ field, value }: { field: string; value: unknown }) => [field, value]),
    [
      ['name', LEFT.name],
      ['phone', phoneOf(people)],
    ],
  );
  const manifest = JSON.parse(archive['manifest.json'] ?? '');
  assert.equal(manifest.legalRequest, id);
  assert.deepEqual(manifest.persons[0].fields, ['name', 'phone']);
  assert.equal(createHash('sha256').update(output.archive).digest('hex'), output.digest);
  // Neither the person's id nor their account name leaves.
  assert.doesNotMatch(JSON.stringify(archive), new RegExp(`${person.personId}|${person.accountName}`));
});

test('the person sees what was disclosed, to whom, on which ground and which fields, in history and in the account', async () => {
  const person = await somebody();
  const id = await foundNecessary({ persons: [person.accountName], fields: ['name'] });
  await kit.app.gate.pass(approveLegalRequest, second.asker, { legalRequest: id });
  await kit.app.worker.drain();
  const { output: history } = await kit.app.gate.pass(seeOwnHistory, person.asker, {});
  const entry = history.entries[0]?.body;
  assert.equal(entry?.kind, 'produceForAuthority');
  assert.equal(entry?.recipient, 'authority');
  assert.equal(entry?.about, 'ground:demo-order-ua');
  assert.deepEqual(entry?.fields, ['name']);
  assert.equal(entry?.decision, 'allowed');
  const { output } = await kit.app.gate.pass(seeOwnDisclosures, person.asker, {});
  assert.equal(output.disclosures.length, 1);
  assert.deepEqual(output.disclosures[0]?.fields, ['name']);
  assert.equal(output.disclosures[0]?.authority, AUTHORITY);
  assert.equal(output.disclosures[0]?.takenAt, null);
  const other = await somebody();
  const { output: others } = await kit.app.gate.pass(seeOwnDisclosures, other.asker, {});
  assert.deepEqual(others.disclosures, []);
});

test('one officer alone never: who found it necessary cannot agree as the second, in no session of theirs', async () => {
  const person = await somebody();
  const id = await foundNecessary({ persons: [person.accountName], fields: ['name'] });
  await assert.rejects(
    kit.app.gate.pass(approveLegalRequest, first.asker, { legalRequest: id }),
    refusedAs('forbidden_by_policy', ({ detail }) => assert(detail.missing?.includes('secondOfficerDiffers'))),
  );
  const elsewhere = await anotherSession(first);
  await assert.rejects(
    kit.app.gate.pass(approveLegalRequest, elsewhere, { legalRequest: id }),
    refusedAs('forbidden_by_policy'),
  );
  await kit.app.worker.drain();
  await nothingOpened(person);
});

test('without a finding nobody can approve, and without an approval nothing is opened', async () => {
  const person = await somebody();
  const id = await scoped({ persons: [person.accountName], fields: ['name'] });
  await assert.rejects(
    kit.app.gate.pass(approveLegalRequest, second.asker, { legalRequest: id }),
    refusedAs('forbidden_by_policy', ({ detail }) => assert(detail.missing?.includes('foundNecessary'))),
  );
  await kit.app.gate.pass(findNecessary, first.asker, { legalRequest: id, reason: REASON });
  await kit.app.worker.drain();
  await nothingOpened(person);
  await assert.rejects(
    kit.app.gate.pass(takeLegalArchive, second.asker, { legalRequest: id }),
    refusedAs('forbidden_by_policy'),
  );
});

test('an officer suspended between finding and approval takes the finding along', async () => {
  const person = await somebody();
  const id = await foundNecessary({ persons: [person.accountName], fields: ['name'] });
  await suspend(first);
  await assert.rejects(
    kit.app.gate.pass(approveLegalRequest, second.asker, { legalRequest: id }),
    refusedAs('forbidden_by_policy', ({ detail }) => assert.deepEqual(detail.missing, ['foundNecessary'])),
  );
});

test('an officer suspended between approval and production stops the production, and the archive when it is made', async () => {
  const person = await somebody();
  const stopped = await foundNecessary({ persons: [person.accountName], fields: ['name'] });
  await kit.app.gate.pass(approveLegalRequest, second.asker, { legalRequest: stopped });
  await suspend(second);
  await kit.app.worker.drain();
  await nothingOpened(person);

  second = await appointStaff(kit, 'legal-officer');
  const made = await foundNecessary({ persons: [person.accountName], fields: ['name'] });
  await kit.app.gate.pass(approveLegalRequest, second.asker, { legalRequest: made });
  await kit.app.worker.drain();
  await suspend(second);
  await assert.rejects(
    kit.app.gate.pass(takeLegalArchive, first.asker, { legalRequest: made }),
    refusedAs('forbidden_by_policy'),
  );
});

test('a suspended officer, a person without the role and a weak session have no part in a request: 404', async () => {
  const id = await scoped({ persons: ['nobody@example.org'], fields: ['name'] });
  await suspend(second);
  const nobody = await somebody();
  const owner = await appointStaff(kit, 'owner');
  const weak = await kit.app.parts.db.run('update session set strong = false where person_id = $1', [first.personId]);
  assert.equal(weak, 1);
  for (const asker of [second.asker, nobody.asker, owner.asker, first.asker]) {
    await assert.rejects(
      kit.app.gate.pass(findNecessary, asker, { legalRequest: id, reason: REASON }),
      refusedAs('not_found'),
    );
    await assert.rejects(kit.app.gate.pass(seeLegalRequest, asker, { legalRequest: id }), refusedAs('not_found'));
  }
});

test('a foreign order opens nothing, and the person sees that it was tried', async () => {
  const person = await somebody();
  const id = await foundNecessary({ persons: [person.accountName], fields: ['name'], ground: 'demo-order-gb' });
  await kit.app.gate.pass(approveLegalRequest, second.asker, { legalRequest: id });
  await kit.app.worker.drain();
  const { output } = await kit.app.gate.pass(seeOwnHistory, person.asker, {});
  assert.equal(output.entries[0]?.body?.decision, 'refused');
  assert.deepEqual(output.entries[0]?.body?.because, ['lawOfPersonsCountry']);
  const { output: seen } = await kit.app.gate.pass(seeLegalRequest, first.asker, { legalRequest: id });
  assert.equal(seen.state, 'nothing-to-give');
  assert.equal(seen.persons[0]?.lawOfTheirCountry, false);
});

test('a person whose country is not known is under no law that could open anything', async () => {
  const person = await somebody();
  await kit.app.parts.db.run('update person set country = null, country_how = null where person_id = $1', [
    person.personId,
  ]);
  const id = await foundNecessary({ persons: [person.accountName], fields: ['name'] });
  await kit.app.gate.pass(approveLegalRequest, second.asker, { legalRequest: id });
  await kit.app.worker.drain();
  await nothingOpened(person);
});

test('an expired order opens nothing and is not approved any more', async () => {
  const person = await somebody();
  const id = await foundNecessary({ persons: [person.accountName], fields: ['name'] });
  await expire(id);
  await assert.rejects(
    kit.app.gate.pass(approveLegalRequest, second.asker, { legalRequest: id }),
    refusedAs('forbidden_by_policy', ({ detail }) => assert.deepEqual(detail.missing, ['notExpired'])),
  );
  const late = await foundNecessary({ persons: [person.accountName], fields: ['name'] });
  await kit.app.gate.pass(approveLegalRequest, second.asker, { legalRequest: late });
  await expire(late);
  await kit.app.worker.drain();
  await nothingOpened(person);
});

test('an order that ends in the past, on a ground that is not declared, or with a mistyped key is not recorded', async () => {
  const intake = { ...INTAKE, authorityKey, expiresAt: inDays(30) };
  const cases = [
    [{ ...intake, expiresAt: inDays(-1) }, 'invalid'],
    [{ ...intake, ground: 'no-such-law' }, 'forbidden_by_policy'],
    [{ ...intake, authorityKey: authorityKey.replace(/.$/, (last) => (last === 'q' ? 'p' : 'q')) }, 'invalid'],
    [{ ...intake, authorityKey: identity }, 'invalid'],
  ] as const;
  for (const [input, code] of cases) {
    await assert.rejects(kit.app.gate.pass(receiveLegalRequest, first.asker, input), refusedAs(code));
  }
});

test('a person erased before the approval has nothing to give, and "no data held" is then the answer', async () => {
  const person = await somebody();
  const id = await foundNecessary({ persons: [person.accountName], fields: ['name'] });
  await erase(person);
  await kit.app.gate.pass(approveLegalRequest, second.asker, { legalRequest: id });
  await kit.app.worker.drain();
  const { output } = await kit.app.gate.pass(seeLegalRequest, first.asker, { legalRequest: id });
  assert.equal(output.state, 'nothing-to-give');
  const answering = { legalRequest: id, answer: 'no-data-held', reason: 'There is nobody here under this name.' };
  await kit.app.gate.pass(answerLegalRequest, first.asker, answering);
  const { output: answered } = await kit.app.gate.pass(seeLegalRequest, first.asker, { legalRequest: id });
  assert.equal(answered.answer, 'no-data-held');
});

test('a person erased after the production: the authority still gets what was produced, and we can read none of it', async () => {
  const person = await somebody();
  const id = await foundNecessary({ persons: [person.accountName], fields: ['name'] });
  await kit.app.gate.pass(approveLegalRequest, second.asker, { legalRequest: id });
  await kit.app.worker.drain();
  await erase(person);
  const { output } = await kit.app.gate.pass(takeLegalArchive, first.asker, { legalRequest: id });
  const archive = await openArchive(output.archive);
  assert.match(archive['person-001.json'] ?? '', new RegExp(LEFT.name));
  const stranger = new Decrypter();
  stranger.addIdentity(await generateX25519Identity());
  await assert.rejects(stranger.decrypt(output.archive));
});

test('"no data held" of somebody who is here is refused: it would be a lie', async () => {
  const person = await somebody();
  const id = await scoped({ persons: [person.accountName], fields: ['name'] });
  const answering = { legalRequest: id, answer: 'no-data-held', reason: 'There is nobody here under this name.' };
  await assert.rejects(
    kit.app.gate.pass(answerLegalRequest, first.asker, answering),
    refusedAs('forbidden_by_policy', ({ detail }) => assert(detail.missing?.includes('answerFits'))),
  );
  const refusing = { legalRequest: id, answer: 'refused', reason: 'The order does not name a person of ours.' };
  await kit.app.gate.pass(answerLegalRequest, first.asker, refusing);
  // What was answered is closed: nothing goes on from it.
  await assert.rejects(
    kit.app.gate.pass(findNecessary, first.asker, { legalRequest: id, reason: REASON }),
    refusedAs('forbidden_by_policy', ({ detail }) => assert(detail.missing?.includes('requestOpen'))),
  );
});

test('who is unknown and who is of another country look alike to the authority', async () => {
  const person = await somebody();
  const foreign = await somebody({ country: 'GB' });
  const persons = ['nobody-at-all@example.org', foreign.accountName, person.accountName];
  const id = await foundNecessary({ persons, fields: ['name'] });
  await kit.app.gate.pass(approveLegalRequest, second.asker, { legalRequest: id });
  await kit.app.worker.drain();
  const { output } = await kit.app.gate.pass(takeLegalArchive, second.asker, { legalRequest: id });
  const archive = await openArchive(output.archive);
  const { persons: told } = JSON.parse(archive['manifest.json'] ?? '');
  assert.deepEqual({ ...told[0], position: 0 }, { ...told[1], position: 0 });
  assert.equal(told[2].given, true);
  assert.deepEqual(Object.keys(archive).sort(), ['README.txt', 'manifest.json', 'person-003.json']);
});

test('an address that several left names nobody in particular, and one person is not named twice', async () => {
  const email = 'shared-canary@example.org';
  const one = await somebody({ email });
  await somebody({ email });
  const id = await authenticated();
  const scope = (persons: readonly string[]) =>
    kit.app.gate.pass(scopeLegalRequest, first.asker, { legalRequest: id, persons, fields: ['name'] });
  await assert.rejects(
    scope(['nobody@example.org', email]),
    refusedAs('invalid', ({ detail, message }) => {
      assert.equal(detail.field, 'persons.1');
      assert.doesNotMatch(message, /canary/);
    }),
  );
  await assert.rejects(scope([one.accountName, one.accountName]), refusedAs('invalid'));
});

test('only values left within the dates of the order are opened', async () => {
  const person = await somebody();
  const dates = { leftUntil: inDays(-1) };
  const id = await foundNecessary({ persons: [person.accountName], fields: ['name'], ...dates });
  await kit.app.gate.pass(approveLegalRequest, second.asker, { legalRequest: id });
  await kit.app.worker.drain();
  const { output } = await kit.app.gate.pass(seeLegalRequest, first.asker, { legalRequest: id });
  assert.equal(output.state, 'nothing-to-give');
});

test('a scope is not widened after the finding', async () => {
  const person = await somebody();
  const id = await foundNecessary({ persons: [person.accountName], fields: ['name'] });
  const wider = { legalRequest: id, persons: [person.accountName], fields: ['name', 'email'] };
  await assert.rejects(kit.app.gate.pass(scopeLegalRequest, first.asker, wider), refusedAs('conflict'));
  const { output } = await kit.app.gate.pass(seeLegalRequest, second.asker, { legalRequest: id });
  assert.deepEqual(output.allowed, ['name']);
});

test('after a crash in mid-production the rest is produced, and nobody twice', async () => {
  const people = [await somebody(), await somebody()];
  const id = await foundNecessary({ persons: people.map(({ accountName }) => accountName), fields: ['name'] });
  await kit.app.gate.pass(approveLegalRequest, second.asker, { legalRequest: id });
  // The worker died after the first person.
  await kit.app.gate.pass(produceForAuthority, { kind: 'worker' }, { legalRequest: id, position: 1 });
  await kit.app.worker.drain();
  for (const person of people) {
    const { output } = await kit.app.gate.pass(seeOwnHistory, person.asker, {});
    assert.equal(output.entries.filter(({ kind }) => kind === 'produceForAuthority').length, 1);
  }
  await assert.rejects(
    kit.app.gate.pass(produceForAuthority, { kind: 'worker' }, { legalRequest: id, position: 1 }),
    refusedAs('forbidden_by_policy', ({ detail }) => assert(detail.missing?.includes('notYetProduced'))),
  );
  const { output } = await kit.app.gate.pass(takeLegalArchive, second.asker, { legalRequest: id });
  const archive = await openArchive(output.archive);
  assert.equal(Object.keys(archive).filter((name) => name.startsWith('person-')).length, 2);
});

test('the archive can be taken again until the authority has it, and then it is forgotten', async () => {
  const person = await somebody();
  const id = await foundNecessary({ persons: [person.accountName], fields: ['name'] });
  await kit.app.gate.pass(approveLegalRequest, second.asker, { legalRequest: id });
  await kit.app.worker.drain();
  const delivering = { legalRequest: id, how: 'Handed over at the registry.' };
  await assert.rejects(kit.app.gate.pass(deliverLegalRequest, first.asker, delivering), refusedAs('conflict'));
  const taken = await kit.app.gate.pass(takeLegalArchive, first.asker, { legalRequest: id });
  const again = await kit.app.gate.pass(takeLegalArchive, second.asker, { legalRequest: id });
  assert(taken.output.archive.equals(again.output.archive));
  await kit.app.gate.pass(deliverLegalRequest, first.asker, delivering);
  const { siteId } = kit.app.parts.site;
  const kept = await kit.app.parts.db.rows<{ field: string }>(
    `select field from value where person_id = $1 and field like $2 order by field`,
    [siteId, `legal/${id}/%`],
  );
  assert.deepEqual(
    kept.map(({ field }) => field.split('/')[2]),
    ['authentication', 'delivery', 'finding', 'intake', 'scope'],
  );
  await assert.rejects(
    kit.app.gate.pass(takeLegalArchive, first.asker, { legalRequest: id }),
    refusedAs('forbidden_by_policy'),
  );
  const { output } = await kit.app.gate.pass(seeOwnDisclosures, person.asker, {});
  assert(output.disclosures[0]?.deliveredAt !== null);
});

test('when the published policy no longer declares the ground, an approved request opens nothing', async () => {
  const person = await somebody();
  const id = await foundNecessary({ persons: [person.accountName], fields: ['name'] });
  await kit.app.gate.pass(approveLegalRequest, second.asker, { legalRequest: id });
  await kit.publish((declarations) => ({ ...declarations, grounds: [] }));
  await kit.app.worker.drain();
  await nothingOpened(person);
  await kit.publish();
});

test('nothing that was typed about a case lies in clear in a table or in a log', async () => {
  const person = await somebody();
  await foundNecessary({ persons: [person.accountName], fields: ['name'] });
  const tables = ['legal_request', 'legal_request_person', 'legal_production', 'job', 'entry', 'value'];
  for (const table of tables) {
    const rows = await kit.app.parts.db.rows<{ row: string }>(`select to_jsonb(t)::text as row from ${table} t`);
    const text = rows.map(({ row }) => row).join('\n');
    for (const canary of [AUTHORITY, REASON, person.accountName]) assert(!text.includes(canary), `${table}: ${canary}`);
  }
  assert.doesNotMatch(kit.logged.join('\n'), new RegExp(`${AUTHORITY}|${person.accountName}`));
});

/** A person with addresses of their own: one address registered again and again would be throttled. */
async function somebody(fields: Readonly<Record<string, unknown>> = {}): Promise<TestPerson> {
  people += 1;
  return await kit.person({ ...LEFT, email: `lamp-${people}@example.org`, phone: phoneOf(people), ...fields });
}

function phoneOf(number: number): string {
  return `+38044123${String(4000 + number)}`;
}

const INTAKE = {
  ground: 'demo-order-ua',
  authority: AUTHORITY,
  reference: 'case 1 of the demonstration',
  asked: 'Name and telephone number of the holder of the account.',
};

async function authenticated(ground: string = INTAKE.ground): Promise<string> {
  const intake = { ...INTAKE, ground, authorityKey, expiresAt: inDays(30) };
  const { output } = await kit.app.gate.pass(receiveLegalRequest, first.asker, intake);
  const how = 'Called back at the number of the official register.';
  await kit.app.gate.pass(authenticateLegalRequest, first.asker, { legalRequest: output.id, how });
  return output.id;
}

interface Asked {
  readonly persons: readonly string[];
  readonly fields: readonly string[];
  readonly ground?: string;
  readonly leftUntil?: string;
}

async function scoped({ ground, ...scope }: Asked): Promise<string> {
  const legalRequest = await authenticated(ground);
  await kit.app.gate.pass(scopeLegalRequest, first.asker, { legalRequest, ...scope });
  return legalRequest;
}

async function foundNecessary(asked: Asked): Promise<string> {
  const legalRequest = await scoped(asked);
  await kit.app.gate.pass(findNecessary, first.asker, { legalRequest, reason: REASON });
  return legalRequest;
}

async function nothingOpened(person: TestPerson): Promise<void> {
  const { output } = await kit.app.gate.pass(seeOwnHistory, person.asker, {});
  const produced = output.entries.filter(
    ({ kind, body }) => kind === 'produceForAuthority' && body?.decision !== 'refused',
  );
  assert.deepEqual(produced, []);
  const { output: own } = await kit.app.gate.pass(seeOwnDisclosures, person.asker, {});
  assert.deepEqual(own.disclosures, []);
}

async function suspend(person: TestPerson): Promise<void> {
  const { db } = kit.app.parts;
  await db.run('update staff set ended_at = clock_timestamp() where person_id = $1', [person.personId]);
  await db.run('update site set facts_number = facts_number + 1');
}

async function expire(id: string): Promise<void> {
  await kit.app.parts.db.run(
    `update legal_request set expires_at = clock_timestamp() - interval '1 second' where legal_request_id = $1`,
    [id],
  );
}

/** What is left of an erased person: their chain, and no value, key or tag. */
async function erase({ personId }: TestPerson): Promise<void> {
  await kit.app.parts.db.transaction((tx) => kit.app.parts.keyring.forgetPerson(tx, personId));
}

async function anotherSession(person: TestPerson): Promise<AskerIdentity> {
  const stranger = { kind: 'anyone', network: '192.0.2.0/24' } as const;
  const { output } = await kit.app.gate.pass(signIn, stranger, {
    identifier: person.accountName,
    password: person.password,
  });
  await kit.app.parts.db.run('update session set strong = true where person_id = $1', [person.personId]);
  const asker = await personOfSession(kit.app.parts.db, output.session);
  assert(asker !== undefined);
  return asker;
}

function inDays(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString();
}

/** What the authority does with the archive: decrypts it with its own key, unpacks it with the system's tar, decrypts the parts. */
async function openArchive(archive: Buffer): Promise<Readonly<Record<string, string>>> {
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  const packed = await decrypter.decrypt(archive);
  const folder = openTestFolder();
  try {
    const into = join(folder.path, 'answer');
    mkdirSync(into);
    writeFileSync(join(folder.path, 'answer.tar'), packed);
    execFileSync('tar', ['-xf', join(folder.path, 'answer.tar'), '-C', into]);
    const { persons } = JSON.parse(readFileSync(join(into, 'manifest.json'), 'utf8'));
    const entries: [string, string][] = [];
    for (const name of readdirSync(into)) {
      const bytes = readFileSync(join(into, name));
      if (!name.endsWith('.age')) {
        entries.push([name, bytes.toString('utf8')]);
        continue;
      }
      const { file } = persons.find((one: { file: { name: string } | null }) => one.file?.name === name);
      assert.equal(createHash('sha256').update(bytes).digest('hex'), file.sha256);
      entries.push([name.replace('.age', ''), Buffer.from(await decrypter.decrypt(bytes)).toString('utf8')]);
    }
    return Object.fromEntries(entries);
  } finally {
    folder[Symbol.dispose]();
  }
}
