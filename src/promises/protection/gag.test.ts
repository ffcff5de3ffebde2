import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { openTestApp, type TestApp, type TestPerson } from '../../../test/testkit/app.ts';
import { joinedDealing } from '../../../test/testkit/joined-dealing.ts';
import {
  aDayPasses,
  INTAKE,
  inDays,
  type LegalDesk,
  openLegalDesk,
  REASON,
  somebody,
} from '../../../test/testkit/legal-desk.ts';
import { refusedAs } from '../../../test/testkit/refused-as.ts';
import { readTogether } from '../../kernel/db/parts-of-person.ts';
import { commitmentOf } from '../../kernel/ledger/entry.ts';
import { fsck } from '../../kernel/ledger/fsck.ts';
import { ERASURES, eraseOwnData, seeOwnHistory } from '../agreement/index.ts';
import { setServiceEndpoint } from '../use/index.ts';
import {
  approveLegalRequest,
  authenticateLegalRequest,
  disclosuresCounted,
  findNecessary,
  openReport,
  receiveLegalRequest,
  scopeLegalRequest,
  seeOwnDisclosures,
  setGag,
} from './index.ts';

const SHOP = { service: 'shop', address: 'https://shop.example/notices' };
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

test('under a ban on telling the person sees nothing, and all of it when the ban ends, with what the log committed to', async () => {
  const person = await somebody(kit);
  const before = await historyOf(person);
  const id = await produced(person);
  assert.deepEqual(await historyOf(person), before);
  assert.deepEqual((await desk.pass(seeOwnDisclosures, person.asker, {})).output.disclosures, []);
  const counted = await kit.app.parts.db.read(readTogether({ disclosuresCounted }), person.personId);
  assert.deepEqual(counted, [{ disclosuresCounted: 0 }]);

  await aDayPasses(kit);
  assert.deepEqual(await historyOf(person), before);
  await endBan(id);
  await aDayPasses(kit);
  const { output } = await desk.pass(seeOwnHistory, person.asker, {});
  const [opening] = output.entries;
  assert.equal(opening?.kind, 'openSealedEntry');
  const { output: own } = await desk.pass(seeOwnDisclosures, person.asker, {});
  const sealed = own.disclosures[0]?.sealed[0];
  assert.equal(own.disclosures[0]?.authority, INTAKE.authority);
  assert.equal(opening?.body?.commitments['sealedEntry'], sealed?.leaf);
  const leaf = commitmentOf(Buffer.from(sealed?.salt ?? '', 'base64'), sealed?.body ?? '');
  assert.equal(leaf.toString('base64'), sealed?.leaf);
  const said = JSON.parse(sealed?.body ?? '{}');
  assert.deepEqual([said.kind, said.n, said.decision, said.fields], ['produceForAuthority', 1, 'allowed', ['name']]);
  // The leaf lies in the public log, from the day of the disclosure on.
  await kit.app.sequence();
  const logged = await kit.app.parts.db.row('select 1 as one from entry where leaf = $1 and log_index is not null', [
    leaf,
  ]);
  assert.notEqual(logged, undefined);
  await wholeLedger();
});

test('a day with a ban on telling and an idle one make public logs of equal size', async () => {
  const person = await somebody(kit);
  const idle = await leavesOf(async () => {});
  const gagged = await leavesOf(async () => void (await produced(person)));
  assert.equal(gagged, idle);
  assert.equal(idle, 16);
});

test('a batch that is full is doubled, and stays so', async () => {
  const { db } = kit.app.parts;
  await aDayPasses(kit);
  await db.run(
    `insert into sealed_entry (sealed_id, matter_id, person_id, kind, at, version, leaf, salt, body)
     select gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'produceForAuthority', clock_timestamp(), 1,
       sha256(gen_random_uuid()::text::bytea), sha256('salt'), '{}' from generate_series(1, 20)`,
  );
  assert.equal(await leavesOf(async () => {}), 32);
  assert.equal(await leavesOf(async () => {}), 32);
  await db.run(`update sealed_batch set leaves = 16`);
});

test('a ban whose end is moved opens at its new end; it goes with no process, into no past and not without limit', async () => {
  const person = await somebody(kit);
  const id = await produced(person);
  const moved = { legalRequest: id, gagUntil: inDays(90), reason: REASON };
  await desk.pass(setGag, desk.first.asker, moved);
  await aDayPasses(kit);
  assert.equal((await desk.pass(seeOwnDisclosures, person.asker, {})).output.disclosures.length, 0);
  for (const gagUntil of [inDays(-1), inDays(400)]) {
    await assert.rejects(desk.pass(setGag, desk.first.asker, { ...moved, gagUntil }), refusedAs('invalid'));
  }
  await desk.pass(setGag, desk.second.asker, { legalRequest: id, reason: REASON });
  assert.equal((await desk.pass(seeOwnDisclosures, person.asker, {})).output.disclosures.length, 1);
  // What stands in a chain is not taken back.
  await assert.rejects(desk.pass(setGag, desk.first.asker, moved), refusedAs('conflict'));
});

test('who erases themselves under a ban has no chain in which it could open, and the ledger stays whole', async () => {
  const person = await somebody(kit);
  const id = await produced(person);
  await kit.app.gate.pass(eraseOwnData, person.asker, { password: person.password });
  await endBan(id);
  await aDayPasses(kit);
  await wholeLedger();
});

test('a gagged request counts in the public report from the day the ban ends, and as told later', async () => {
  const { db, shelf, site } = kit.app.parts;
  const report = openReport({ sql: db, siteId: site.siteId, shelf });
  const before = JSON.stringify(await report());
  const person = await somebody(kit);
  const id = await produced(person, 'demo-law-ua');
  await aDayPasses(kit);
  assert.equal(JSON.stringify(await report()), before);
  await endBan(id);
  await aDayPasses(kit);
  const law = (await report()).find(({ kind }) => kind === 'law');
  assert.deepEqual(law?.received, { from: 1, to: 5 });
});

test('a service learns nothing of a request under a ban on telling, nor of what is kept apart for it', async () => {
  await kit.app.gate.pass(setServiceEndpoint, { kind: 'host', by: 'test' }, SHOP);
  const person = await somebody(kit);
  const dealing = await joinedDealing(kit, person);
  const toldOf = async () =>
    (
      await kit.app.parts.db.rows<{ kind: string }>('select kind from service_notice where dealing_id = $1', [dealing])
    ).map(({ kind }) => kind);
  assert.deepEqual(await toldOf(), ['dealing.joined']);
  const id = await produced(person);
  await aDayPasses(kit);
  assert.deepEqual(await toldOf(), ['dealing.joined']);
  await endBan(id);
  assert.deepEqual(await toldOf(), ['dealing.joined']);
});

async function produced(person: TestPerson, ground = INTAKE.ground): Promise<string> {
  const { output } = await desk.pass(receiveLegalRequest, desk.first.asker, {
    ...INTAKE,
    ground,
    authorityKey: desk.authority.key,
    expiresAt: inDays(30),
    gagUntil: inDays(60),
  });
  const legalRequest = output.id;
  const how = 'Called back at the number of the official register.';
  await desk.pass(authenticateLegalRequest, desk.first.asker, { legalRequest, how });
  await desk.pass(scopeLegalRequest, desk.first.asker, {
    legalRequest,
    persons: [person.accountName],
    fields: ['name'],
  });
  await desk.pass(findNecessary, desk.first.asker, { legalRequest, reason: REASON });
  await desk.pass(approveLegalRequest, desk.second.asker, { legalRequest });
  await kit.app.worker.drain();
  return legalRequest;
}

async function historyOf(person: TestPerson) {
  const { output } = await desk.pass(seeOwnHistory, person.asker, {});
  return output.entries.map(({ n, kind }) => [n, kind]).filter(([, kind]) => kind !== 'seeOwnHistory');
}

async function endBan(id: string): Promise<void> {
  await kit.app.parts.db.run('update legal_request set gag_until = clock_timestamp() where legal_request_id = $1', [
    id,
  ]);
}

/** By how many leaves the public log grows in a day on which this happens. */
async function leavesOf(happens: () => Promise<void>): Promise<number> {
  const { db } = kit.app.parts;
  const size = async () => {
    await kit.app.sequence();
    return (await db.row<{ size: number }>('select max(size) as size from checkpoint'))?.size ?? 0;
  };
  const before = await size();
  await happens();
  await aDayPasses(kit);
  return (await size()) - before;
}

async function wholeLedger(): Promise<void> {
  await kit.app.sequence();
  const { db, keys, site } = kit.app.parts;
  const { problems } = await fsck({ db, key: keys.ledger, ...site, erasureKinds: ERASURES });
  assert.deepEqual(problems, []);
}
