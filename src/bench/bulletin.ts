import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { createTransport } from 'nodemailer';
import type { AskerIdentity } from '../kernel/gate/asker.ts';
import { type Mail, openMail } from '../kernel/mail/open-mail.ts';
import {
  confirmBulletin,
  nameSender,
  previewBulletin,
  sendBulletinJob,
  writeBulletin,
} from '../promises/communication/index.ts';
import { makeStaff } from '../prove/twin/people.ts';
import { cpuNow, cpuSince, type Measured } from './closed-loop.ts';
import { type Figure, figure, median } from './figure.ts';
import type { Place } from './open-place.ts';
import { openRelayApart, type RelayApart } from './relay-apart.ts';
import { settle } from './store.ts';

const ORIGIN = 'https://bench.example';
const SENDER = 'news@bench.example';
/** Messages that the mail library alone is timed with. */
const BARE = 2000;
/** The same, signed by it: a quarter of the rate. */
const BARE_SIGNED = 500;
const BARE_CONNECTIONS = 10;

/** The rounds in which copies are sent and the library alone sends, in turns. */
const ROUNDS = 3;

/**
 * A bulletin to everybody of the place, each copy decided on, recorded and opened by itself, to a relay that is a process
 * of its own and keeps nothing. In turns with it the mail library alone, with the same text; and both signed, by the site
 * itself and by the library.
 */
export async function benchBulletin(place: Place): Promise<readonly Figure[]> {
  const { app, people } = place;
  const staff = await makeStaff(app.gate, 'editor');
  await app.gate.pass(nameSender, staff.asker, { address: SENDER, name: 'Bench' });
  const relay = await openRelayApart();
  const smtp = `smtp://127.0.0.1:${relay.port}`;
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const plain = openMail(smtp);
  const signing = openMail(smtp, { keys: [{ selector: 'bench', algorithm: 'rsa-sha256', privateKey }] });
  const copies = (by: Mail) => measured(relay, people.length, () => sendOne(place, staff.asker, by));
  const dkim = {
    domainName: 'bench.example',
    keySelector: 'bench',
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
  const library = (text: Text) => measured(relay, BARE, () => sendBare(relay.port, text, { many: BARE }));
  const librarySigns = (text: Text) =>
    measured(relay, BARE_SIGNED, () => sendBare(relay.port, text, { many: BARE_SIGNED, dkim }));
  try {
    // The first one fills the tables, so that the planner knows them when the others are measured.
    const { preview } = await sendOne(place, staff.asker, plain);
    await sendBare(relay.port, preview, { many: BARE });
    const [sent, bare, signed, bareSigned]: [Sent[], Sent[], Sent[], Sent[]] = [[], [], [], []];
    for (let round = 1; round <= ROUNDS; round += 1) {
      for (const [rounds, send] of [
        [sent, () => copies(plain)],
        [bare, () => library(preview)],
        [signed, () => copies(signing)],
        [bareSigned, () => librarySigns(preview)],
      ] as const) {
        await settle(app.parts.db);
        rounds.push(await send());
      }
    }
    const [ours, theirs, withKey, theirsWithKey] = [sent, bare, signed, bareSigned].map(middleOf) as [
      Sent,
      Sent,
      Sent,
      Sent,
    ];
    return [
      figure('bulletin-copies', ours.perSecond, 'copies/s', { baseline: theirs.perSecond }),
      figure('cpu-of-server-for-a-copy', ours.cpu.own, 'ms', { baseline: theirs.cpu.own }),
      figure('cpu-of-database-for-a-copy', ours.cpu.started, 'ms'),
      figure('cpu-of-relay-for-a-copy', ours.relay, 'ms', { baseline: theirs.relay }),
      figure('bulletin-copies-signed-rsa-2048', withKey.perSecond, 'copies/s', { baseline: theirsWithKey.perSecond }),
      figure('cpu-of-server-for-a-signed-copy', withKey.cpu.own, 'ms', { baseline: theirsWithKey.cpu.own }),
    ];
  } finally {
    plain.close();
    signing.close();
    relay.close();
  }
}

interface Sent {
  readonly perSecond: number;
  readonly cpu: Measured['cpu'];
  /** Processor time of the relay for a message, milliseconds. */
  readonly relay: number;
}

const middleOf = (rounds: readonly Sent[]): Sent => ({
  perSecond: median(rounds.map(({ perSecond }) => perSecond)),
  cpu: { own: median(rounds.map(({ cpu }) => cpu.own)), started: median(rounds.map(({ cpu }) => cpu.started)) },
  relay: median(rounds.map(({ relay }) => relay)),
});

/** How long so many messages take, and what of the processor; each arrives once. */
async function measured(relay: RelayApart, many: number, send: () => Promise<unknown>): Promise<Sent> {
  const [seen, used, before] = [await relay.seen(), cpuNow(), performance.now()];
  await send();
  const seconds = (performance.now() - before) / 1000;
  const [cpu, after] = [cpuSince(used, many), await relay.seen()];
  assert.equal(after.taken - seen.taken, many, 'everybody got one copy');
  const ofRelay = (after.cpu - seen.cpu) / many;
  return { perSecond: many / seconds, cpu: { own: cpu.own, started: cpu.started - ofRelay }, relay: ofRelay };
}

async function sendOne({ app: { gate }, people }: Place, asker: AskerIdentity, mail: Mail) {
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
  const work = sendBulletinJob(gate, { mail, intake: null });
  const job = { jobId: bulletin, kind: 'bench', personId: null, reference: bulletin, attempts: 1 };
  const asked = { bulletin, origin: ORIGIN, shown: seen.output.shown };
  const confirmed = await gate.pass(confirmBulletin, asker, asked);
  while ((await work(job)) !== 'done');
  assert.equal(confirmed.output.audience, people.length, 'everybody of the place is in the audience');
  return { preview };
}

interface Text {
  readonly subject: string;
  readonly html: string;
  readonly plain: string;
}

interface DkimKey {
  readonly domainName: string;
  readonly keySelector: string;
  readonly privateKey: string;
}

/** The library alone: it puts the same text together for each message and sends it over its own pool of ten. */
async function sendBare(
  port: number,
  { subject, html, plain: text }: Text,
  { many, dkim }: { readonly many: number; readonly dkim?: DkimKey },
): Promise<void> {
  const transport = createTransport({
    host: '127.0.0.1',
    port,
    pool: true,
    maxConnections: BARE_CONNECTIONS,
    maxMessages: Infinity,
    ...(dkim === undefined ? {} : { dkim }),
  });
  const from = { name: 'Bench', address: 'news@bench.example' };
  const headers = { 'List-Id': '<news.bench.example>', 'List-Unsubscribe': `<${ORIGIN}/stop/bench>` };
  let left = many;
  const sender = async () => {
    while (left > 0) {
      left -= 1;
      await transport.sendMail({ from, to: 'one@bench.example', subject, text, html, headers });
    }
  };
  await Promise.all(Array.from({ length: BARE_CONNECTIONS }, sender));
  transport.close();
}
