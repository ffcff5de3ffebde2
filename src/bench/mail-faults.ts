import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import type { App } from '../app.ts';
import { MAIL_CONNECTIONS_MAX } from '../kernel/limits.ts';
import type { MailSink } from '../prove/twin/mail-sink.ts';
import { confirmOne } from './one-bulletin.ts';
import type { OwnSite } from './own-site.ts';
import { makeReaders } from './readers.ts';
import { type CountedCopies, countCopies, freeJobs } from './store.ts';

/** Copies that arrive before somebody is ended, however fast the machine is. */
const COPIES_A_ROUND = 60;
const LOOK_MILLISECONDS = 50;

export type MailVictim = 'server' | 'database';

export interface MailFaults {
  /** Copies arrive, somebody is ended in the middle, and everybody is counted. */
  round(victim: MailVictim): Promise<CountedCopies>;
  /** The rest arrives. */
  settle(): Promise<CountedCopies>;
}

/** A bulletin to many, under way while its server and its database are ended again and again. */
export async function openMailFaults(site: OwnSite, sink: MailSink, rounds: number): Promise<MailFaults> {
  const readers = (rounds + 2) * (COPIES_A_ROUND + MAIL_CONNECTIONS_MAX) * 2;
  let { address } = await site.start();
  await site.look((app) => beginBulletin(app, readers));
  let crashes = 0;
  const arrived = async (goal: number) => {
    while (sink.mails.length < goal) await pause(LOOK_MILLISECONDS);
  };
  const counted = async (running: boolean) => {
    const to = sink.mails.map((raw) => /^To: <([^>]*)>/m.exec(raw)?.[1]);
    assert.equal(new Set(to).size, to.length, 'nobody got a second copy');
    const copies = await site.look(({ parts }) => countCopies(parts.db));
    const { accepted, refused, unknown, pending } = copies;
    assert.equal(accepted + refused + unknown + pending, readers, 'sent + pending + refused + unknown = audience');
    // Each connection that is cut may leave one copy unknown; while it runs, what is under way just now is open too.
    const openNow = running ? MAIL_CONNECTIONS_MAX : 0;
    assert.ok(unknown <= MAIL_CONNECTIONS_MAX * crashes + openNow, `${unknown} unknown after ${crashes} ends`);
    assert.ok(running || (accepted <= to.length && to.length <= accepted + unknown), 'what arrived is counted');
    return copies;
  };
  return {
    async round(victim) {
      await arrived(sink.mails.length + COPIES_A_ROUND);
      crashes += 1;
      await site.signal(victim, 'SIGKILL');
      if (victim === 'database') {
        while (!(await ready(address))) await pause(LOOK_MILLISECONDS);
        return await counted(true);
      }
      const copies = await counted(false);
      // What a dead worker held is free after its lease; nobody waits for that here.
      await site.look(({ parts }) => freeJobs(parts.db));
      ({ address } = await site.start());
      return copies;
    },
    async settle() {
      for (;;) {
        const copies = await counted(true);
        if (copies.pending === 0) return copies;
        await pause(LOOK_MILLISECONDS * 10);
      }
    },
  };
}

const ready = async (address: string) =>
  await fetch(`${address}/health/ready`).then(
    ({ ok }) => ok,
    () => false,
  );

async function beginBulletin(app: App, readers: number): Promise<void> {
  await makeReaders(app, readers);
  await confirmOne(app);
}
