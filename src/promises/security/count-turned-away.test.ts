import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openTestApp, STRANGER, type TestApp } from '../../../test/testkit/app.ts';
import { refusedAs } from '../../../test/testkit/refused-as.ts';
import type { EntryBody } from '../../kernel/ledger/entry.ts';
import { seeOwnHistory } from '../agreement/index.ts';
import { askFields, openDealing } from '../use/index.ts';
import { tellTurnedAway } from './index.ts';

let kit: TestApp;
before(async () => {
  kit = await openTestApp();
  await kit.publish();
});
after(() => kit[Symbol.asyncDispose]());

async function counts(): Promise<readonly EntryBody[]> {
  const rows = await kit.app.parts.db.rows<{ body: string }>(
    `select body from entry where kind = 'countTurnedAway' order by n`,
  );
  return rows.map(({ body }) => JSON.parse(body) as EntryBody);
}

test('what was turned away at the door touches nobody’s chain and is one entry of the site, by code and number', async () => {
  const { gate, parts } = kit.app;
  const shop = await kit.credential('service', 'shop');
  const person = await kit.person();
  const { output } = await gate.pass(openDealing, shop.asker, { purpose: 'delivery', reference: 'nobody' });
  const { address } = await kit.serve();
  const entries = async () => (await parts.db.row<{ n: number }>('select count(*) as n from entry'))?.n ?? 0;
  const before = await entries();

  await assert.rejects(gate.pass(seeOwnHistory, STRANGER, {}), refusedAs('unauthenticated'));
  await assert.rejects(gate.pass(openDealing, shop.asker, { purpose: 7 }), refusedAs('invalid'));
  const asking = { dealing: output.id, fields: ['name'] };
  for (const _ of [1, 2]) await assert.rejects(gate.pass(askFields, shop.asker, asking), refusedAs('not_found'));
  const send = (path: string, headers: Record<string, string> = {}) =>
    fetch(`${address}${path}`, { method: 'POST', headers, body: '{' });
  assert.equal((await send('/v1/nowhere')).status, 404);
  assert.equal((await send('/v1/dealings', { authorization: 'Bearer wrong' })).status, 401);
  const bearer = { authorization: `Bearer ${shop.secret}`, 'content-type': 'application/json' };
  assert.equal((await send('/v1/dealings', bearer)).status, 400);
  assert.equal((await fetch(`${address}/no-such-page`)).status, 404);
  assert.equal(await entries(), before, 'until the minute is over nothing is written');

  await tellTurnedAway(gate);
  const [told, ...more] = await counts();
  assert.deepEqual(more, []);
  assert.equal(told?.chain, 'site');
  assert.equal(told?.about, 'turned-away:invalid=1,malformed=1,not_found=4,unauthenticated=2');
  assert.doesNotMatch(JSON.stringify(told), new RegExp(`${person.personId}|${output.id}|shop`));
  assert.equal(await entries(), before + 1);

  await tellTurnedAway(gate);
  assert.equal((await counts()).length, 1, 'a minute without any is no entry');
});

test('a refusal that has an entry of its own is not counted', async () => {
  const shop = await kit.credential('service', 'shop');
  const undeclared = kit.app.gate.pass(openDealing, shop.asker, { purpose: 'anything', reference: 'order' });
  await assert.rejects(undeclared, refusedAs('forbidden_by_policy'));
  await tellTurnedAway(kit.app.gate);
  assert.equal((await counts()).length, 1);
});

test('what could not be told is told the next time', async () => {
  const { gate } = kit.app;
  await assert.rejects(gate.pass(seeOwnHistory, STRANGER, {}), refusedAs('unauthenticated'));
  await kit.app.parts.db.run('alter table entry rename to entry_away');
  await assert.rejects(tellTurnedAway(gate));
  await kit.app.parts.db.run('alter table entry_away rename to entry');
  await tellTurnedAway(gate);
  assert.equal((await counts()).at(-1)?.about, 'turned-away:unauthenticated=1');
});
