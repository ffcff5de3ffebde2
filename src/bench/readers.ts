import assert from 'node:assert/strict';
import type { App } from '../app.ts';
import { sealNewPerson } from '../kernel/vault/keyring.ts';
import { addressTag } from '../promises/communication/stops/stop-link.ts';
import { line } from './make-many.ts';
import { copyRows, type TableName } from './store.ts';

/** People in one transaction. */
const BATCH = 2000;
/** Batches under way at once: one is sealed here while the database writes the other. */
const BATCHES = 2;
const FIELD = 'email';
const NAMES = ['person', 'person_key', 'value_key', 'value', 'message_address'] as const;

/** People who left an address and nothing else, as many as a bulletin is to go to, each with an address of their own. */
export async function makeReaders(app: App, count: number): Promise<void> {
  const fields = (await app.parts.shelf.inForce())?.declarations.fields;
  assert(
    fields?.some(({ id }) => id === FIELD),
    'the shipped policy takes addresses',
  );
  let next = 0;
  const writer = async () => {
    while (next < count) {
      const [from, to] = [next, Math.min(next + BATCH, count)];
      next = to;
      const rows = Object.fromEntries(NAMES.map((name): [TableName, string[]] => [name, []]));
      for (let n = from; n < to; n += 1) addReader(app, n, rows as Record<TableName, string[]>);
      await app.parts.db.bulk(async (bulk) => {
        for (const name of NAMES) await copyRows(bulk, name, rows[name] ?? []);
      });
    }
  };
  await Promise.all(Array.from({ length: BATCHES }, writer));
}

function addReader({ parts: { keys, random } }: App, n: number, rows: Record<TableName, string[]>): void {
  const personId = random.uuid();
  const plaintext = `reader-${n}@d${n % 7}.example`;
  const tag = addressTag(keys, plaintext);
  assert(tag !== undefined, 'it is an address');
  const { personKey, sealed } = sealNewPerson({ keys, random }, personId, [{ field: FIELD, plaintext }]);
  rows.person.push(line([personId, random.bytes(16), 'UA', 'declared', 'ru']));
  rows.person_key.push(line([personId, personKey.epoch, personKey.wrapped]));
  rows.message_address.push(line([personId, FIELD, tag]));
  for (const { key, row } of sealed) {
    rows.value_key.push(line([personId, key.recordId, key.epoch, key.wrapped]));
    rows.value.push(line([personId, row.recordId, row.field, row.version, row.role, row.sealed, row.origin]));
  }
}
