import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { LEFT } from '../../../../test/testkit/app.ts';
import { APPROVED, OWN, useDemands } from '../../../../test/testkit/demands.ts';
import { refusedAs } from '../../../../test/testkit/refused-as.ts';
import { appointStaff } from '../../../../test/testkit/staff.ts';
import { proveOnline, seeProof } from '../index.ts';

// A server that speaks ClamAV's INSTREAM and knows one harmful file by its first bytes.
const socket = join(mkdtempSync(join(tmpdir(), 'clamd-')), 'clamd');
const HARMFUL = Buffer.from('HARMFUL');
let clamd: Server | undefined;
before(async () => {
  clamd = createServer((connection) => {
    let heard = Buffer.alloc(0);
    connection.on('error', () => {});
    connection.on('data', (piece) => {
      heard = Buffer.concat([heard, piece]);
      if (!heard.subarray(-4).equals(Buffer.alloc(4))) return;
      assert.ok(heard.subarray(0, 10).equals(Buffer.from('zINSTREAM\0')));
      connection.end(heard.includes(HARMFUL) ? 'stream: Test-Signature FOUND\0' : 'stream: OK\0');
    });
  });
  await new Promise<void>((resolve) => clamd?.listen(socket, resolve));
});
after(() => clamd?.close());

const site = useDemands({ CLAMAV_SOCKET: socket });
const { pass } = site;
const BORN = 'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10';

async function asked(more: object = {}) {
  const person = await site.kit.person(OWN);
  const demand = await site.at.demandOf(person, more);
  const send = async (image: Buffer, mrz?: string) =>
    (await pass(proveOnline, person.asker, { demand, image, mrz, language: 'ru' })).output.id;
  return { person, demand, send };
}

test('what the virus scanner knows is not kept; what it does not know is looked at as ever', async () => {
  const { person, send } = await asked();
  await assert.rejects(
    send(Buffer.concat([site.image, HARMFUL])),
    refusedAs('invalid', ({ detail }) => assert.equal(detail.field, 'image.harm')),
  );
  assert.deepEqual(await site.at.imagesKept(person), []);
  assert.ok((await site.at.look(await send(site.image))).image);
});

test('lines with a wrong digit are told, and nothing of the document is kept', async () => {
  const { person, send } = await asked();
  await assert.rejects(
    send(site.image, BORN.replace('740812', '740813')),
    refusedAs('invalid', ({ detail }) => assert.equal(detail.field, 'mrz.digits')),
  );
  assert.deepEqual(await site.at.imagesKept(person), []);
});

test('the lines are compared for the reviewer with what was left, and go with the decision', async () => {
  const { person, send } = await asked({ fields: ['name', 'birth-date'] });
  const proof = await send(site.image, BORN);
  const { mrz, seen } = await site.at.look(proof);
  assert.equal(LEFT['birth-date'], '1984-02-29');
  assert.deepEqual(mrz, [
    { field: 'name', said: 'differs' },
    { field: 'birth-date', said: 'differs' },
  ]);
  const { db } = site.kit.app.parts;
  const lines = () => db.rows(`select 1 from value where person_id = $1 and field = 'proof/mrz'`, [person.personId]);
  assert.equal((await lines()).length, 1);
  await site.at.decide(proof, APPROVED);
  assert.ok(seen);
  assert.deepEqual(await lines(), []);
});

test('of several reviewers one is drawn, and another only after three days or when that one has gone', async () => {
  const third = await appointStaff(site.kit, 'verifier');
  const { send } = await asked();
  const proof = await send(site.image);
  const { db } = site.kit.app.parts;
  const row = await db.row<{ drawn: string }>('select assigned_to as drawn from proof where proof_id = $1', [proof]);
  const able = [site.at.reviewer, third];
  const other = able.find(({ personId }) => personId !== row?.drawn);
  assert.ok(other && able.some(({ personId }) => personId === row?.drawn), 'never who demanded');
  await assert.rejects(
    pass(seeProof, other.asker, { proof }),
    refusedAs('forbidden_by_policy', ({ detail }) => assert.deepEqual(detail.missing, ['assignedReviewer'])),
  );
  await db.run(`update proof set made_at = made_at - interval '4 days' where proof_id = $1`, [proof]);
  assert.ok((await site.at.look(proof, other)).image);
});

test('thirty documents at once all end in a seal', async () => {
  const people = await Promise.all(Array.from({ length: 30 }, () => asked()));
  const proofs = await Promise.all(people.map(({ send }) => send(site.image)));
  assert.equal(new Set(proofs).size, 30);
});

test('a scanner that does not answer lets nothing in', async () => {
  const { person, send } = await asked();
  await new Promise<void>((resolve) => clamd?.close(() => resolve()));
  await assert.rejects(send(site.image), refusedAs('busy'));
  assert.deepEqual(await site.at.imagesKept(person), []);
});
