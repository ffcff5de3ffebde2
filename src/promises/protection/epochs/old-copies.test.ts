import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createSecretKey, type KeyObject } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { LEFT, registerPerson } from '../../../../test/testkit/app.ts';
import { signInAgain } from '../../../../test/testkit/backups.ts';
import { openTestFolder } from '../../../../test/testkit/folder.ts';
import { refusedAs } from '../../../../test/testkit/refused-as.ts';
import { runCommand } from '../../../../test/testkit/run-command.ts';
import { type App, openApp } from '../../../app.ts';
import type { Sql } from '../../../kernel/db/db.ts';
import { openDatabaseFor } from '../../../kernel/db/open-database-for.ts';
import { ROLES, valueContext } from '../../../kernel/vault/context.ts';
import { openEnvelope } from '../../../kernel/vault/envelope.ts';
import { parseKeyFile } from '../../../kernel/vault/key-file.ts';
import { unwrapKey } from '../../../kernel/vault/wrap.ts';
import { readSettings } from '../../../settings.ts';
import { eraseOwnData, eraseOwnFields, leaveData, seeOwnData } from '../../agreement/index.ts';

/**
 * Whoever holds these copies of the database and these key files: every key is tried as the wrapping of every other, and
 * every key on every value. Knows the code, is bound by no pass and no entry.
 */
async function whatOpens(
  siteId: string,
  copies: readonly Sql[],
  folders: readonly string[],
): Promise<ReadonlySet<string>> {
  const roots = folders.flatMap(keysIn);
  const personKeys = new Map<string, Buffer>();
  const valueKeys = new Map<string, { readonly of: string; readonly key: Buffer }>();
  for (const copy of copies) {
    for (const row of await copy.rows<Row>(`select person_id as "personId", epoch, wrapped from person_key`)) {
      const place = { siteId, personId: row.personId, recordId: 'person', epoch: row.epoch };
      for (const key of roots.flatMap((root) => tried(() => unwrapKey(root, place, row.wrapped)))) {
        personKeys.set(key.toString('hex'), key);
      }
    }
  }
  for (const copy of copies) {
    const rows = await copy.rows<Row & { recordId: string }>(
      `select person_id as "personId", record_id as "recordId", epoch, wrapped from value_key`,
    );
    for (const { personId, recordId, epoch, wrapped } of rows) {
      const place = { siteId, personId, recordId, epoch };
      for (const key of [...personKeys.values()].flatMap((one) => tried(() => unwrapKey(one, place, wrapped)))) {
        valueKeys.set(key.toString('hex'), { of: recordId, key });
      }
    }
  }
  const opened = new Set<string>();
  for (const copy of copies) {
    const rows = await copy.rows<{
      personId: string;
      recordId: string;
      field: string;
      version: number;
      sealed: Buffer;
    }>(`select person_id as "personId", record_id as "recordId", field, version, sealed from value`);
    for (const { sealed, ...place } of rows) {
      for (const { of, key } of valueKeys.values()) {
        if (of !== place.recordId) continue;
        const contexts = ROLES.map((role) => valueContext({ siteId, ...place, role }));
        for (const text of contexts.flatMap((context) => tried(() => openEnvelope(key, context, sealed)))) {
          opened.add(`${place.personId} ${place.field} ${text.toString('utf8')}`);
        }
      }
    }
  }
  return opened;
}

interface Row {
  readonly personId: string;
  readonly epoch: number;
  readonly wrapped: Buffer;
}

function keysIn(folder: string): readonly KeyObject[] {
  return readdirSync(folder).flatMap((name) => {
    const file = parseKeyFile(readFileSync(join(folder, name), 'utf8'));
    return file === undefined ? [] : [createSecretKey(file.wrapped)];
  });
}

function tried<T>(open: () => T): T[] {
  try {
    return [open()];
  } catch {
    return [];
  }
}

/** A site on real folders with the built-in PostgreSQL, which stands still whenever nothing is open. */
function siteIn(folder: string, more: Readonly<Record<string, string>>) {
  const dataDir = join(folder, 'data');
  const keyDir = join(folder, 'keys');
  const temporary = join(folder, 'tmp');
  mkdirSync(temporary, { recursive: true, mode: 0o1777 });
  const env = { DATA_DIR: dataDir, KEY_DIR: keyDir, TMPDIR: temporary, LOG_LEVEL: 'error', ...more };
  return {
    dataDir,
    keyDir,
    async open<T>(work: (app: App) => Promise<T>): Promise<T> {
      const app = await openApp(readSettings(env), { role: 'command' });
      return await work(app).finally(() => app.close());
    },
    async run(...args: readonly string[]): Promise<string> {
      const [out, err]: [string[], string[]] = [[], []];
      const code = await runCommand(args, { env, out: (line) => out.push(line), err: (line) => err.push(line) });
      assert.equal(code, 0, err.join('\n'));
      return out.join('\n');
    },
    async backUp(to: string): Promise<Readonly<Record<string, string>>> {
      const { backups } = JSON.parse(await this.run('backup', to, '--json')) as {
        backups: { kind: string; path: string }[];
      };
      return Object.fromEntries(backups.map(({ kind, path }) => [kind, path]));
    },
  };
}

const peopleOf = async (app: App) => ({
  siteId: app.parts.site.siteId,
  corrected: await registerPerson(app, { name: 'Одна', country: 'UA', phone: '+380441111111' }),
  partly: await registerPerson(app, { name: 'Другая', country: 'UA', email: 'canary-partly@example.org' }),
  erased: await registerPerson(app, LEFT),
  untouched: await registerPerson(app, { name: 'Третья', country: 'UA', phone: '+380442222222' }),
});

async function forget({ gate }: App, { corrected, partly, erased }: Awaited<ReturnType<typeof peopleOf>>) {
  const { asker, password } = corrected;
  await gate.pass(leaveData, asker, { fields: { phone: '+380443333333' }, language: 'ru', password });
  await gate.pass(eraseOwnFields, partly.asker, { fields: ['email'], password: partly.password });
  await gate.pass(eraseOwnData, erased.asker, { password: erased.password });
}

test('the old DATA_DIR plus everything alive opens nothing corrected or erased; last month’s data backup with today’s keys opens all the rest', async () => {
  using folder = openTestFolder();
  const place = (name: string) => join(folder.path, name);
  const identity = await generateX25519Identity();
  writeFileSync(place('identity.txt'), `${identity}\n`);
  const site = siteIn(place('site'), { BACKUP_RECIPIENT: await identityToRecipient(identity) });
  const [people, lastMonth] = await site.open(async (app) => [
    await peopleOf(app),
    await site.backUp(place('last-month')),
  ]);
  const { siteId, corrected, partly, erased, untouched } = people;
  const three = [
    `${corrected.personId} phone +380441111111`,
    `${partly.personId} email canary-partly@example.org`,
    `${erased.personId} email ${LEFT.email}`,
  ];
  const rest = [`${partly.personId} name Другая`, `${untouched.personId} phone +380442222222`];
  const living = [...rest, `${corrected.personId} phone +380443333333`];
  const nothingOf = (opened: ReadonlySet<string>) => {
    for (const value of three) assert.ok(!opened.has(value), value);
    assert.ok(![...opened].some((value) => value.startsWith(erased.personId)));
  };
  const allOf = (opened: ReadonlySet<string>, values: readonly string[]) => {
    for (const value of values) assert.ok(opened.has(value), value);
  };
  execFileSync('cp', ['-a', site.dataDir, place('old-data')]);
  execFileSync('cp', ['-a', site.keyDir, place('old-keys')]);

  // The database files of before, opened as they lie there: nothing is forgotten again in them, as the product would.
  const old = await openDatabaseFor(
    { databaseUrl: undefined, dataDir: place('old-data') },
    { role: 'command', say: () => {} },
  );
  const today = await site
    .open(async (app) => {
      await forget(app, people);
      const copies = [old.db, app.parts.db];
      // With the key of the epoch in which the copy was made all three still open: this is what turning is for.
      allOf(await whatOpens(siteId, copies, [site.keyDir]), [...three, ...living]);
      await site.run('keys', 'rotate');
      const late = await whatOpens(siteId, copies, [site.keyDir]);
      nothingOf(late);
      allOf(late, living);
      // Nothing was lost with it: the former key opens them, so it was the key alone that went.
      allOf(await whatOpens(siteId, copies, [site.keyDir, place('old-keys')]), three);
      return await site.backUp(place('today'));
    })
    .finally(() => old.close());

  const back = siteIn(place('back'), {});
  const pair = [lastMonth.data ?? '', '--keys', today.keys ?? ''];
  const said = await back.run('restore', ...pair, '--identity', place('identity.txt'), '--ledger-lost', '--json');
  assert.deepEqual(JSON.parse(said).ledgerProblems, []);
  await back.open(async (app) => {
    const restored = await whatOpens(siteId, [app.parts.db], [back.keyDir]);
    nothingOf(restored);
    allOf(restored, rest);
    const { output } = await app.gate.pass(seeOwnData, await signInAgain(app, untouched), {});
    assert.ok(output.fields.some(({ value }) => value === '+380442222222'));
    await assert.rejects(signInAgain(app, erased), refusedAs('unauthenticated'));
  });
});
