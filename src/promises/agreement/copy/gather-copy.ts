import type { Tx } from '../../../kernel/db/db.ts';
import { EXPLAINED_TABLES } from '../../../kernel/explained/all-tables.ts';
import { SEALED_KINDS, sealedKind } from '../../../kernel/explained/sealed-kinds.ts';
import { readOwnRecords, readOwnRows } from '../../../kernel/explained/store.ts';
import type { FieldToOpen, Running } from '../../../kernel/gate/act.ts';
import { makeStatement } from '../../../kernel/ledger/statement.ts';
import { COPY_ROWS_MAX } from '../../../kernel/limits.ts';
import type { Version } from '../../../kernel/policy/open-version.ts';
import { readHeldFields } from '../../../kernel/vault/held/store.ts';
import { readSealed } from '../../../kernel/vault/store.ts';
import { structured } from '../../collection/index.ts';
import type { Copy, CopyText } from './copy.ts';

/** Of a value whose field the version in force does not declare any more (DPV 2.3). */
const FORMER_CATEGORY = 'pd:Historical';

/** What a copy opens besides declared fields. */
export const COPY_CATEGORIES = [...new Set([...SEALED_KINDS.map(({ category }) => category), FORMER_CATEGORY])];

/** Every sealed value of the person that may be shown again, declared field or not. */
export async function recordsToOpen(tx: Tx, personId: string, version: Version): Promise<readonly FieldToOpen[]> {
  const declared = new Set(version.declarations.fields.map(({ id }) => id));
  const records = await readOwnRecords(tx, personId);
  return records.flatMap(({ field, recordId }) => {
    if (declared.has(field)) return [{ field, recordId }];
    const kind = sealedKind(field);
    if (kind?.exported === false) return [];
    return [{ field, recordId, category: kind?.category ?? FORMER_CATEGORY }];
  });
}

type Gathering = Pick<
  Running<unknown, { readonly personId: string }, unknown>,
  'tx' | 'parts' | 'reached' | 'opened' | 'version' | 'at'
>;

/** Everything that is kept of a person, as the tables are explained and the values were opened. */
export async function gatherCopy(running: Gathering): Promise<Copy> {
  const { tx, parts, reached, version, at } = running;
  const { personId } = reached;
  const { keys, site } = parts;
  const made = await makeStatement(
    { sql: tx, key: keys.ledger, former: keys.formerLedger, origin: site.origin },
    personId,
  );
  return {
    madeAt: at,
    site: version.declarations.site.name,
    origin: site.origin,
    policyVersion: version.number,
    fields: await gatherFields(running),
    texts: await gatherTexts(running),
    tables: await gatherTables(tx, personId),
    policies: await gatherPolicies(running),
    statement: made === undefined ? null : `${made.note}\n${made.checkpoint}`,
    sealed: (await readHeldFields(tx, personId)).length,
  };
}

export async function gatherFields({ tx, reached, version, opened }: Gathering): Promise<Copy['fields']> {
  const rows = await readSealed(tx, reached.personId, 'all');
  return version.declarations.fields.flatMap((declared) => {
    const { id, words, category } = declared;
    const row = rows.find(({ field }) => field === id);
    const value = opened.get(id);
    if (row === undefined || value === undefined) return [];
    const text = value.unseal('answer');
    return [
      {
        field: id,
        words,
        category,
        value: structured(declared, text),
        since: row.createdAt,
        origin: row.origin,
        verified: row.verifiedAt === null ? null : { at: row.verifiedAt, how: row.verifiedHow },
      },
    ];
  });
}

export async function gatherTexts({ tx, reached, opened }: Gathering): Promise<readonly CopyText[]> {
  const records = await readOwnRecords(tx, reached.personId);
  return records.flatMap(({ recordId, field, role }): readonly CopyText[] => {
    const value = opened.get(recordId);
    if (value === undefined || sealedKind(field)?.exported === false) return [];
    const text = value.unseal('answer');
    // What lies in the vault as a file opens as base64.
    const bytes = role === 'file' ? Buffer.from(text, 'base64') : Buffer.from(text);
    const words = sealedKind(field)?.words ?? { ru: field, en: field, uk: field };
    return [{ recordId, field, words, bytes, image: field === 'proof/image' }];
  });
}

export async function gatherTables(tx: Tx, personId: string): Promise<Copy['tables']> {
  const gathered: Copy['tables'][number][] = [];
  for (const table of EXPLAINED_TABLES.filter(({ exported }) => exported)) {
    const rows = await readOwnRows(tx, table, personId, COPY_ROWS_MAX + 1);
    if (rows.length === 0) continue;
    const cut = rows.length > COPY_ROWS_MAX;
    gathered.push({ table: table.table, holds: table.holds, rows: rows.slice(0, COPY_ROWS_MAX), cut });
  }
  return gathered;
}

async function gatherPolicies({ tx, parts, reached, version }: Gathering): Promise<Copy['policies']> {
  const submission = EXPLAINED_TABLES.find(({ table }) => table === 'submission');
  const rows = submission === undefined ? [] : await readOwnRows(tx, submission, reached.personId, COPY_ROWS_MAX);
  const numbers = new Set(rows.map((row) => Number(row.version)));
  const versions: Version[] = [];
  for (const number of [...numbers].toSorted((a, b) => a - b)) {
    versions.push(number === version.number ? version : await parts.shelf.byNumber(number));
  }
  return versions.map(({ number, digest, publishedAt, binding, words, translations }) => ({
    number,
    digest,
    publishedAt,
    binding,
    words,
    translations: Object.fromEntries(Object.entries(translations).map(([language, one]) => [language, one.words])),
  }));
}
