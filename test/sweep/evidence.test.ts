import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { App } from '../../src/app.ts';
import { openDatabaseFor } from '../../src/kernel/db/open-database-for.ts';
import { EVIDENCE_DAYS_MAX } from '../../src/kernel/limits.ts';
import { decideProof, demandProof, proveOnline, seeProof } from '../../src/promises/collection/index.ts';
import { LEFT, registerPerson, type TestApp, type TestPerson } from '../testkit/app.ts';
import { openTestFolder } from '../testkit/folder.ts';
import { siteOnFolders } from '../testkit/site-on-folders.ts';
import { appointStaff } from '../testkit/staff.ts';
import { whatOpens } from '../testkit/what-opens.ts';
import { searchFolderForBytes } from './find-text.ts';

/** The purge drill: two pictures of documents, one goes with its decision and one by its date, and whatever could hold them is searched. */
const { email: _, phone: __, ...OWN } = LEFT;

/** A picture that no other file resembles. */
async function makePicture(): Promise<Buffer> {
  const { default: sharp } = await import('sharp');
  const noise = { type: 'gaussian', mean: 128, sigma: 50 } as const;
  return await sharp({ create: { width: 320, height: 240, channels: 3, background: 'white', noise } })
    .jpeg({ quality: 90 })
    .toBuffer();
}

/** Pieces of a picture from its beginning to its end, and rows of its points: whatever is left of it holds one of them. */
async function piecesOf(picture: Buffer): Promise<readonly Buffer[]> {
  const { default: sharp } = await import('sharp');
  const points = await sharp(picture).raw().toBuffer();
  const cut = (bytes: Buffer, from: number, pieces: number) =>
    Array.from({ length: pieces }, (_, n) => {
      const at = from + Math.floor(((bytes.length - from - 64) * n) / pieces);
      return bytes.subarray(at, at + 32);
    });
  // The head of a JPEG, with its tables, is that of many others.
  return [...cut(picture, 1024, 4), ...cut(points, 0, 2)];
}

async function send(app: App, picture: Buffer, requester: TestPerson) {
  const person = await registerPerson(app, OWN);
  const asked = { fields: ['name'], reason: 'age-matters', ways: ['online'], days: 30, heldBack: 'nothing' };
  const demanded = { ...asked, person: { account: person.accountName } };
  const demand = (await app.gate.pass(demandProof, requester.asker, demanded)).output.id;
  const sent = { demand, image: picture, language: 'ru' };
  return { person, proof: (await app.gate.pass(proveOnline, person.asker, sent)).output.id };
}

async function staffOf(app: App) {
  const kit = { app, person: (fields: Readonly<Record<string, unknown>>) => registerPerson(app, fields) };
  const one = await appointStaff(kit as unknown as TestApp, 'verifier');
  return { requester: one, reviewer: await appointStaff(kit as unknown as TestApp, 'verifier') };
}

test('the purge drill: no byte of a destroyed document is in any file, log or temporary folder, and after the epoch no old copy opens it', async () => {
  using folder = openTestFolder();
  const place = (name: string) => join(folder.path, name);
  // Whatever this process or a library of it puts into a temporary file lands where it is searched.
  mkdirSync(place('temporary'), { mode: 0o1777 });
  process.env.TMPDIR = place('temporary');
  const site = siteOnFolders(place('site'), {});
  const raw = [await makePicture(), await makePicture()];
  const sent = await site.open(async (app) => {
    const staff = await staffOf(app);
    const [decided, late] = [
      await send(app, raw[0] ?? Buffer.alloc(0), staff.requester),
      await send(app, raw[1] ?? Buffer.alloc(0), staff.requester),
    ];
    const look = async (proof: string) => (await app.gate.pass(seeProof, staff.reviewer.asker, { proof })).output;
    const kept = [await look(decided.proof), await look(late.proof)].map(({ image }) =>
      Buffer.from(image ?? '', 'base64'),
    );
    return { decided, late, kept, ...staff, siteId: app.parts.site.siteId };
  });
  const { decided, late, siteId } = sent;
  const pieces = (await Promise.all([...raw, ...sent.kept].map(piecesOf))).flat();
  assert.ok(sent.kept.every((picture) => picture.length > 5_000));
  const found = () => ['site', 'temporary'].flatMap((name) => searchFolderForBytes(place(name), pieces));
  assert.deepEqual(found(), [], 'even while it is kept it lies nowhere open');
  mkdirSync(place('control'));
  writeFileSync(place('control/picture'), Buffer.concat([Buffer.alloc(7), sent.kept[1] ?? raw[0] ?? Buffer.alloc(0)]));
  assert.ok(searchFolderForBytes(place('control'), pieces).length >= 4, 'the search finds what is there');
  execFileSync('cp', ['-a', site.dataDir, place('old-data')]);
  execFileSync('cp', ['-a', site.keyDir, place('old-keys')]);
  const atOld = { databaseUrl: undefined, dataDir: place('old-data') };
  const old = await openDatabaseFor(atOld, { role: 'command', say: () => {} });
  const pictures = (opened: ReadonlySet<string>) =>
    [decided, late].filter(({ person }) =>
      [...opened].some((value) => value.startsWith(`${person.personId} proof/image`)),
    ).length;

  await site
    .open(async (app) => {
      const { db } = app.parts;
      assert.equal(pictures(await whatOpens(siteId, [db], [site.keyDir])), 2, 'both are there');
      const { proof } = decided;
      const { seen } = (await app.gate.pass(seeProof, sent.reviewer.asker, { proof })).output;
      const refused = { decision: 'refused', reason: 'someone-else' };
      await app.gate.pass(decideProof, sent.reviewer.asker, { proof, seen, decided: refused });
      // Thirty days later, as the calendar of the database says it.
      await db.run('update proof set made_at = made_at - make_interval(days => $2) where proof_id = $1', [
        late.proof,
        EVIDENCE_DAYS_MAX,
      ]);
      await db.run(`update job set run_at = clock_timestamp() where kind = 'forget-evidence' and done_at is null`);
      await app.worker.drain();
      assert.equal(pictures(await whatOpens(siteId, [db], [site.keyDir])), 0, 'gone from the living database');
      const copies = [old.db, db];
      assert.equal(
        pictures(await whatOpens(siteId, copies, [site.keyDir])),
        2,
        'until the epoch ends an old copy opens',
      );
      await site.run('keys', 'rotate');
      assert.equal(pictures(await whatOpens(siteId, copies, [site.keyDir])), 0, 'after it no copy does');
      const withFormer = await whatOpens(siteId, copies, [site.keyDir, place('old-keys')]);
      assert.equal(pictures(withFormer), 2, 'the former key would: it was that alone which went');
      await db.run('vacuum value');
    })
    .finally(() => old.close());
  assert.deepEqual(found(), [], 'and no file holds a piece of either');
});
