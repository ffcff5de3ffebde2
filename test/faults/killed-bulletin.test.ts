import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import type { App } from '../../src/app.ts';
import { insertPerson } from '../../src/kernel/gate/store.ts';
import {
  confirmBulletin,
  keepAddressTags,
  nameSender,
  previewBulletin,
  writeBulletin,
} from '../../src/promises/communication/index.ts';
import { makeStaff } from '../../src/prove/twin/people.ts';
import { type OwnServer, ownServer } from '../testkit/own-server.ts';
import { openSmtpSink, type SmtpSink } from '../testkit/smtp.ts';

const READERS = 200;
const CONNECTIONS = 16;
const ORIGIN = 'https://site.example';

let site: OwnServer;
let sink: SmtpSink;
/** Called when so many copies have arrived. */
let arrived: { readonly goal: number; readonly tell: () => void } | undefined;

before(async () => {
  sink = await openSmtpSink({
    onMessage() {
      if (arrived !== undefined && sink.received.length + 1 >= arrived.goal) arrived.tell();
      return undefined;
    },
  });
  site = ownServer({ SMTP_URL: sink.url });
  await site.look(async (app) => {
    await makeReaders(app);
    const { gate } = app;
    const { asker } = await makeStaff(gate, 'editor');
    await gate.pass(nameSender, asker, { address: 'news@site.example', name: '' });
    const draft = {
      topic: 'news',
      sender: 'news@site.example',
      language: 'ru',
      subject: 'Новости',
      markdown: '{stop}',
    };
    const { output } = await gate.pass(writeBulletin, asker, draft);
    const asked = { bulletin: output.bulletin, origin: ORIGIN };
    const { output: seen } = await gate.pass(previewBulletin, asker, asked);
    await gate.pass(confirmBulletin, asker, { ...asked, shown: seen.shown });
  });
});
after(async () => {
  await site[Symbol.asyncDispose]();
  await sink[Symbol.asyncDispose]();
});

async function makeReaders(app: App): Promise<void> {
  const { db, keyring, random, shelf } = app.parts;
  const field = (await shelf.inForce())?.declarations.fields.find(({ id }) => id === 'email');
  assert(field !== undefined);
  for (let n = 0; n < READERS; n += 1) {
    const personId = random.uuid();
    const plaintext = `reader-${n}@d${n % 7}.example`;
    await db.transaction(async (tx) => {
      await insertPerson(tx, { personId, chain: random.bytes(16), country: 'UA', language: 'ru' });
      await keyring.createPerson(tx, personId);
      await keyring.store(tx, personId, [{ field: 'email', plaintext }]);
      await keepAddressTags({ tx, parts: app.parts }, personId, [{ field, plaintext }]);
    });
  }
}

const copies = (goal: number) =>
  new Promise<void>((resolve) => {
    arrived = { goal, tell: resolve };
    if (sink.received.length >= goal) resolve();
  });

/** Nobody twice, everybody counted, and unknown at most one for each connection that a crash cut. */
async function holds(
  crashes: number,
  running = false,
): Promise<{ readonly waiting: number; readonly unknown: number }> {
  const to = sink.received.map((message) => message.to[0]);
  assert.equal(new Set(to).size, to.length, 'nobody got a second copy');
  return await site.look(async ({ parts }) => {
    // What a dead worker held is free after its lease; the test does not wait for that.
    if (!running)
      await parts.db.run('update job set taken_at = null, run_at = clock_timestamp() where done_at is null');
    const rows = await parts.db.rows<{ state: string; n: number }>(
      `select case when settled_as is not null then settled_as
         when exists (
           select from bulletin_hand_over h where h.person_id = c.person_id and h.outcome is null and not exists (
             select from bulletin_hand_over earlier
             where earlier.lane = h.lane and earlier.outcome is null and earlier.at < h.at)) then 'open'
         else 'waiting' end as state, count(*) as n from bulletin_copy c group by 1`,
    );
    const count = (state: string) => rows.find((row) => row.state === state)?.n ?? 0;
    const total = rows.reduce((sum, { n }) => sum + n, 0);
    assert.equal(total, READERS, 'sent + pending + refused + unknown = audience');
    const unknown = count('unknown') + count('open');
    assert.ok(unknown <= CONNECTIONS * crashes, `${unknown} unknown after ${crashes} crashes`);
    // More arrive while a running server is being looked at.
    assert.ok(
      running || (count('accepted') <= to.length && to.length <= count('accepted') + unknown),
      'what arrived is counted',
    );
    return { waiting: count('waiting') + count('open'), unknown };
  });
}

const ready = async (address: string) =>
  await fetch(`${address}/health/ready`).then(
    ({ ok }) => ok,
    () => false,
  );

for (const [round, victim] of (['server', 'database', 'server'] as const).entries()) {
  test(`round ${round + 1}: the ${victim} is killed in mid-campaign, and nobody gets a second copy`, async () => {
    const address = await site.start();
    await copies(sink.received.length + 25);
    if (victim === 'database') {
      process.kill(site.database(), 'SIGKILL');
      // It comes back under the running server, which says so when it is asked.
      while (!(await ready(address))) await pause(50);
    }
    site.server().kill('SIGKILL');
    await site.server().ended;
    const { waiting } = await holds(round + 1 + (round > 0 ? 1 : 0));
    assert.ok(waiting > 0, 'it was in the middle');
  });
}

test('told to stop in mid-campaign, it ends what is under way: nothing is unknown', async () => {
  const before = await holds(4);
  await site.start();
  await copies(sink.received.length + 25);
  assert.ok(sink.received.length < READERS - before.unknown, 'it is in the middle');
  site.server().kill('SIGTERM');
  assert.equal((await site.server().ended).code, 0);
  assert.equal((await holds(4)).unknown, before.unknown);
});

test('after all that the rest arrives, and the unknown ones are never sent again by themselves', async () => {
  await site.start();
  for (;;) {
    const { waiting } = await holds(4, true);
    if (waiting === 0) break;
    await pause(100);
  }
  site.server().kill('SIGTERM');
  await site.server().ended;
  await holds(4);
});
