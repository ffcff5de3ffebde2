import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openTestApp, type TestApp } from '../../../../test/testkit/app.ts';
import { refusedAs } from '../../../../test/testkit/refused-as.ts';
import { confirmOrigin, eraseOwnData, seeOwnData } from '../../agreement/index.ts';
import { signIn } from '../../security/index.ts';
import { askFields, joinDealing, openDealing } from '../../use/index.ts';
import { importPeople, importPerson, mappingSchema, readRows, recordEarlierText } from '../index.ts';

let kit: TestApp;
before(async () => {
  kit = await openTestApp();
  await kit.publish();
});
after(() => kit[Symbol.asyncDispose]());

const host = { kind: 'host', by: 'test' } as const;
const MAP = mappingSchema.parse({
  fields: {
    name: 'Имя',
    email: 'Почта',
    phone: 'Телефон',
    country: { value: 'UA' },
    'address.town': 'Город',
    'address.country': { value: 'UA' },
  },
  language: 'ru',
});
const csv = (...lines: string[]) => Buffer.from(['Имя;Почта;Телефон;Город', ...lines].join('\n'));
const rowsOf = (bytes: Uint8Array) => readRows(bytes, { json: false, encoding: 'utf-8' });
const bring = (bytes: Uint8Array, more: { dryRun?: boolean; earlierText?: string | null } = {}) =>
  importPeople(kit.app.gate, { rows: rowsOf(bytes), mapping: MAP, earlierText: null, dryRun: false, ...more });

async function persons(): Promise<number> {
  return (await kit.app.parts.db.row<{ n: number }>('select count(*) as n from person'))?.n ?? 0;
}

/** The imported person with this address, in a session as if they had come back to their account. */
async function sessionOf(email: string) {
  const { db, blindIndex, random } = kit.app.parts;
  const [tag] = blindIndex.tags('email', email);
  const row = await db.row<{ personId: string }>('select person_id as "personId" from tag where tag = $1', [tag?.tag]);
  assert(row !== undefined, 'they are here');
  const session = random.bytes(32);
  await db.run(
    `insert into session (token_hash, person_id, expires_at) values ($1, $2, clock_timestamp() + interval '1 hour')`,
    [session, row.personId],
  );
  return { kind: 'person', personId: row.personId, session, authenticatedAt: new Date() } as const;
}

test('a dry run says what would be brought and what does not fit, and brings nothing', async () => {
  const before = await persons();
  const file = csv('Анна Лампова;anna.dry@example.org;+380441234500;Львів', 'Без почты;нет такой;;', ';;;');
  const report = await bring(file, { dryRun: true });
  assert.equal(report.brought, 1);
  assert.deepEqual(
    report.wrong.map(({ row, field }) => [row, field]),
    [
      [2, 'email'],
      [3, 'address'],
    ],
  );
  assert.doesNotMatch(JSON.stringify(report), /нет такой|Лампова/);
  assert.equal(await persons(), before);
});

test('an import that broke half way goes on where it was, and a repeat brings nobody twice', async () => {
  const lines = Array.from({ length: 40 }, (_, n) => `Человек ${'абвгдеж'[n % 7]};half${n}@example.org;;Львів`);
  const file = csv(...lines);
  const { pass } = kit.app.gate;
  let left = 15;
  const breaking: TestApp['app']['gate'] = {
    ...kit.app.gate,
    pass: (act, ...rest) => {
      if ((act as unknown) === importPerson && left-- <= 0) throw new Error('the machine went away');
      return pass(act, ...rest);
    },
  };
  const before = await persons();
  const given = { rows: rowsOf(file), mapping: MAP, earlierText: null, dryRun: false };
  await assert.rejects(importPeople(breaking, given), /went away/);
  const after = await bring(file);
  assert.equal(after.before + after.brought, 40);
  assert.ok(after.before > 0);
  assert.equal(await persons(), before + 40);
  const again = await bring(file);
  assert.deepEqual([again.brought, again.before], [0, 40]);
});

test('duplicates are told by their rows: twice in the file, and here already', async () => {
  await bring(csv('Анна;anna.twin@example.org;;Львів'));
  const report = await bring(
    csv('Анна;ANNA.twin@EXAMPLE.org;;Львів', 'Борис;boris@example.org;;Львів', 'Борис;Boris@Example.org;;Львів'),
  );
  assert.deepEqual([report.known, report.duplicates, report.brought], [[1], [3], 1]);
});

test('who stands twice in a long file is brought once, however far apart the rows are', async () => {
  const lines = Array.from({ length: 300 }, (_, n) => `Ян;far${n}@example.org;;Львів`);
  const before = await persons();
  const report = await bring(
    csv(...lines, 'Ян;FAR0@example.org;;Львів', 'Ян;нет такой;;Львів', 'Ян;far299@Example.org;;Львів'),
  );
  assert.deepEqual([report.brought, report.duplicates], [300, [301, 303]]);
  assert.deepEqual(
    report.wrong.map(({ row }) => row),
    [302],
  );
  assert.equal(await persons(), before + 300);
});

test('a file in cp1251 is refused as UTF-8, and read once it is named', async () => {
  const bytes = Buffer.from([0xc8, 0xec, 0xff, 0x0a, 0xc0, 0xed, 0xed, 0xe0]);
  assert.throws(
    () => rowsOf(bytes),
    refusedAs('malformed', ({ message }) => assert.match(message, /windows-1251/)),
  );
  assert.deepEqual(readRows(bytes, { json: false, encoding: 'windows-1251' }), [{ Имя: 'Анна' }]);
});

test('a broken file names its line and nothing that stands in it', () => {
  assert.throws(
    () => rowsOf(csv('Анна;"a@example.org;;Львів')),
    refusedAs('malformed', ({ message }) => assert.doesNotMatch(message, /Анна|example/)),
  );
  assert.throws(() => readRows(Buffer.from('{"a":'), { json: true, encoding: 'utf-8' }), refusedAs('malformed'));
});

test('what comes from elsewhere is used by nobody until its person confirms it', async () => {
  await bring(csv('Вера;vera@example.org;;Львів'));
  const asker = await sessionOf('vera@example.org');
  const shop = (await kit.credential('service', 'shop')).asker;
  const { output: dealing } = await kit.app.gate.pass(openDealing, shop, { purpose: 'delivery', reference: '1' });
  await kit.app.gate.pass(joinDealing, asker, { dealing: dealing.id });
  const asked = { dealing: dealing.id, fields: ['name'] };
  await assert.rejects(
    kit.app.gate.pass(askFields, shop, asked),
    refusedAs('forbidden_by_policy', ({ detail }) => assert.deepEqual(detail.missing, ['originUsable'])),
  );
  const version = (await kit.app.parts.shelf.inForce())?.number;
  await kit.app.gate.pass(confirmOrigin, asker, { language: 'ru', policyVersion: version });
  assert.equal((await kit.app.gate.pass(askFields, shop, asked)).output.fields.name, 'Вера');
  const { output } = await kit.app.gate.pass(seeOwnData, asker, {});
  assert.ok(
    output.submissions.some(({ form }) => form === 'confirmation'),
    'confirming is leaving data',
  );
  await kit.app.gate.pass(eraseOwnData, asker, {});
  assert.deepEqual(await kit.app.parts.db.rows('select 1 from import_row where person_id = $1', [asker.personId]), []);
});

test('what was left here before needs the owner’s statement with the text then in force', async () => {
  const file = csv('Глеб;gleb@example.org;;Львів');
  const unknown = '00000000-0000-4000-8000-000000000000';
  await assert.rejects(bring(file, { earlierText: unknown }), refusedAs('forbidden_by_policy'));
  const { output } = await kit.app.gate.pass(recordEarlierText, host, { words: 'Старая политика', by: 'Владелец' });
  await bring(file, { earlierText: output.id });
  const asker = await sessionOf('gleb@example.org');
  const { output: own } = await kit.app.gate.pass(seeOwnData, asker, {});
  assert.ok(own.fields.every(({ origin }) => origin === 'left-before'));
});

/** `U*U`, as crypt_blowfish published it, and passwords of Django and phpass. */
const BCRYPT = '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW';
const DJANGO = 'pbkdf2_sha256$10000$seasalt$CWWFdHOWwPnki7HvkcqN9iA2T3KLW1cf2uZ5kvArtVY=';

const withPasswords = (...lines: string[]) => ({
  rows: rowsOf(Buffer.from(['Имя;Почта;Хеш', ...lines].join('\n'))),
  mapping: mappingSchema.parse({ fields: { name: 'Имя', email: 'Почта' }, language: 'ru', passwordHash: 'Хеш' }),
  earlierText: null,
  dryRun: false,
});

test('who is brought with a password gets in by their address and that password, and nothing of the old hash is left', async () => {
  const { gate, parts } = kit.app;
  const file = withPasswords(
    `Дарья;darya@example.org;${BCRYPT}`,
    `Егор;egor@example.org;${DJANGO}`,
    'Без;bez@example.org;',
  );
  assert.deepEqual((await importPeople(gate, { ...file, dryRun: true })).wrong, []);
  assert.equal((await importPeople(gate, file)).brought, 3);
  const enter = (identifier: string, password: string) =>
    gate.pass(signIn, { kind: 'anyone', network: '198.51.100.0/24' }, { identifier, password });
  await assert.rejects(enter('darya@example.org', 'U*U*'), refusedAs('unauthenticated'));
  await assert.rejects(enter('bez@example.org', 'U*U'), refusedAs('unauthenticated'));
  assert(await enter('egor@example.org', 'lètmein'));
  const { output } = await enter('Darya@Example.org', 'U*U');
  assert(output.session !== null);
  const left = await parts.db.rows('select 1 from brought_password');
  assert.deepEqual(left, [], 'hashed like every other password from now on');
  assert((await enter('darya@example.org', 'U*U')).output.session !== null);
  await assert.rejects(enter('darya@example.org', 'U*U*U'), refusedAs('unauthenticated'));

  // They see where the data came from and confirm it; until then it is of no use to anybody.
  const { address } = await kit.serve();
  const page = await fetch(`${address}/account/data`, {
    headers: { cookie: `kristalux-session=${output.session}; language=ru` },
  });
  assert.equal(page.status, 200);
  assert.match(await page.text(), /action="\/account\/data\/confirm[^"]*"|action="[^"]*confirm/);
});

test('a hash that nobody here can check is named by its row and never repeated, and its person is not brought', async () => {
  const before = await persons();
  const file = withPasswords(
    'Ж;zh@example.org;5f4dcc3b5aa765d61d8327deb882cf99',
    `З;z@example.org;$2b$31$${BCRYPT.slice(7)}`,
    `И;;${BCRYPT}`,
  );
  for (const dryRun of [true, false]) {
    const report = await importPeople(kit.app.gate, { ...file, dryRun });
    assert.deepEqual(
      report.wrong.map(({ row, field }) => [row, field]),
      [
        [1, 'password'],
        [2, 'password'],
        [3, 'password'],
      ],
    );
    assert.match(report.wrong[0]?.why ?? '', /bcrypt, argon2, scrypt, PBKDF2 or phpass/);
    assert.match(report.wrong[1]?.why ?? '', /more work/);
    assert.doesNotMatch(JSON.stringify(report), /5f4dcc3b|CCCC/);
  }
  assert.equal(await persons(), before);
});

test('while somebody brought has not come yet, an unknown address costs a try the same work (user enumeration)', async () => {
  const { gate, parts } = kit.app;
  await importPeople(gate, withPasswords(`К;kira@example.org;${BCRYPT}`));
  const { inTurn } = parts.passwords;
  let turns = 0;
  const counting: typeof inTurn = (work) => {
    turns += 1;
    return inTurn(work);
  };
  const counted = { ...parts, passwords: { ...parts.passwords, inTurn: counting } };
  for (const identifier of ['kira@example.org', 'nobody-knows@example.org', '+380440000001']) {
    turns = 0;
    const asked = { identifier, password: 'not it at all' };
    assert(signIn.prepare !== undefined, 'passwords are checked before the moment');
    const stranger = { kind: 'anyone', network: '203.0.113.0/24' } as const;
    await assert.rejects(signIn.prepare(counted, stranger, asked), refusedAs('unauthenticated'));
    assert.equal(turns, 1, identifier);
  }
});

test('who is erased before they ever came leaves no hash behind', async () => {
  await importPeople(kit.app.gate, withPasswords(`Л;lev@example.org;${BCRYPT}`));
  const asker = await sessionOf('lev@example.org');
  await kit.app.gate.pass(eraseOwnData, asker, {});
  const left = await kit.app.parts.db.rows('select 1 from brought_password where person_id = $1', [asker.personId]);
  assert.deepEqual(left, []);
});
