import { setImmediate as turn } from 'node:timers/promises';
import type { App } from '../app.ts';
import { canonical } from '../kernel/canonical.ts';
import { commitmentOf, type EntryBody, NO_LEAF } from '../kernel/ledger/entry.ts';
import type { Declarations } from '../kernel/policy/declarations.ts';
import { sealNewPerson } from '../kernel/vault/keyring.ts';
import { inventFields } from '../prove/twin/invent-fields.ts';
import { type BenchPerson, SERVICE } from './open-place.ts';
import { copyRows, TABLES, type TableName } from './store.ts';

/** People in one transaction: large enough for COPY, small enough to be held in memory several times. */
const BATCH_PEOPLE = 1000;
const SLICE = 20;
/** Batches under way at once: one is sealed here while the database writes the others. */
const BATCHES = 3;

type Rows = Record<TableName, string[]>;

export interface ToMake {
  readonly count: number;
  /** The entries of somebody who registered and joined a dealing: everybody's have the same form. */
  readonly templates: readonly EntryBody[];
  /** Every so manieth of them is told. */
  readonly every: number;
}

/** People written straight into the tables, by as many transactions at once as keep the database at work. */
export async function makeMany(app: App, { count, templates, every }: ToMake): Promise<readonly BenchPerson[]> {
  const { db, shelf } = app.parts;
  const version = await shelf.inForce();
  if (version === null) throw new Error('the place has a policy');
  const forms = templates.map(formOf);
  const sample: BenchPerson[] = [];
  let made = 0;
  const writer = async () => {
    while (made < count) {
      const size = Math.min(BATCH_PEOPLE, count - made);
      const before = made;
      made += size;
      const rows = Object.fromEntries(Object.keys(TABLES).map((name) => [name, []])) as unknown as Rows;
      for (let index = 0; index < size; index += 1) {
        const person = addPerson(app, version.declarations, forms, rows);
        if ((before + index) % every === 0) sample.push(person);
        // The other writers' connections are heard in between.
        if (index % SLICE === 0) await turn();
      }
      await db.bulk(async (bulk) => {
        for (const name of Object.keys(TABLES) as TableName[]) await copyRows(bulk, name, rows[name]);
      });
    }
  };
  await Promise.all(Array.from({ length: BATCHES }, writer));
  return sample;
}

/** An entry whose place in a chain is still to be filled in: its text in pieces, put together once for all people. */
interface EntryForm {
  readonly n: number;
  readonly kind: string;
  readonly version: number;
  text(place: { readonly chain: string; readonly prev: string; readonly at: string }): string;
}

const MARKS = { chain: '\u0001', prev: '\u0002', at: '\u0003' } as const;

function formOf(template: EntryBody, index: number): EntryForm {
  const { kind, version } = template;
  const whole = canonical({ ...template, n: index + 1, ...MARKS });
  const pieces = whole.split(/(\\u000[123])/);
  return {
    n: index + 1,
    kind,
    version: version.number,
    text: ({ chain, prev, at }) =>
      pieces
        .map((piece) => {
          if (piece === '\\u0001') return chain;
          if (piece === '\\u0002') return prev;
          return piece === '\\u0003' ? at : piece;
        })
        .join(''),
  };
}

function addPerson({ parts }: App, declarations: Declarations, forms: readonly EntryForm[], rows: Rows): BenchPerson {
  const { random, keys, blindIndex } = parts;
  const [personId, dealing, chain] = [random.uuid(), random.uuid(), random.bytes(16)];
  const left = Object.entries(inventFields(declarations, random)).map(([field, value]) => ({
    field,
    plaintext: typeof value === 'string' ? value : JSON.stringify(value),
  }));
  const { personKey, sealed } = sealNewPerson({ keys, random }, personId, left);
  rows.person.push(line([personId, chain, 'UA', 'declared', 'ru']));
  rows.person_key.push(line([personId, personKey.epoch, personKey.wrapped]));
  for (const { key, row } of sealed) {
    rows.value_key.push(line([personId, key.recordId, key.epoch, key.wrapped]));
    rows.value.push(line([personId, row.recordId, row.field, row.version, row.role, row.sealed, row.origin]));
  }
  for (const { id, type } of declarations.fields) {
    if (type !== 'email' && type !== 'phone') continue;
    const text = left.find(({ field }) => field === id)?.plaintext ?? '';
    for (const { tag, epoch } of blindIndex.tags(type, text)) rows.tag.push(line([tag, type, epoch, personId]));
  }
  const fields = `{${left.map(({ field }) => field).join(',')}}`;
  rows.submission.push(line([personId, random.uuid(), 'registration', fields, 1, 'ru']));
  rows.dealing.push(line([dealing, SERVICE, SERVICE, 'bench', personId, new Date().toISOString()]));
  let prev: Buffer = NO_LEAF;
  for (const { n, kind, version, text } of forms) {
    const at = new Date().toISOString();
    const body = text({ chain: chain.toString('base64'), prev: prev.toString('base64'), at });
    const salt = random.bytes(32);
    const leaf = commitmentOf(salt, body);
    rows.entry.push(line([personId, n, kind, at, version, leaf, salt, body]));
    prev = leaf;
  }
  return { personId, dealing };
}

/** One row of `copy … from stdin` in its text form. */
export function line(values: readonly (string | number | Buffer)[]): string {
  const said = values.map((value) =>
    Buffer.isBuffer(value) ? `\\\\x${value.toString('hex')}` : String(value).replaceAll('\\', '\\\\'),
  );
  return `${said.join('\t')}\n`;
}
