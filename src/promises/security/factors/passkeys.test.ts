import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openTestApp, STRANGER, type TestApp, type TestPerson } from '../../../../test/testkit/app.ts';
import { makeAuthenticator } from '../../../../test/testkit/authenticator.ts';
import { otherFields, signedBy } from '../../../../test/testkit/people.ts';
import { refusedAs } from '../../../../test/testkit/refused-as.ts';
import { ledgerProblems } from '../../../../test/testkit/whole-ledger.ts';
import { openGate } from '../../../kernel/gate/gate.ts';
import type { Refusal } from '../../../kernel/refusal.ts';
import { seeOwnHistory } from '../../agreement/index.ts';
import {
  addPasskey,
  makeRecoveryCodes,
  passkeyCreationOptions,
  passkeyRequestOptions,
  removePasskey,
  renewPresence,
  seeOwnFactors,
  seeOwnSessions,
  signIn,
  signInWithPasskey,
} from '../index.ts';

let kit: TestApp;
before(async () => {
  kit = await openTestApp();
});
after(() => kit[Symbol.asyncDispose]());

async function withPasskey(name = 'Laptop') {
  const person = await kit.person(otherFields());
  const authenticator = makeAuthenticator();
  const options = await passkeyCreationOptions(kit.app.parts, person.asker, 'site');
  const { output } = await kit.app.gate.pass(addPasskey, person.asker, {
    attestation: authenticator.create(options),
    name,
  });
  return { person, authenticator, handle: options.user.id, id: output.id };
}

const signInOptions = () => passkeyRequestOptions(kit.app.parts, STRANGER);

test('a passkey signs in without anything typed, and the session counts as one of two factors', async () => {
  const { person, authenticator, handle } = await withPasskey();
  const options = await signInOptions();
  assert.deepEqual(options.allowCredentials ?? [], [], 'nothing tells who has an account here');
  const { output } = await kit.app.gate.pass(signInWithPasskey, STRANGER, {
    assertion: authenticator.get(options, handle),
  });
  const asker = await signedBy(kit.app, output.session);
  assert.equal(asker.personId, person.personId);
  const { output: history } = await kit.app.gate.pass(seeOwnHistory, asker, {});
  assert.equal(history.entries[0]?.kind, 'signInWithPasskey');
});

test('a passkey of another person never signs in as me, whatever handle it shows', async () => {
  const mine = await withPasskey();
  const theirs = await withPasskey();
  const assertion = theirs.authenticator.get(await signInOptions(), mine.handle);
  await assert.rejects(kit.app.gate.pass(signInWithPasskey, STRANGER, { assertion }), refusedAs('unauthenticated'));
  const own = theirs.authenticator.get(await signInOptions(), theirs.handle);
  const { output } = await kit.app.gate.pass(signInWithPasskey, STRANGER, { assertion: own });
  assert.equal((await signedBy(kit.app, output.session)).personId, theirs.person.personId);
});

test('an answer counts once: the same one again is refused', async () => {
  const { authenticator, handle } = await withPasskey();
  const assertion = authenticator.get(await signInOptions(), handle, { counter: 0 });
  await kit.app.gate.pass(signInWithPasskey, STRANGER, { assertion });
  await assert.rejects(kit.app.gate.pass(signInWithPasskey, STRANGER, { assertion }), refusedAs('unauthenticated'));
});

test('who sign in at the same moment share a commit, each has a session of their own, and an answer brought twice counts once', async () => {
  const { parts, acts } = kit.app.gate;
  const plain = openGate(parts, acts, { sharing: null });
  const people = await Promise.all([withPasskey(), withPasskey(), withPasskey()]);
  for (const gate of [kit.app.gate, plain]) {
    const enter = async ({ person, authenticator, handle }: (typeof people)[number]) => {
      const assertion = authenticator.get(await signInOptions(), handle);
      const agent = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
      const once = () => gate.pass(signInWithPasskey, STRANGER, { assertion, seen: { agent } });
      const both = await Promise.allSettled([once(), once()]);
      const [passed, ...more] = both.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
      const refused = both.flatMap((one) => (one.status === 'rejected' ? [one.reason as Refusal] : []));
      assert.deepEqual([more.length, refused.map(({ code }) => code)], [0, ['unauthenticated']]);
      const asker = await signedBy(kit.app, passed?.output.session);
      assert.equal(asker.personId, person.personId);
      const { sessions } = (await gate.pass(seeOwnSessions, asker, {})).output;
      assert.deepEqual(
        sessions.filter(({ current }) => current).map(({ how, agent: seen }) => [how, seen]),
        [['passkey', 'Firefox, Linux']],
      );
    };
    await Promise.all(people.map(enter));
  }
  assert.deepEqual(await ledgerProblems(kit.app), []);
});

test('an answer made on a forged page, for another site, without its holder or to no challenge of ours is refused', async () => {
  const { person, authenticator, handle } = await withPasskey();
  const lies = [{ origin: 'https://evil.example' }, { rpId: 'evil.example' }, { verified: false }, { counter: 0 }];
  await kit.app.gate.pass(signInWithPasskey, STRANGER, { assertion: authenticator.get(await signInOptions(), handle) });
  for (const lie of lies) {
    const assertion = authenticator.get(await signInOptions(), handle, lie);
    const passage = kit.app.gate.pass(signInWithPasskey, STRANGER, { assertion });
    await assert.rejects(passage, refusedAs('unauthenticated'), JSON.stringify(lie));
  }
  const options = await signInOptions();
  const invented = { ...options, challenge: Buffer.alloc(62, 7).toString('base64url') };
  const presence = await passkeyRequestOptions(kit.app.parts, person.asker);
  for (const other of [invented, presence]) {
    const assertion = authenticator.get(other, handle, { counter: 100 });
    await assert.rejects(kit.app.gate.pass(signInWithPasskey, STRANGER, { assertion }), refusedAs('unauthenticated'));
  }
});

test('wrong passwords never slow a passkey down', async () => {
  const { person, authenticator, handle } = await withPasskey();
  for (let attempt = 0; attempt < 7; attempt += 1) {
    const wrong = { identifier: person.accountName, password: 'wrong wrong wrong' };
    await assert.rejects(kit.app.gate.pass(signIn, STRANGER, wrong));
  }
  await assert.rejects(
    kit.app.gate.pass(signIn, STRANGER, { identifier: person.accountName, password: person.password }),
    refusedAs('too_often'),
  );
  const assertion = authenticator.get(await signInOptions(), handle);
  const { output } = await kit.app.gate.pass(signInWithPasskey, STRANGER, { assertion });
  assert.ok(output.session);
});

test('removing one passkey removes exactly one (ory/kratos#3386)', async () => {
  const { person, authenticator, handle, id } = await withPasskey('First');
  const second = makeAuthenticator();
  const options = await passkeyCreationOptions(kit.app.parts, person.asker, 'site');
  await kit.app.gate.pass(addPasskey, person.asker, { attestation: second.create(options), name: 'Second' });
  await kit.app.gate.pass(removePasskey, person.asker, { passkey: id });
  const { output } = await kit.app.gate.pass(seeOwnFactors, person.asker, {});
  assert.deepEqual(
    output.passkeys.map(({ name }) => name),
    ['Second'],
  );
  const gone = authenticator.get(await signInOptions(), handle);
  await assert.rejects(
    kit.app.gate.pass(signInWithPasskey, STRANGER, { assertion: gone }),
    refusedAs('unauthenticated'),
  );
  const left = second.get(await signInOptions(), handle);
  await kit.app.gate.pass(signInWithPasskey, STRANGER, { assertion: left });
  const values = await kit.app.parts.db.rows(
    `select 1 as one from value where person_id = $1 and field = 'passkey/name'`,
    [person.personId],
  );
  assert.equal(values.length, 1, 'its name is forgotten with it');
});

test('one credential is registered once: nobody adds the passkey of another to their own account', async () => {
  const { authenticator } = await withPasskey();
  const other = await kit.person(otherFields());
  const options = await passkeyCreationOptions(kit.app.parts, other.asker, 'site');
  const attestation = authenticator.create(options);
  await assert.rejects(
    kit.app.gate.pass(addPasskey, other.asker, { attestation, name: 'Taken' }),
    refusedAs('conflict'),
  );
});

test('a passkey made for one session is not added in another', async () => {
  const one = await kit.person(otherFields());
  const other = await kit.person(otherFields());
  const options = await passkeyCreationOptions(kit.app.parts, one.asker, 'site');
  const attestation = makeAuthenticator().create(options);
  await assert.rejects(
    kit.app.gate.pass(addPasskey, other.asker, { attestation, name: 'Crossed' }),
    refusedAs('invalid'),
  );
});

test('whoever finds an open session adds no way in, until they show that it is them; a passkey then renews the token', async () => {
  const { person, authenticator, handle } = await withPasskey();
  await grow(person);
  const stale = await signedBy(kit.app, person.token);
  await assert.rejects(
    kit.app.gate.pass(makeRecoveryCodes, stale, {}),
    refusedAs('forbidden_by_policy', ({ detail }) => assert.deepEqual(detail.missing, ['presenceWasFresh'])),
  );
  const options = await passkeyRequestOptions(kit.app.parts, stale);
  const { output } = await kit.app.gate.pass(renewPresence, stale, { assertion: authenticator.get(options, handle) });
  const fresh = await signedBy(kit.app, output.session);
  await kit.app.gate.pass(makeRecoveryCodes, fresh, {});
  await assert.rejects(signedBy(kit.app, person.token), 'the older token is worthless (ASVS 7.2.4)');
});

/** The proof of presence grows old. */
async function grow({ personId }: TestPerson): Promise<void> {
  await kit.app.parts.db.run(
    `update session set authenticated_at = authenticated_at - interval '6 minutes' where person_id = $1`,
    [personId],
  );
}
