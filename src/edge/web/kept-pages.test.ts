import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openTestApp } from '../../../test/testkit/app.ts';

test('a kept page of the policy is never older than what stands in the database, whoever wrote it there', async (t) => {
  const kit = await openTestApp();
  t.after(() => kit[Symbol.asyncDispose]());
  await kit.publish();
  const { address } = await kit.serve();
  const page = async (query = '', headers: Record<string, string> = {}) => {
    const answer = await fetch(`${address}/policy${query}`, { headers });
    assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
    assert.match(answer.headers.get('link') ?? '', /rel="latest-version"/);
    return { text: await answer.text(), cookie: answer.headers.get('set-cookie') };
  };
  const english = { 'accept-language': 'en' };
  const first = await page('', english);
  assert.equal((await page('', english)).text, first.text);
  assert.notEqual((await page('', { 'accept-language': 'ru' })).text, first.text);
  // Another process brings a lost ledger to its end, then publishes.
  const { db } = kit.app.parts;
  await db.run(`insert into earlier_ledger (origin, size, note) values ('ledger.before.example', 3, 'its last note')`);
  assert.match((await page('', english)).text, /ledger\.before\.example/);
  const number = await kit.publish((declarations) => ({
    ...declarations,
    site: { ...declarations.site, name: 'Kept lamps' },
  }));
  assert.equal(number, 3);
  assert.match((await page('', english)).text, /Kept lamps/);
  // Who chooses a language gets the cookie of it, also where the page was kept before.
  const chosen = await page('?lang=en', { 'accept-language': 'ru' });
  assert.match(chosen.cookie ?? '', /language=en/);
  assert.match(chosen.text, /Kept lamps/);
});
