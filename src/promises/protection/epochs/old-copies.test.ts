import assert from 'node:assert/strict';
import { createSecretKey, type KeyObject } from 'node:crypto';
import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { LEFT, registerPerson } from '../../../../test/testkit/app.ts';
import { openTestDatabase } from '../../../../test/testkit/database.ts';
import { openTestFolder } from '../../../../test/testkit/folder.ts';
import { openApp } from '../../../app.ts';
import type { Sql } from '../../../kernel/db/db.ts';
import { ROLES, valueContext } from '../../../kernel/vault/context.ts';
import { openEnvelope } from '../../../kernel/vault/envelope.ts';
import { parseKeyFile } from '../../../kernel/vault/key-file.ts';
import { unwrapKey } from '../../../kernel/vault/wrap.ts';
import { readSettings } from '../../../settings.ts';
import { eraseOwnData, eraseOwnFields, leaveData } from '../../agreement/index.ts';
import { turnEpoch } from '../index.ts';

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

test('a phone corrected, a field erased, a person erased, the epoch turned: the old data and everything alive open none of the three', async () => {
  await using source = await openTestDatabase();
  using folder = openTestFolder();
  const keyDir = join(folder.path, 'keys');
  const open = () => {
    const env = { DATABASE_URL: source.url, DATA_DIR: join(folder.path, 'data'), KEY_DIR: keyDir, LOG_LEVEL: 'error' };
    return openApp(readSettings(env), { role: 'command' });
  };
  const first = await open();
  const corrected = await registerPerson(first, { name: 'Одна', country: 'UA', phone: '+380441111111' });
  const partly = await registerPerson(first, { name: 'Другая', country: 'UA', email: 'canary-partly@example.org' });
  const erased = await registerPerson(first, LEFT);
  const untouched = await registerPerson(first, { name: 'Третья', country: 'UA', phone: '+380442222222' });
  const { siteId } = first.parts.site;
  await first.sequence();
  await first.close();
  await using old = await openTestDatabase({ template: source.name });
  const oldKeys = join(folder.path, 'old-keys');
  cpSync(keyDir, oldKeys, { recursive: true });

  const app = await open();
  const { gate } = app;
  await gate.pass(leaveData, corrected.asker, {
    fields: { phone: '+380443333333' },
    language: 'ru',
    password: corrected.password,
  });
  await gate.pass(eraseOwnFields, partly.asker, { fields: ['email'], password: partly.password });
  await gate.pass(eraseOwnData, erased.asker, { password: erased.password });
  const three = [
    `${corrected.personId} phone +380441111111`,
    `${partly.personId} email canary-partly@example.org`,
    `${erased.personId} email ${LEFT.email}`,
  ];
  const living = [
    `${corrected.personId} phone +380443333333`,
    `${partly.personId} name Другая`,
    `${untouched.personId} phone +380442222222`,
  ];
  // With the key of the epoch in which the copy was made all three still open: this is what turning is for.
  const copies = [old.db, app.parts.db];
  const early = await whatOpens(siteId, copies, [keyDir]);
  for (const value of [...three, ...living]) assert.ok(early.has(value), value);

  await turnEpoch(gate, { asker: { kind: 'host', by: 'test' } });
  const late = await whatOpens(siteId, copies, [keyDir]);
  for (const value of three) assert.ok(!late.has(value), value);
  for (const value of living) assert.ok(late.has(value), value);
  assert.deepEqual(
    [...late].filter((value) => value.startsWith(erased.personId)),
    [],
  );
  // Nothing was lost with it: the former key opens them, so it was the key alone that went.
  const robbed = await whatOpens(siteId, copies, [keyDir, oldKeys]);
  for (const value of three) assert.ok(robbed.has(value), value);

  // Last month's data without its keyring, with the keyring of today: everything that was not erased opens.
  await old.db.run('delete from value_key');
  await old.db.run('delete from person_key');
  const restored = await whatOpens(siteId, copies, [keyDir]);
  for (const value of three) assert.ok(!restored.has(value), value);
  for (const value of living) assert.ok(restored.has(value), value);
  await app.close();
});
