import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { LEFT, openTestApp, STRANGER, type TestApp, type TestPerson } from '../../../test/testkit/app.ts';
import { codeOf, guardedPerson, otherFields, signedBy } from '../../../test/testkit/people.ts';
import { refusedAs } from '../../../test/testkit/refused-as.ts';
import { leaveData, register, seeOwnHistory } from '../agreement/index.ts';
import {
  changePassword,
  endOtherSessions,
  endOwnSession,
  makeRecoveryCodes,
  recoverAccount,
  removeOneTimeCodes,
  renewPresence,
  seeOwnFactors,
  seeOwnSessions,
  signIn,
  signInWithCode,
} from './index.ts';

let kit: TestApp;
before(async () => {
  kit = await openTestApp();
});
after(() => kit[Symbol.asyncDispose]());

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const NEW_PASSWORD = 'seven green lamps by the river';
const network = (n: number) => ({ kind: 'anyone', network: `198.51.${n}.0/24` }) as const;

const enter = async ({ accountName, password }: TestPerson, asker: typeof STRANGER = STRANGER) =>
  (await kit.app.gate.pass(signIn, asker, { identifier: accountName, password })).output;

test('where one-time codes are on, the password alone opens nothing, and each code counts once (ASVS 6.5.1)', async () => {
  const person = await guardedPerson(kit);
  const first = await enter(person);
  assert.equal(first.session, null);
  const step = first.step ?? '';
  const code = codeOf(person.secret);
  const { output } = await kit.app.gate.pass(signInWithCode, STRANGER, { step, code });
  assert.equal((await signedBy(kit.app, output.session)).personId, person.personId);
  const second = await enter(person);
  await assert.rejects(
    kit.app.gate.pass(signInWithCode, STRANGER, { step: second.step, code }),
    refusedAs('unauthenticated'),
    'the same half minute is used up',
  );
  await assert.rejects(
    kit.app.gate.pass(signInWithCode, STRANGER, { step, code: codeOf(person.secret, 1) }),
    refusedAs('unauthenticated'),
    'a finished step is no step',
  );
  const { output: again } = await kit.app.gate.pass(signInWithCode, STRANGER, {
    step: second.step,
    code: codeOf(person.secret, 1),
  });
  assert.ok(again.session);
});

test('one code that arrives twice at the same moment signs in once', async () => {
  const person = await guardedPerson(kit);
  const steps = await Promise.all([enter(person), enter(person)]);
  const code = codeOf(person.secret);
  const results = await Promise.allSettled(
    steps.map(({ step }) => kit.app.gate.pass(signInWithCode, STRANGER, { step, code })),
  );
  assert.deepEqual(results.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
});

test('a wrong code stays in the history of the person: whoever typed it knew the password (ASVS 6.3.5)', async () => {
  const person = await guardedPerson(kit);
  const { step } = await enter(person);
  await assert.rejects(
    kit.app.gate.pass(signInWithCode, STRANGER, { step, code: '000000' }),
    refusedAs('unauthenticated'),
  );
  const { output } = await kit.app.gate.pass(seeOwnHistory, person.asker, {});
  const [undone, tried] = output.entries;
  assert.equal(tried?.kind, 'signInWithCode');
  assert.equal(undone?.body?.decision, 'undone');
});

test('codes cannot be guessed: after a few wrong ones even the right one waits, and many at once count as many', async () => {
  const person = await guardedPerson(kit);
  const { step } = await enter(person);
  const guesses = Array.from({ length: 8 }, (_, n) => `00000${n}`);
  await Promise.allSettled(guesses.map((code) => kit.app.gate.pass(signInWithCode, STRANGER, { step, code })));
  const right = kit.app.gate.pass(signInWithCode, STRANGER, { step, code: codeOf(person.secret) });
  await assert.rejects(right, refusedAs('too_often'));
});

test('a recovery code stands in for a code of the app, once', async () => {
  const person = await guardedPerson(kit);
  const { output: made } = await kit.app.gate.pass(makeRecoveryCodes, person.asker, {});
  assert.equal(made.codes.length, 8);
  assert.match(made.codes[0] ?? '', /^([0-9a-z]{4}-){5}[0-9a-z]{4}$/);
  const { step } = await enter(person);
  const code = (made.codes[0] ?? '').toUpperCase().replaceAll('-', ' ');
  const { output } = await kit.app.gate.pass(signInWithCode, STRANGER, { step, code });
  assert.ok(output.session);
  const second = await enter(person);
  const again = kit.app.gate.pass(signInWithCode, STRANGER, { step: second.step, code });
  await assert.rejects(again, refusedAs('unauthenticated'));
  const { output: factors } = await kit.app.gate.pass(seeOwnFactors, person.asker, {});
  assert.equal(factors.recoveryCodes.left, 7);
});

test('eight recovery codes come with registration, and one of them gives the account back with a new password', async () => {
  const fields = otherFields();
  const version = await kit.app.parts.shelf.inForce();
  const input = { fields, password: NEW_PASSWORD, language: 'ru', policyVersion: version?.number };
  const { output: registered } = await kit.app.gate.pass(register, STRANGER, input);
  assert.equal(registered.recoveryCodes.length, 8);
  const [code] = registered.recoveryCodes;
  const password = 'the river freezes in december';
  const { output } = await kit.app.gate.pass(recoverAccount, STRANGER, { code, password });
  await assert.rejects(signedBy(kit.app, registered.session), 'every older session has ended');
  await signedBy(kit.app, output.session);
  const identifier = String(fields.email);
  const { output: entered } = await kit.app.gate.pass(signIn, STRANGER, { identifier, password });
  assert.ok(entered.session, 'the new password holds for every identifier');
  await assert.rejects(
    kit.app.gate.pass(signIn, STRANGER, { identifier, password: NEW_PASSWORD }),
    refusedAs('unauthenticated'),
  );
  const again = kit.app.gate.pass(recoverAccount, STRANGER, { code, password });
  await assert.rejects(again, refusedAs('unauthenticated'), 'a recovery code counts once');
});

test('recovery goes around no second factor (ASVS 6.4.3), and unlinks the others by default (CAPEC ES2605)', async () => {
  const person = await guardedPerson(kit);
  const { output: made } = await kit.app.gate.pass(makeRecoveryCodes, person.asker, {});
  const [code = '', second = ''] = made.codes;
  const alone = kit.app.gate.pass(recoverAccount, STRANGER, { code, password: NEW_PASSWORD });
  await assert.rejects(alone, refusedAs('presence_required'));
  await assert.rejects(
    kit.app.gate.pass(recoverAccount, STRANGER, { code, second: code, password: NEW_PASSWORD }),
    refusedAs('presence_required'),
    'one code is not two',
  );
  await signedBy(kit.app, person.token);
  const { output } = await kit.app.gate.pass(recoverAccount, STRANGER, { code, second, password: NEW_PASSWORD });
  const asker = await signedBy(kit.app, output.session);
  const { output: factors } = await kit.app.gate.pass(seeOwnFactors, asker, {});
  assert.equal(factors.oneTimeCodesSince, null);
  assert.equal(factors.recoveryCodes.left, 6);
  await assert.rejects(signedBy(kit.app, person.token));
});

test('recovery types no address and answers every wrong code alike, so it tells nothing about anybody', async () => {
  for (const code of ['x', 'aaaa-bbbb-cccc-dddd-eeee-ffff', LEFT.email, '0'.repeat(24)]) {
    const passage = kit.app.gate.pass(recoverAccount, network(20), { code, password: NEW_PASSWORD });
    await assert.rejects(
      passage,
      refusedAs('unauthenticated', ({ message }) => assert.equal(message, '`code` is not right')),
    );
  }
});

test('a new password takes the old one, ends every other session and changes the token of this one (ASVS 6.2.3, 7.4.3)', async () => {
  const person = await kit.person(otherFields());
  const other = await enter(person);
  await assert.rejects(
    kit.app.gate.pass(changePassword, person.asker, { password: 'not the password at all', newPassword: NEW_PASSWORD }),
    refusedAs('presence_required'),
  );
  const given = { password: person.password, newPassword: NEW_PASSWORD };
  const { output } = await kit.app.gate.pass(changePassword, person.asker, given);
  await assert.rejects(signedBy(kit.app, other.session));
  await assert.rejects(signedBy(kit.app, person.token));
  await signedBy(kit.app, output.session);
  assert.ok((await enter({ ...person, password: NEW_PASSWORD })).session);
});

test('a password that changes while somebody signs in by the old one lets them in no more', async () => {
  const person = await kit.person(otherFields());
  const { db } = kit.app.parts;
  const blocked = `select count(*)::int as n from pg_locks where relation = 'person_key'::regclass and not granted`;
  const [late] = await db.transaction(async (tx) => {
    await tx.run('lock table person_key in access exclusive mode');
    // What was typed was right when it was compared; the person's key is read with the moment, after that.
    const entering = Promise.allSettled([enter(person)]);
    while ((await db.row<{ n: number }>(blocked))?.n === 0);
    const given = { password: person.password, newPassword: NEW_PASSWORD };
    await kit.app.gate.pass(changePassword, person.asker, given);
    return [entering] as const;
  });
  const [outcome] = await late;
  assert.equal(outcome.status === 'rejected' && outcome.reason.code, 'unauthenticated');
  assert.ok((await enter({ ...person, password: NEW_PASSWORD })).session);
});

test('a common password is refused at registration and at every change', async () => {
  const person = await kit.person(otherFields());
  const given = { password: person.password, newPassword: 'passwordpassword' };
  await assert.rejects(kit.app.gate.pass(changePassword, person.asker, given), refusedAs('invalid'));
  const version = await kit.app.parts.shelf.inForce();
  const input = { fields: LEFT, password: 'canary-lamp-canary', language: 'ru', policyVersion: version?.number };
  await assert.rejects(kit.app.gate.pass(register, STRANGER, input), refusedAs('invalid'), 'words of the own address');
});

test('nobody comes into another account by choosing its password (two persons left the same unproved address)', async () => {
  const fields = otherFields();
  const victim = await kit.person(fields);
  const attacker = await kit.person({ ...otherFields(), email: fields.email });
  const given = { password: attacker.password, newPassword: victim.password };
  await kit.app.gate.pass(changePassword, attacker.asker, given);
  const identifier = String(fields.email);
  const { output } = await kit.app.gate.pass(signIn, network(30), { identifier, password: victim.password });
  assert.equal((await signedBy(kit.app, output.session)).personId, victim.personId, 'the pair stays who had it first');
  const third = await kit.person(otherFields());
  const known = { password: third.password, newPassword: 'quiet snow over the tram line' };
  const { output: changed } = await kit.app.gate.pass(changePassword, third.asker, known);
  const asker = await signedBy(kit.app, changed.session);
  const other = await kit.person(fields).catch(() => undefined);
  assert.ok(other === undefined || other.personId !== victim.personId);
  await kit.app.gate.pass(leaveData, asker, {
    fields: { email: fields.email },
    language: 'ru',
    password: 'quiet snow over the tram line',
  });
  const { output: still } = await kit.app.gate.pass(signIn, network(31), { identifier, password: victim.password });
  assert.equal((await signedBy(kit.app, still.session)).personId, victim.personId);
});

test('wrong tries of strangers do not shut out a browser that signed in before (lockout as denial of service)', async () => {
  const person = await kit.person(otherFields());
  const identifier = person.accountName;
  const home = network(40);
  const { output } = await kit.app.gate.pass(signIn, home, {
    identifier,
    password: person.password,
    seen: { agent: FIREFOX },
  });
  const device = output.device ?? '';
  for (let attempt = 0; attempt < 8; attempt += 1) {
    await assert.rejects(kit.app.gate.pass(signIn, home, { identifier, password: 'guess after guess after' }));
  }
  const stranger = kit.app.gate.pass(signIn, home, { identifier, password: person.password });
  await assert.rejects(stranger, refusedAs('too_often'), 'the network is slowed down');
  const invented = { device: Buffer.alloc(32, 9).toString('base64url') };
  const unknown = kit.app.gate.pass(signIn, home, { identifier, password: person.password, seen: invented });
  await assert.rejects(unknown, refusedAs('too_often'), 'an invented device helps nobody');
  const owner = await kit.app.gate.pass(signIn, home, { identifier, password: person.password, seen: { device } });
  assert.ok(owner.output.session);
});

test('an unknown name is slowed down exactly as a known one, with the same answer (ASVS 6.3.8)', async () => {
  const person = await kit.person(otherFields());
  const answers = async (identifier: string, n: number) => {
    const heard: string[] = [];
    for (let attempt = 0; attempt < 8; attempt += 1) {
      await kit.app.gate
        .pass(signIn, network(n), { identifier, password: 'guess after guess after' })
        .catch((error: Error & { code?: string }) => heard.push(`${error.code} ${error.message}`));
    }
    return heard;
  };
  assert.deepEqual(await answers(person.accountName, 50), await answers('zzzz-zzzz-zzzz', 51));
});

test('who shares an address with others clears no count of wrong tries by signing in to their own account', async () => {
  const fields = otherFields();
  await kit.person(fields);
  const attacker = await kit.person({ ...otherFields(), email: fields.email });
  const identifier = String(fields.email);
  const from = network(60);
  for (let attempt = 0; attempt < 3; attempt += 1) {
    await assert.rejects(kit.app.gate.pass(signIn, from, { identifier, password: 'guess after guess after' }));
  }
  await kit.app.gate.pass(signIn, from, { identifier, password: attacker.password });
  for (let attempt = 0; attempt < 3; attempt += 1) {
    await assert.rejects(kit.app.gate.pass(signIn, from, { identifier, password: 'guess after guess after' }));
  }
  const more = kit.app.gate.pass(signIn, from, { identifier, password: 'guess after guess after' });
  await assert.rejects(more, refusedAs('too_often'));
});

test('one sees one’s sessions as one knows them, and ends one or all the others at once (ASVS 7.5.2)', async () => {
  const person = await kit.person(otherFields());
  const identifier = person.accountName;
  const seen = { agent: FIREFOX };
  const { output: one } = await kit.app.gate.pass(signIn, STRANGER, { identifier, password: person.password, seen });
  const known = { ...seen, device: one.device ?? '' };
  const { output: two } = await kit.app.gate.pass(signIn, STRANGER, {
    identifier,
    password: person.password,
    seen: known,
  });
  const { output } = await kit.app.gate.pass(seeOwnSessions, person.asker, {});
  assert.deepEqual(
    output.sessions.map(({ how, agent, network: from, newDevice, current, living }) => ({
      how,
      agent,
      from,
      newDevice,
      current,
      living,
    })),
    [
      {
        how: 'password',
        agent: 'Firefox, Linux',
        from: '192.0.2.0/24',
        newDevice: false,
        current: false,
        living: true,
      },
      { how: 'password', agent: 'Firefox, Linux', from: '192.0.2.0/24', newDevice: true, current: false, living: true },
      { how: 'registration', agent: '', from: '192.0.2.0/24', newDevice: false, current: true, living: true },
    ],
  );
  const session = output.sessions[1]?.id;
  await kit.app.gate.pass(endOwnSession, person.asker, { session });
  await assert.rejects(signedBy(kit.app, one.session));
  await signedBy(kit.app, two.session);
  const stranger = await kit.person(otherFields());
  const foreign = kit.app.gate.pass(endOwnSession, stranger.asker, { session: output.sessions[0]?.id });
  await assert.rejects(foreign, refusedAs('not_found'), 'nobody ends the sessions of another');
  await kit.app.gate.pass(endOtherSessions, person.asker, {});
  await assert.rejects(signedBy(kit.app, two.session));
  await signedBy(kit.app, person.token);
});

test('what a browser showed of itself lies sealed, and no table holds it in clear', async () => {
  const person = await kit.person(otherFields());
  const seen = { agent: 'Canary/7.7 (canary-browser) Firefox/1.0 Windows' };
  await kit.app.gate.pass(signIn, STRANGER, { identifier: person.accountName, password: person.password, seen });
  const rows = await kit.app.parts.db.rows<{ text: string }>(
    `select row_to_json(session)::text || coalesce((select string_agg(row_to_json(value)::text, '') from value), '') as text
     from session where person_id = $1`,
    [person.personId],
  );
  assert.doesNotMatch(rows.map(({ text }) => text).join(), /canary|Windows|192\.0\.2/i);
});

test('showing that it is you takes the code too where codes are on, and never somebody else’s password', async () => {
  const person = await guardedPerson(kit);
  const { password } = person;
  const alone = kit.app.gate.pass(renewPresence, person.asker, { password });
  await assert.rejects(alone, refusedAs('presence_required'));
  const stranger = await kit.person(otherFields());
  const foreign = kit.app.gate.pass(renewPresence, person.asker, {
    password: stranger.password,
    code: codeOf(person.secret),
  });
  await assert.rejects(foreign, refusedAs('presence_required'));
  const { output } = await kit.app.gate.pass(renewPresence, person.asker, { password, code: codeOf(person.secret) });
  const fresh = await signedBy(kit.app, output.session);
  await kit.app.gate.pass(removeOneTimeCodes, fresh, {});
  assert.ok((await enter(person)).session, 'the password signs in alone again');
});
