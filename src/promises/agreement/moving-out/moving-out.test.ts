import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { generateIdentity, identityToRecipient } from 'age-encryption';
import { LEFT, openTestApp, type TestApp } from '../../../../test/testkit/app.ts';
import { openTestFolder } from '../../../../test/testkit/folder.ts';
import { joinedDealing } from '../../../../test/testkit/joined-dealing.ts';
import { type GuardedPerson, makeOwner } from '../../../../test/testkit/people.ts';
import { refusedAs } from '../../../../test/testkit/refused-as.ts';
import { fsck } from '../../../kernel/ledger/fsck.ts';
import { readAgeFile } from '../../../kernel/safekeeping/age-file.ts';
import { readTar } from '../../../kernel/tar.ts';
import { importPeople, mappingSchema } from '../../links/index.ts';
import { askFields, pauseUse, sealOwnData } from '../../use/index.ts';
import { ERASURES, eraseOwnData, orderSiteExport, seeOwnHistory, writeSiteExport } from '../index.ts';
import { exportPerson } from './export-person.ts';

const folder = openTestFolder();
let kit: TestApp;
let owner: GuardedPerson;
let identity: string;
let recipient: string;
before(async () => {
  kit = await openTestApp();
  await kit.publish();
  owner = await makeOwner(kit);
  identity = await generateIdentity();
  recipient = await identityToRecipient(identity);
});
after(async () => {
  await kit[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

let files = 0;
const place = () => {
  files += 1;
  return join(folder.path, `site-${files}.tar.age`);
};

async function read(path: string) {
  const pieces: Uint8Array[] = [];
  for await (const piece of await readAgeFile(path, identity)) pieces.push(piece);
  return new Map(readTar(Buffer.concat(pieces)).map(({ name, content }) => [name, content]));
}

const sha256 = (content: Buffer | undefined) =>
  createHash('sha256')
    .update(content ?? '')
    .digest('hex');
interface Line {
  readonly person: string;
  readonly paused: boolean;
  readonly sealed: number;
  readonly services: Readonly<Record<string, string>>;
  readonly fields: readonly { readonly field: string; readonly value: unknown }[];
  readonly tables: Readonly<Record<string, readonly unknown[]>>;
}
const linesOf = (members: ReadonlyMap<string, Buffer>): readonly Line[] =>
  [...members]
    .filter(([name]) => name.startsWith('persons/'))
    .flatMap(([, content]) => content.toString('utf8').trimEnd().split('\n'))
    .map((line) => JSON.parse(line));

test('everything people left goes into one file that the owner’s key opens; each sees an entry, and every byte has a digest', async () => {
  const { gate } = kit.app;
  const left = await kit.person();
  const dealing = await joinedDealing(kit, left);
  const paused = await kit.person();
  await gate.pass(pauseUse, paused.asker, {});
  const sealed = await kit.person();
  await gate.pass(sealOwnData, sealed.asker, { password: sealed.password });
  const erased = await kit.person();
  await gate.pass(eraseOwnData, erased.asker, { password: erased.password });
  const rows = Array.from({ length: 230 }, (_, n) => ({
    name: `Человек ${n % 3 ? 'Лампа' : 'Люстра'}`,
    email: `p${n}@example.org`,
  }));
  const mapping = mappingSchema.parse({ fields: { name: 'name', email: 'email' }, language: 'ru' });
  await importPeople(gate, { rows, mapping, earlierText: null, dryRun: false });

  await gate.pass(orderSiteExport, owner.asker, { recipient });
  const path = place();
  const heard: number[] = [];
  const made = await writeSiteExport(gate, path, (persons) => heard.push(persons));
  assert.equal(made.persons, 234, 'four here and who was brought, and nobody who was erased');
  assert.deepEqual(heard, [100, 200, 234], 'a hundred at a time');

  const members = await read(path);
  const lines = linesOf(members);
  assert.equal(lines.length, made.persons);
  const { asker: shop } = await kit.credential('service', 'shop');
  const known = (await gate.pass(askFields, shop, { dealing, fields: ['name'] })).output.person;
  const own = lines.find(({ services }) => services['shop'] === known);
  assert.deepEqual(own?.fields.find(({ field }) => field === 'name')?.value, LEFT.name);
  assert.equal(own?.tables['dealing']?.length, 1);
  assert.equal(lines.filter((one) => one.paused).length, 2, 'sealing is a pause too');
  assert.equal(lines.filter((one) => one.sealed > 0 && one.fields.length === 0).length, 1, 'sealed stays sealed');
  const whole = Buffer.concat([...members.values()]).toString('utf8');
  assert(!whole.includes(left.personId), 'under a name of its own, not by the number here');

  assert.equal(sha256(members.get('manifest.json')), made.manifest);
  const listed = JSON.parse(String(members.get('manifest.json'))).manifests as { name: string; sha256: string }[];
  const all = listed.flatMap(({ name, sha256: digest }) => {
    assert.equal(sha256(members.get(name)), digest, name);
    return JSON.parse(String(members.get(name))) as { name: string; sha256: string }[];
  });
  for (const one of all) assert.equal(sha256(members.get(one.name)), one.sha256, one.name);
  assert.equal(all.length + listed.length + 1, members.size, 'nothing stands there that is not listed');

  const { entries } = (await gate.pass(seeOwnHistory, left.asker, {})).output;
  assert.equal(entries.filter(({ kind }) => kind === 'exportPerson').length, 1);
  const { db, keys, site } = kit.app.parts;
  const end = await db.row<{ body: string }>(`select body from entry where kind = 'endSiteExport'`);
  assert.equal(JSON.parse(end?.body ?? '{}').commitments.manifest, made.manifest);
  await kit.app.sequence();
  assert.deepEqual((await fsck({ db, key: keys.ledger, ...site, erasureKinds: ERASURES })).problems, []);
});

test('nobody takes anything out without an open order of an owner, and one order is one file', async () => {
  const { gate } = kit.app;
  const person = await kit.person();
  await assert.rejects(
    writeSiteExport(gate, place(), () => {}),
    refusedAs('not_found'),
  );
  await assert.rejects(gate.pass(orderSiteExport, { kind: 'host', by: 'test' }, { recipient }), refusedAs('not_found'));
  await assert.rejects(gate.pass(orderSiteExport, person.asker, { recipient }), refusedAs('not_found'));
  await assert.rejects(gate.pass(orderSiteExport, owner.asker, { recipient: 'age1nobody' }), refusedAs('invalid'));
  const asked = { export: kit.app.parts.random.uuid(), personId: person.personId };
  await assert.rejects(gate.pass(exportPerson, { kind: 'worker' }, asked), refusedAs('forbidden_by_policy'));
  await gate.pass(orderSiteExport, owner.asker, { recipient });
  await kit.app.parts.db.run(
    `update site_export set ordered_at = clock_timestamp() - interval '8 days' where ended_at is null`,
  );
  await assert.rejects(
    writeSiteExport(gate, place(), () => {}),
    refusedAs('not_found'),
  );
});

test('one that breaks half way leaves no file behind, and the order stands', async () => {
  const { gate } = kit.app;
  await gate.pass(orderSiteExport, owner.asker, { recipient });
  let left = 20;
  const breaking: typeof gate = {
    ...gate,
    pass: (act, ...rest) => {
      if ((act as unknown) === exportPerson && left-- <= 0) throw new Error('the machine went away');
      return gate.pass(act, ...rest);
    },
  };
  const path = place();
  await assert.rejects(
    writeSiteExport(breaking, path, () => {}),
    /went away/,
  );
  assert.deepEqual([existsSync(path), existsSync(`${path}.part`)], [false, false]);
  assert((await writeSiteExport(gate, path, () => {})).persons > 200);
});

test('one refusal stops the whole export: no file is written that lacks somebody unsaid', async () => {
  const { gate } = kit.app;
  await gate.pass(orderSiteExport, owner.asker, { recipient });
  const path = place();
  const other: typeof gate = {
    ...gate,
    pass: (act, asker, input, ...rest) =>
      gate.pass(
        act,
        asker,
        (act as unknown) === exportPerson ? { ...(input as object), export: kit.app.parts.random.uuid() } : input,
        ...rest,
      ),
  };
  await assert.rejects(
    writeSiteExport(other, path, () => {}),
    refusedAs('forbidden_by_policy'),
  );
  assert.equal(existsSync(path), false);
});
