import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import fc from 'fast-check';
import { openTestApp, type TestApp } from '../../../test/testkit/app.ts';
import { type LegalDesk, openLegalDesk, somebody } from '../../../test/testkit/legal-desk.ts';
import { refusedAs } from '../../../test/testkit/refused-as.ts';
import { askFields, joinDealing, openDealing } from '../use/index.ts';
import { answerLegalRequest, approveLegalRequest, deliverLegalRequest, openReport, takeLegalArchive } from './index.ts';
import { registerOfRefusals } from './refusals/count-refusals-job.ts';
import { countRefusals } from './refusals/store.ts';
import { band } from './report.ts';

let kit: TestApp;
let desk: LegalDesk;
before(async () => {
  kit = await openTestApp();
  await kit.publish();
});
beforeEach(async () => {
  desk = await openLegalDesk(kit);
});
after(() => kit[Symbol.asyncDispose]());

test('the report counts what came and how it ended, in bands, and what was undone does not count', async () => {
  const { db, shelf, site } = kit.app.parts;
  const report = openReport({ sql: db, siteId: site.siteId, shelf });
  assert.deepEqual(await report(), []);
  const person = await somebody(kit);
  const id = await desk.foundNecessary({ persons: [person.accountName], fields: ['name'] });
  await desk.pass(approveLegalRequest, desk.second.asker, { legalRequest: id });
  await kit.app.worker.drain();
  // Allowed, and undone: nobody has taken the archive yet.
  const delivering = { legalRequest: id, how: 'Handed over at the registry.' };
  await assert.rejects(desk.pass(deliverLegalRequest, desk.first.asker, delivering), refusedAs('conflict'));
  const [before] = await report();
  assert.deepEqual(before?.disclosed, { from: 0, to: 0 });
  await desk.pass(takeLegalArchive, desk.first.asker, { legalRequest: id });
  await desk.pass(deliverLegalRequest, desk.first.asker, delivering);
  const refused = await desk.authenticated('demo-order-gb');
  const reason = 'The order is of a court of another country.';
  await desk.pass(answerLegalRequest, desk.first.asker, { legalRequest: refused, answer: 'refused', reason });
  const none = { from: 0, to: 0 };
  const few = { from: 1, to: 5 };
  const half = before?.half;
  assert.deepEqual(await report(), [
    { half, country: 'GB', kind: 'order', received: few, disclosed: none, noData: none, refused: few, toldLater: none },
    { half, country: 'UA', kind: 'order', received: few, disclosed: few, noData: none, refused: none, toldLater: none },
  ]);
  // Another process that begins at the first entry comes to the same.
  const anew = openReport({ sql: db, siteId: site.siteId, shelf });
  assert.deepEqual(await anew(), await report());
});

test('a small number is told as a band that holds it, nothing and a large one as they are', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 100_000 }), (n) => {
      const { from, to } = band(n);
      assert(from <= n && n <= to);
      assert.equal(from === to, n === 0 || n > 20);
    }),
  );
});

test('the register of refusals counts who outside was refused what, once, and names nobody', async () => {
  const { db } = kit.app.parts;
  const shop = await kit.credential('service', 'shop');
  const opening = { purpose: 'delivery', reference: 'order 1' };
  const person = await somebody(kit);
  const { id: dealing } = (await desk.pass(openDealing, shop.asker, opening)).output;
  await desk.pass(joinDealing, person.asker, { dealing });
  const asking = desk.pass(askFields, shop.asker, { dealing, fields: ['birth-date'] });
  await assert.rejects(asking, refusedAs('forbidden_by_policy'));
  await kit.app.sequence();
  const counted = async () => {
    for (;;) if (!(await countRefusals(db))) break;
    return (await registerOfRefusals(db)).filter(({ act }) => act === 'askFields');
  };
  const [line, ...more] = await counted();
  assert.deepEqual([line?.recipient, line?.refused, more], ['service', { from: 1, to: 5 }, []]);
  await counted();
  const [row] = await db.rows<{ refused: number }>("select refused from refusal_count where act = 'askFields'");
  assert.equal(row?.refused, 1);
});
