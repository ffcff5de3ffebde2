import assert from 'node:assert/strict';
import { createTransport } from 'nodemailer';
import { confirmBulletin, nameSender, previewBulletin, writeBulletin } from '../promises/communication/index.ts';
import { makeStaff } from '../prove/twin/people.ts';
import { cpuNow, cpuSince } from './closed-loop.ts';
import { type Figure, figure } from './figure.ts';
import type { Place } from './open-place.ts';
import { checkpointDatabase } from './store.ts';

const ORIGIN = 'https://bench.example';
/** Messages that the mail library alone is timed with. */
const BARE = 2000;
const BARE_CONNECTIONS = 10;

/**
 * A bulletin to everybody of the place, each copy decided on, recorded and opened by itself, to a relay of this machine
 * that keeps nothing. Beside it the mail library alone, with the same text.
 */
export async function benchBulletin({ app, mail, people }: Place): Promise<readonly Figure[]> {
  const { gate, worker } = app;
  const staff = await makeStaff(gate, 'editor');
  const draft = {
    topic: 'news',
    sender: 'news@bench.example',
    language: 'ru',
    subject: 'Measurement',
    markdown: `${'A sentence of a bulletin, as long as a sentence is. '.repeat(40)}\n\n{stop}`,
  };
  await gate.pass(nameSender, staff.asker, { address: draft.sender, name: 'Bench' });
  const { output } = await gate.pass(writeBulletin, staff.asker, draft);
  const { bulletin } = output;
  const seen = await gate.pass(previewBulletin, staff.asker, { bulletin, origin: ORIGIN });
  await checkpointDatabase(app.parts.db);
  const used = cpuNow();
  const before = performance.now();
  const confirmed = await gate.pass(confirmBulletin, staff.asker, {
    bulletin,
    origin: ORIGIN,
    shown: seen.output.shown,
  });
  await worker.drain();
  const seconds = (performance.now() - before) / 1000;
  assert.equal(confirmed.output.audience, people.length, 'everybody of the place is in the audience');
  assert.equal(mail.mails.length, people.length, 'everybody got one copy');
  const spent = cpuSince(used, people.length);
  const [preview] = seen.output.previews;
  assert(preview !== undefined, 'there is a text');
  const baseline = await bareRate(mail.port, preview);
  return [
    figure('bulletin-copies', people.length / seconds, 'copies/s', { baseline: baseline.perSecond }),
    figure('cpu-of-server-and-relay-for-a-copy', spent.own, 'ms', { baseline: baseline.cpu }),
    figure('cpu-of-database-for-a-copy', spent.started, 'ms'),
  ];
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
