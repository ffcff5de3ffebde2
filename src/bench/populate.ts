import type { App } from '../app.ts';
import { type EntryBody, makeEntry, NO_LEAF } from '../kernel/ledger/entry.ts';
import { integrate } from '../kernel/ledger/sequencer.ts';
import type { Declarations } from '../kernel/policy/declarations.ts';
import { sealNewPerson } from '../kernel/vault/keyring.ts';
import { joinDealing, openDealing } from '../promises/use/index.ts';
import { inventFields } from '../prove/twin/invent-fields.ts';
import { makePerson } from '../prove/twin/people.ts';
import { type BenchPerson, type Place, SERVICE } from './open-place.ts';
import { copyRows, readBodies, TABLES, type TableName } from './store.ts';

/** People in one transaction: large enough for COPY, small enough to be held in memory several times. */
const BATCH_PEOPLE = 1000;
/** Batches under way at once: one is sealed here while the database writes the others. */
const BATCHES = 3;

type Rows = Record<TableName, string[]>;

/**
 * Many people as registrations and joined dealings would have left them: values sealed and keys wrapped one by one, tags,
 * submission, dealing, and their chains of entries with salts, commitments and links, taken into the public tree at the
 * end. Only passwords are missing: one takes longer than all the rest of a person.
 *
 * @returns everybody, or an even sample where they are very many
 */
export async function populate(place: Place, count: number, sampleMax = 50_000): Promise<readonly BenchPerson[]> {
  const { app } = place;
  const { parts } = app;
  const version = await parts.shelf.inForce();
  if (version === null) throw new Error('the place has a policy');
  const templates = await templatesOf(place);
  const every = Math.ceil(count / sampleMax);
  const sample: BenchPerson[] = [];
  let made = 0;
  const writer = async () => {
    while (made < count) {
      const size = Math.min(BATCH_PEOPLE, count - made);
      made += size;
      const rows = Object.fromEntries(Object.keys(TABLES).map((name) => [name, []])) as unknown as Rows;
      for (let index = 0; index < size; index += 1) {
        const person = addPerson(app, version.declarations, templates, rows);
        if ((made + index) % every === 0) sample.push(person);
      }
      await parts.db.bulk(async (bulk) => {
        for (const name of Object.keys(TABLES) as TableName[]) await copyRows(bulk, name, rows[name]);
      });
    }
  };
  await Promise.all(Array.from({ length: BATCHES }, writer));
  await integrate(parts.sequencer, { wait: true });
  return sample;
}

/** The entries of somebody who registers and joins a dealing by the gate itself: everybody's have the same form. */
async function templatesOf({ app, service }: Place): Promise<readonly EntryBody[]> {
  const person = await makePerson(app.gate);
  const { output } = await app.gate.pass(openDealing, service.asker, { purpose: SERVICE, reference: 'bench' });
  await app.gate.pass(joinDealing, person.asker, { dealing: output.id });
  const bodies = await readBodies(app.parts.db, person.personId);
  return bodies.map((text) => JSON.parse(text) as EntryBody);
}

function addPerson(
  { parts }: App,
  declarations: Declarations,
  templates: readonly EntryBody[],
  rows: Rows,
): BenchPerson {
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
  for (const [index, template] of templates.entries()) {
    const place = { chain: chain.toString('base64'), n: index + 1, prev: prev.toString('base64') };
    const entry = makeEntry(personId, { ...template, ...place, at: new Date().toISOString() }, random);
    const { n, kind, at, version, leaf, salt, body } = entry;
    rows.entry.push(line([personId, n, kind, at.toISOString(), version, leaf, salt, body]));
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
