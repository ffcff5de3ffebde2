import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import type { App } from '../app.ts';
import { demandProof, listDemands } from '../promises/collection/index.ts';
import { makePerson, makeStaff } from '../prove/twin/people.ts';
import type { BenchTools } from './bench.ts';
import { type Figure, figure, median } from './figure.ts';
import { loadOverHttp } from './load-over-http.ts';
import type { Place } from './open-place.ts';
import { openOwnSite } from './own-site.ts';
import { descendantsOf } from './processes.ts';
import { fillDemands } from './store.ts';

/** A photograph of twelve megapixels, as a telephone takes it. */
const PHOTO = { width: 4000, height: 3000 };
const PHOTOS_ALONE = 9;
const AT_ONCE = 50;
const PEOPLE = 26;
const DEMANDS = 100_000;
const LOOKS = 30;
/** How long another is listened to: photographs that are not done by then go on unobserved. */
const SECONDS = 8;

/** Photographs of documents, alone and fifty at once, what others feel of it, and the opening of a long review queue. */
export async function benchProofs(place: Place, { serve }: BenchTools): Promise<readonly Figure[]> {
  return [...(serve === null ? [] : await photographs()), await openQueue(place)];
}

async function photographs(): Promise<readonly Figure[]> {
  const site = openOwnSite();
  try {
    const { address, pid } = await site.start();
    const senders = await site.look(makeSenders);
    const photo = await makePhoto();
    const forms: Form[] = [];
    for (const sender of senders) forms.push(await formOf(address, sender, photo));
    const [reader, form] = [senders[0]?.session, forms[0]];
    assert(reader !== undefined && form !== undefined, 'there are people');
    // The library for pictures is loaded once, and the first one pays for it.
    await send(form);
    const quiet = await other(address, reader, async () => {});
    const before = memoryOf(pid);
    const alone: number[] = [];
    const besideOne = await other(address, reader, async () => {
      for (let n = 0; n < PHOTOS_ALONE; n += 1) alone.push(await send(form));
    });
    const withOne = memoryOf(pid);
    const begun = performance.now();
    const besideFifty = await other(address, reader, async () => {
      await Promise.all(Array.from({ length: AT_ONCE }, (_, n) => send(forms[n % PEOPLE] ?? form)));
    });
    const seconds = (performance.now() - begun) / 1000;
    const withFifty = memoryOf(pid);
    const more = (after: Memory | undefined) => (after && before ? Math.max(0, after.most - before.now) : undefined);
    return [
      figure('photo-of-12-megapixels-sealed', median(alone), 'ms', { latencies: alone }),
      figure('another-while-nothing-is-sent', median(quiet), 'ms', { latencies: quiet }),
      figure('another-while-photos-come-one-by-one', median(besideOne), 'ms', { latencies: besideOne }),
      figure('50-photos-at-once-all-sealed', seconds, 's'),
      figure('another-while-50-photos-come-at-once', median(besideFifty), 'ms', { latencies: besideFifty }),
      ...[more(withOne)].flatMap((value) =>
        value === undefined ? [] : [figure('more-memory-for-one-photo-at-most', value, 'MB')],
      ),
      ...[more(withFifty)].flatMap((value) =>
        value === undefined ? [] : [figure('more-memory-for-50-photos-at-most', value, 'MB')],
      ),
    ];
  } finally {
    await site.close();
  }
}

interface Sender {
  readonly session: string;
  readonly demand: string;
}

async function makeSenders({ gate }: App): Promise<readonly Sender[]> {
  const requester = await makeStaff(gate, 'verifier');
  const made: Sender[] = [];
  for (let n = 0; n < PEOPLE; n += 1) {
    const person = await makePerson(gate);
    const field = Object.keys(person.left)[0];
    const asked = { fields: [field], reason: 'age-matters', ways: ['online'], days: 30, heldBack: 'nothing' };
    const demanded = { ...asked, person: { account: person.accountName } };
    const { output } = await gate.pass(demandProof, requester.asker, demanded);
    made.push({ session: person.session, demand: output.id });
  }
  return made;
}

/** Light and dark as a room is, with the noise of a small sensor. */
async function makePhoto(): Promise<Buffer> {
  const { default: sharp } = await import('sharp');
  const noise = { type: 'gaussian', mean: 0, sigma: 6 } as const;
  const base = sharp({ create: { ...PHOTO, channels: 3, background: { r: 150, g: 140, b: 130 } } });
  const grain = await sharp({ create: { ...PHOTO, channels: 3, background: 'black', noise } })
    .jpeg({ quality: 95 })
    .toBuffer();
  return await base
    .composite([{ input: grain, blend: 'add' }])
    .jpeg({ quality: 92 })
    .toBuffer();
}

/** The form as a browser sends it, made before anything is measured. */
async function formOf(address: string, { session, demand }: Sender, photo: Buffer): Promise<Form> {
  const headers = { cookie: `kristalux-session=${session}`, origin: address };
  const page = await (await fetch(`${address}/account/proofs`, { headers })).text();
  const csrf = /name="csrf" value="([^"]+)"/.exec(page)?.[1];
  assert(csrf !== undefined, 'the page has a form');
  const body = new FormData();
  body.set('csrf', csrf);
  body.set('image', new Blob([new Uint8Array(photo)], { type: 'image/jpeg' }), 'photo.jpg');
  const made = new Response(body);
  const type = made.headers.get('content-type') ?? '';
  const place = `${address}/account/proofs/${demand}/image`;
  return { place, headers: { ...headers, 'content-type': type }, body: new Uint8Array(await made.arrayBuffer()) };
}

interface Form {
  readonly place: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array<ArrayBuffer>;
}

/** @returns how long it took until the photograph was sealed and that was answered */
async function send({ place, headers, body }: Form): Promise<number> {
  const begun = performance.now();
  const { status } = await fetch(place, { method: 'POST', body, headers, redirect: 'manual' });
  assert.equal(status, 303, 'the photograph was taken');
  return performance.now() - begun;
}

/** What another is answered meanwhile, who asks without a pause from a thread of their own: the policy, and their account. */
async function other(address: string, session: string, work: () => Promise<unknown>): Promise<readonly number[]> {
  const headers = { cookie: `kristalux-session=${session}` };
  const paths = ['/policy', '/account/proofs'];
  const asking = loadOverHttp(address, { paths, method: 'GET', bodies: [], headers, clients: 1, seconds: SECONDS });
  const [{ latencies }] = await Promise.all([asking, work()]);
  return latencies;
}

interface Memory {
  /** Megabytes of the server by itself as it stands, and the most of all since it was last looked at. */
  readonly now: number;
  readonly most: number;
}

/** Of the server and of the program that makes pictures for it: the sum of what each held at its worst. */
function memoryOf(server: number): Memory | undefined {
  try {
    const makers = descendantsOf(server).filter(({ pid }) =>
      readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes('picture-program'),
    );
    const each = [server, ...makers.map(({ pid }) => pid)].map((pid) => {
      const status = readFileSync(`/proc/${pid}/status`, 'utf8');
      const kilobytes = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) / 1024;
      // From here on the most is counted anew.
      writeFileSync(`/proc/${pid}/clear_refs`, '5');
      return { now: kilobytes('VmRSS'), most: kilobytes('VmHWM') };
    });
    return { now: each[0]?.now ?? 0, most: each.reduce((all, { most }) => all + most, 0) };
  } catch {
    return undefined;
  }
}

async function openQueue({ app }: Place): Promise<Figure> {
  const staff = await makeStaff(app.gate, 'verifier');
  await fillDemands(app.parts.db, staff.personId, DEMANDS);
  const latencies: number[] = [];
  for (let look = 0; look < LOOKS; look += 1) {
    const begun = performance.now();
    await app.gate.pass(listDemands, staff.asker, {});
    latencies.push(performance.now() - begun);
  }
  return figure('review-queue-of-100000-demands-opens', median(latencies), 'ms', { latencies });
}
