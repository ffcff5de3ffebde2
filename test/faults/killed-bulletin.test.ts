import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { confirmOne } from '../../src/bench/one-bulletin.ts';
import { makeReaders } from '../../src/bench/readers.ts';
import { countCopies, freeJobs } from '../../src/bench/store.ts';
import { MAIL_CONNECTIONS_MAX } from '../../src/kernel/limits.ts';
import { type OwnServer, ownServer } from '../testkit/own-server.ts';
import { openSmtpSink, type SmtpSink } from '../testkit/smtp.ts';

const READERS = 400;

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
    await makeReaders(app, READERS);
    await confirmOne(app);
  });
});
after(async () => {
  await site[Symbol.asyncDispose]();
  await sink[Symbol.asyncDispose]();
});

const copies = (goal: number) =>
  new Promise<void>((resolve) => {
    arrived = { goal, tell: resolve };
    if (sink.received.length >= goal) resolve();
  });

/** Nobody twice, everybody counted, and unknown at most one for each connection that a crash cut. */
async function holds(
  crashes: number,
  running = false,
): Promise<{ readonly pending: number; readonly unknown: number }> {
  const to = sink.received.map((message) => message.to[0]);
  assert.equal(new Set(to).size, to.length, 'nobody got a second copy');
  return await site.look(async ({ parts: { db } }) => {
    // What a dead worker held is free after its lease; the test does not wait for that.
    if (!running) await freeJobs(db);
    const { accepted, refused, unknown, pending } = await countCopies(db);
    assert.equal(accepted + refused + unknown + pending, READERS, 'sent + pending + refused + unknown = audience');
    // More is under way, and more arrives, while a running server is being looked at.
    const openNow = running ? MAIL_CONNECTIONS_MAX : 0;
    assert.ok(unknown <= MAIL_CONNECTIONS_MAX * crashes + openNow, `${unknown} unknown after ${crashes} crashes`);
    assert.ok(running || (accepted <= to.length && to.length <= accepted + unknown), 'what arrived is counted');
    return { pending, unknown };
  });
}

const ready = async (address: string) =>
  await fetch(`${address}/health/ready`).then(
    ({ ok }) => ok,
    () => false,
  );

for (const [round, victim] of (['server', 'database', 'worker'] as const).entries()) {
  test(`round ${round + 1}: the ${victim} is killed in mid-campaign, and nobody gets a second copy`, async () => {
    const address = await site.start(victim === 'worker' ? { ROLE: 'worker' } : {});
    await copies(sink.received.length + 25);
    if (victim === 'database') {
      process.kill(site.database(), 'SIGKILL');
      // It comes back under the running server, which says so when it is asked.
      while (!(await ready(address))) await pause(50);
    }
    site.server().kill('SIGKILL');
    await site.server().ended;
    const { pending } = await holds(round + 1 + (round > 0 ? 1 : 0));
    assert.ok(pending > 0, 'it was in the middle');
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
    const { pending } = await holds(4, true);
    if (pending === 0) break;
    await pause(100);
  }
  site.server().kill('SIGTERM');
  await site.server().ended;
  await holds(4);
});
