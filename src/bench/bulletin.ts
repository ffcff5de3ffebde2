import assert from 'node:assert/strict';
import { createTransport } from 'nodemailer';
import type { AskerIdentity } from '../kernel/gate/asker.ts';
import { confirmBulletin, nameSender, previewBulletin, writeBulletin } from '../promises/communication/index.ts';
import { makeStaff } from '../prove/twin/people.ts';
import { cpuNow, cpuSince } from './closed-loop.ts';
import { type Figure, figure } from './figure.ts';
import type { Place } from './open-place.ts';
import { settle } from './store.ts';

const ORIGIN = 'https://bench.example';
const SENDER = 'news@bench.example';
/** Messages that the mail library alone is timed with. */
const BARE = 2000;
const BARE_CONNECTIONS = 10;

/**
 * A bulletin to everybody of the place, each copy decided on, recorded and opened by itself, to a relay of this machine
 * that keeps nothing. Beside it the mail library alone, with the same text.
 */
export async function benchBulletin(place: Place): Promise<readonly Figure[]> {
  const { app, mail, people } = place;
  const staff = await makeStaff(app.gate, 'editor');
  await app.gate.pass(nameSender, staff.asker, { address: SENDER, name: 'Bench' });
  // The first one fills the tables, so that the planner knows them when the second one is measured.
  await sendOne(place, staff.asker);
  await settle(app.parts.db);
  const { seconds, cpu, preview } = await sendOne(place, staff.asker);
  assert.equal(mail.mails.length, 2 * people.length, 'everybody got one copy of each');
  const baseline = await bareRate(mail.port, preview);
  return [
    figure('bulletin-copies', people.length / seconds, 'copies/s', { baseline: baseline.perSecond }),
    figure('cpu-of-server-and-relay-for-a-copy', cpu.own, 'ms', { baseline: baseline.cpu }),
    figure('cpu-of-database-for-a-copy', cpu.started, 'ms'),
  ];
}

async function sendOne({ app: { gate, worker }, people }: Place, asker: AskerIdentity) {
  const draft = {
    topic: 'news',
    sender: SENDER,
    language: 'ru',
    subject: 'Measurement',
    markdown: `${'A sentence of a bulletin, as long as a sentence is. '.repeat(40)}\n\n{stop}`,
  };
  const { output } = await gate.pass(writeBulletin, asker, draft);
  const { bulletin } = output;
  const seen = await gate.pass(previewBulletin, asker, { bulletin, origin: ORIGIN });
  const [preview] = seen.output.previews;
  assert(preview !== undefined, 'there is a text');
  const used = cpuNow();
  const before = performance.now();
  const asked = { bulletin, origin: ORIGIN, shown: seen.output.shown };
  const confirmed = await gate.pass(confirmBulletin, asker, asked);
  await worker.drain();
  const seconds = (performance.now() - before) / 1000;
  assert.equal(confirmed.output.audience, people.length, 'everybody of the place is in the audience');
  return { seconds, cpu: cpuSince(used, people.length), preview };
}

interface Text {
  readonly subject: string;
  readonly html: string;
  readonly plain: string;
}

/** The library alone: it puts the same text together for each message and sends it over its own pool of ten. */
async function bareRate(port: number, { subject, html, plain: text }: Text) {
  const transport = createTransport({
    host: '127.0.0.1',
    port,
    pool: true,
    maxConnections: BARE_CONNECTIONS,
    maxMessages: Infinity,
  });
  const from = { name: 'Bench', address: 'news@bench.example' };
  const headers = { 'List-Id': '<news.bench.example>', 'List-Unsubscribe': `<${ORIGIN}/stop/bench>` };
  const used = cpuNow();
  const before = performance.now();
  let left = BARE;
  const sender = async () => {
    while (left > 0) {
      left -= 1;
      await transport.sendMail({ from, to: 'one@bench.example', subject, text, html, headers });
    }
  };
  await Promise.all(Array.from({ length: BARE_CONNECTIONS }, sender));
  transport.close();
  return { perSecond: BARE / ((performance.now() - before) / 1000), cpu: cpuSince(used, BARE).own };
}
