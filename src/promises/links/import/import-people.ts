import { createHash } from 'node:crypto';
import type { Gate } from '../../../kernel/gate/gate.ts';
import { versionInForce } from '../../../kernel/gate/parts.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import type { Tag } from '../../../kernel/vault/store.ts';
import { type FieldValue, parseFields } from '../../collection/index.ts';
import { readBroughtPassword } from '../../security/index.ts';
import { importPerson, LookedAt } from '../import-person.ts';
import { rowsBrought, tagsKnown } from '../store.ts';
import { checkMapping, type Mapping, mapRow } from './mapping.ts';
import type { Row } from './read-rows.ts';

export interface Import {
  readonly rows: readonly Row[];
  readonly mapping: Mapping;
  readonly earlierText: string | null;
  /** Look at everything, bring nothing. */
  readonly dryRun: boolean;
  readonly hear?: (done: number, all: number) => void;
}

export interface ImportReport {
  readonly importId: string;
  readonly rows: number;
  /** Brought now; in a dry run: would be. */
  readonly brought: number;
  /** Brought by an earlier run of the same file. */
  readonly before: number;
  /** Rows that hold an address of a row before them, or of somebody who is here already. */
  readonly duplicates: readonly number[];
  readonly known: readonly number[];
  /** Rows that do not fit, by the field that does not; never the value. */
  readonly wrong: readonly { readonly row: number; readonly field: string; readonly why: string }[];
}

/** How many people are brought at once: as many as four commits hold. */
const AT_ONCE = 512;
/** Rows that are looked at together, while those before them are brought. */
const LOOKED_AT_ONCE = 256;

/**
 * Brings the people of a file, each by an act and an entry of their own: broken half way, it goes on where it was
 * when the same file comes with the same mapping again.
 */
export async function importPeople(gate: Gate, given: Import): Promise<ImportReport> {
  const { rows, mapping, earlierText, dryRun, hear } = given;
  const version = await versionInForce(gate.parts);
  const { declarations } = version;
  checkMapping(mapping, declarations, rows);
  const importId = importIdOf(given);
  const done = await rowsBrought(gate.parts.db, importId);
  const report = {
    brought: 0,
    duplicates: [] as number[],
    known: [] as number[],
    wrong: [] as ImportReport['wrong'][number][],
  };
  const seen = new Set<string>();
  const known = new Set<string>();
  const look = (index: number): Looked | undefined => {
    const row = index + 1;
    try {
      const fields = mapRow(mapping, rows[index] ?? {});
      const values = parseFields(declarations, fields);
      if (values.length === 0) throw new Refusal('invalid', 'nothing stands in this row', { field: 'fields' });
      const hash = mapping.passwordHash === undefined ? '' : (rows[index]?.[mapping.passwordHash] ?? '');
      const identifiers = identifying(gate, values);
      if (hash !== '') refuseUnusable(gate, hash, identifiers);
      const tags = identifiers.flatMap(({ index, tags }) => tags.map(({ tag, epoch }) => ({ index, tag, epoch })));
      const looked = new LookedAt({ version, values, tags });
      return { row, fields, looked, identifiers, ...(hash === '' ? {} : { passwordHash: hash }) };
    } catch (error) {
      noteWrong(report.wrong, row, error);
      return undefined;
    }
  };
  const bring = async ({ row, fields, looked, identifiers, ...password }: Looked): Promise<void> => {
    const twin = identifiers.some(({ key }) => seen.has(key));
    for (const { key } of identifiers) seen.add(key);
    if (done.has(row)) return;
    if (twin) report.duplicates.push(row);
    else if (identifiers.some(({ tags }) => tags.some((tag) => known.has(tag.name)))) report.known.push(row);
    else {
      try {
        const { language } = mapping;
        const asked = { import: importId, row, fields, looked, language, earlierText, ...password };
        if (!dryRun) await gate.pass(importPerson, { kind: 'host', by: 'import' }, asked);
        report.brought += 1;
      } catch (error) {
        noteWrong(report.wrong, row, error);
      }
    }
  };
  const lookAtSome = async (from: number) => {
    const count = Math.min(LOOKED_AT_ONCE, rows.length - from);
    const looked = Array.from({ length: count }, (_, n) => look(from + n)).flatMap((one) => one ?? []);
    const tags = looked.flatMap(({ identifiers }) => identifiers.flatMap(({ tags }) => tags.map(({ tag }) => tag)));
    for (const one of await tagsKnown(gate.parts.db, tags)) known.add(one);
    return looked;
  };
  await inLanes(inTurn(rows.length, lookAtSome), async (one) => {
    await bring(one);
    hear?.(one.row, rows.length);
  });
  const before = done.size;
  // What is looked at ahead is found before what happens to those who are brought meanwhile.
  report.wrong.sort((a, b) => a.row - b.row);
  return { importId, rows: rows.length, before, ...report };
}

type Next = () => Promise<Looked | undefined>;

/** One after the other; while they are brought, those behind them are looked at. */
function inTurn(count: number, look: (from: number) => Promise<readonly Looked[]>): Next {
  let some: readonly Looked[] = [];
  let at = 0;
  let from = 0;
  const lookAhead = () => {
    const looked = from < count ? look(from) : undefined;
    from += LOOKED_AT_ONCE;
    // Where it fails, it is told to who asks for these; perhaps nobody does any more.
    looked?.catch(() => undefined);
    return looked;
  };
  let ahead = lookAhead();
  let turning: Promise<void> | undefined;
  const turn = async () => {
    some = (await ahead) ?? [];
    at = 0;
    ahead = lookAhead();
    turning = undefined;
  };
  return async () => {
    while (at >= some.length) {
      if (ahead === undefined) return undefined;
      turning ??= turn();
      await turning;
    }
    at += 1;
    return some[at - 1];
  };
}

/** Several at once; where one breaks, no more are begun, and it is told when the others have ended. */
async function inLanes(next: Next, work: (one: Looked) => Promise<void>): Promise<void> {
  let broken = false;
  const lane = async () => {
    try {
      for (let one = await next(); one !== undefined && !broken; one = await next()) await work(one);
    } catch (error) {
      broken = true;
      throw error;
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: AT_ONCE }, lane));
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

interface Looked {
  readonly row: number;
  readonly fields: ReturnType<typeof mapRow>;
  readonly looked: LookedAt;
  readonly identifiers: readonly Identifying[];
  readonly passwordHash?: string;
}

interface Identifying {
  readonly index: 'email' | 'phone';
  readonly key: string;
  readonly tags: readonly (Tag & { readonly name: string })[];
}

function identifying({ parts }: Gate, values: readonly FieldValue[]): readonly Identifying[] {
  return values.flatMap(({ field: { type }, plaintext }) => {
    if (type !== 'email' && type !== 'phone') return [];
    const tags = parts.blindIndex
      .tags(type, plaintext)
      .map(({ tag, epoch }) => ({ tag, epoch, name: `${type} ${tag.toString('hex')}` }));
    return [{ index: type, key: tags.map(({ name }) => name).join(), tags }];
  });
}

/** A dry run finds these too: a form that nobody here can check, and a password without an address to sign in by. */
function refuseUnusable({ parts }: Gate, hash: string, identifiers: readonly Identifying[]): void {
  readBroughtPassword(parts, hash);
  if (identifiers.length === 0) {
    throw new Refusal('invalid', 'a password needs an e-mail or a phone to sign in by', { field: 'password' });
  }
}

/** A row that does not fit, by its field; anything else that happened is thrown on. */
function noteWrong(wrong: ImportReport['wrong'][number][], row: number, error: unknown): void {
  if (!(error instanceof Refusal) || !['invalid', 'conflict'].includes(error.code)) throw error;
  wrong.push({ row, field: (error.detail.field ?? '').replace('fields.', ''), why: error.message });
}

/** The same file with the same mapping is the same import. Written as a UUID (version 8), like every id. */
function importIdOf({ rows, mapping, earlierText }: Import): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([mapping, earlierText]))
    .update(JSON.stringify(rows))
    .digest();
  digest[6] = ((digest[6] ?? 0) & 0x0f) | 0x80;
  digest[8] = ((digest[8] ?? 0) & 0x3f) | 0x80;
  return digest.toString('hex', 0, 16).replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5');
}
