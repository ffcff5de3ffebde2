import { createSecretKey, type KeyObject } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Sql } from '../../src/kernel/db/db.ts';
import { ROLES, valueContext } from '../../src/kernel/vault/context.ts';
import { openEnvelope } from '../../src/kernel/vault/envelope.ts';
import { parseKeyFile } from '../../src/kernel/vault/key-file.ts';
import { unwrapKey } from '../../src/kernel/vault/wrap.ts';

/**
 * Whoever holds these copies of the database and these key files: every key is tried as the wrapping of every other, and
 * every key on every value. Knows the code, is bound by no pass and no entry.
 */
export async function whatOpens(
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
