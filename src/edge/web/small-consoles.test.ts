import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { LEFT, openTestApp, STRANGER, type TestApp } from '../../../test/testkit/app.ts';
import { type GuardedPerson, makeOwner } from '../../../test/testkit/people.ts';
import { leaveForm, makeFormNonce } from '../../promises/agreement/index.ts';
import { outboundLinks } from '../../promises/links/index.ts';

let kit: TestApp;
let owner: GuardedPerson;
let origin: string;
before(async () => {
  kit = await openTestApp();
  owner = await makeOwner(kit);
  origin = (await kit.serve()).address;
});
after(() => kit[Symbol.asyncDispose]());

async function look(path: string): Promise<string> {
  const answer = await fetch(`${origin}${path}`, { headers: { cookie: `kristalux-session=${owner.token}` } });
  assert.equal(answer.status, 200, path);
  return await answer.text();
}

test('the console counts what was left by which form and shows none of it', async () => {
  const fields = { name: LEFT.name, country: 'UA' };
  const input = { form: 'contact', fields, language: 'ru', nonce: makeFormNonce(kit.app.parts, 'contact', 1) };
  await kit.app.gate.pass(leaveForm, STRANGER, input);
  const page = await look('/console/forms?lang=ru');
  assert.match(page, /Написать нам<\/a>[\s\S]*?<td[^>]*>1<\/td>/);
  assert.doesNotMatch(page, /Канарейка/);
});

test('an aggregate in the console tells no group that is too small', async () => {
  await kit.app.parts.db.run(
    `insert into person (person_id, chain, country, country_how, language)
     select gen_random_uuid(), uuid_send(gen_random_uuid()), 'GE', 'declared', 'ru' from generate_series(1, 23)`,
  );
  const page = await look('/console/quality?lang=en&aggregate=persons-by-country');
  assert.match(page, /Georgia/);
  assert.doesNotMatch(page, /Ukraine/);
});

test('the console lists where the words in force lead, look-alike hosts by what they are', async () => {
  await look('/console/links?lang=uk');
  const version = await kit.app.parts.shelf.inForce();
  assert(version !== null);
  const links =
    'See [one](https://example.org/a), [another](https://exаmple.org), [ours](/policy), [mail](mailto:a@example.org).';
  const found = outboundLinks({ ...version, words: { ...version.words, links } }, origin);
  assert.deepEqual(
    found.map(({ host, section }) => [host, section]),
    [
      ['example.org', 'links'],
      ['xn--exmple-4nf.org', 'links'],
    ],
  );
});
