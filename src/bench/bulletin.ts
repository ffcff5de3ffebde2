import assert from 'node:assert/strict';
import { createTransport } from 'nodemailer';
import { confirmBulletin, nameSender, previewBulletin, writeBulletin } from '../promises/communication/index.ts';
import { makeStaff } from '../prove/twin/people.ts';
import { type Figure, figure } from './figure.ts';
import type { Place } from './open-place.ts';

const ORIGIN = 'https://bench.example';
/** Messages that the mail library alone is timed with. */
const BARE = 2000;
const BARE_CONNECTIONS = 10;

/**
 * A bulletin to everybody of the place, each copy decided on, recorded and opened by itself, to a relay of this machine
 * that keeps nothing. Beside it the mail library alone, with messages of the same size.
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
  const baseline = await bareRate(mail.port, mail.mails[0] ?? '');
  return [figure('bulletin-copies', people.length / seconds, 'copies/s', { baseline })];
}

async function bareRate(port: number, raw: string): Promise<number> {
  const transport = createTransport({
    host: '127.0.0.1',
    port,
    pool: true,
    maxConnections: BARE_CONNECTIONS,
    maxMessages: Infinity,
  });
  const envelope = { from: 'news@bench.example', to: 'one@bench.example' };
  const before = performance.now();
  let left = BARE;
  const sender = async () => {
    while (left > 0) {
      left -= 1;
      await transport.sendMail({ envelope, raw });
    }
  };
  await Promise.all(Array.from({ length: BARE_CONNECTIONS }, sender));
  transport.close();
  return BARE / ((performance.now() - before) / 1000);
}
