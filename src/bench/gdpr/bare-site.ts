import assert from 'node:assert/strict';
import type { Tx } from '../../kernel/db/db.ts';
import { valueContext } from '../../kernel/vault/context.ts';
import { openEnvelope, sealEnvelope } from '../../kernel/vault/envelope.ts';
import { unwrapKey, wrapKey } from '../../kernel/vault/wrap.ts';
import { inventFields } from '../../prove/twin/invent-fields.ts';
import type { Place } from '../open-place.ts';
import { ERASED_FIELD, halvesOf, LEFT, of, tenFrom, turned } from './gated-site.ts';
import type { Site } from './mixes.ts';
import * as store from './store.ts';

const LANGUAGE = 'ru';
/** Lines of log about each person, and how long one of them is: an entry's body. */
const LINES = 10;
const LINE = 'x'.repeat(700);
const PEOPLE_AT_ONCE = 200;

/**
 * The same questions to a site without promises: the same cipher with a key for each value, wrapped by one key, over the same
 * pool, committed as durably. Nothing is decided, recorded or proven.
 */
export async function openBareSite(place: Place): Promise<Site> {
  const { app, people } = place;
  const { db, shelf, random } = app.parts;
  const declarations = (await shelf.inForce())?.declarations;
  assert(declarations !== undefined, 'a policy is in force');
  const values = cipherOf(place);
  await store.makeBareTables(db);
  for (let from = 0; from < people.length; from += PEOPLE_AT_ONCE) {
    const some = people.slice(from, from + PEOPLE_AT_ONCE);
    const ids = some.map(({ personId }) => personId);
    await store.insertBarePeople(db, ids, LANGUAGE);
    await store.putBareFields(
      db,
      ids.flatMap((personId) => values.seal(personId, inventFields(declarations, random))),
    );
    await store.insertBareDealings(db, some);
    await store.insertBareLog(db, ids, LINES, LINE);
  }
  const { customersOwn, processorsOwn } = halvesOf(place);
  const history = async (_: number, at: number) => await store.readBareLog(db, of(people, at).personId);
  return {
    customer: { ...customers(customersOwn, values), 'see-own-history': history },
    controller: controllers(place, values),
    processor: processors(processorsOwn, values),
    regulator: {
      'see-a-history': history,
      'prove-an-entry': (number, at) => store.readBareLine(db, of(people, at).personId, 1 + (number % LINES)),
      'prove-an-erasure': async (number) => assert(!(await store.isThere(db, random.uuid())), `${number}`),
    },
  };
}

interface Cipher {
  seal(personId: string, fields: Readonly<Record<string, unknown>>): readonly store.BareField[];
  open(rows: readonly store.BareField[]): readonly string[];
}

function cipherOf({ app }: Place): Cipher {
  const { keys, random } = app.parts;
  const { siteId, epoch } = keys;
  const wrapping = keys.epochKey(epoch);
  const placeOf = (personId: string, recordId: string) => ({ siteId, personId, recordId, epoch });
  const contextOf = (personId: string, field: string, recordId: string) =>
    valueContext({ siteId, personId, field, recordId, version: 1, role: 'value' });
  return {
    seal: (personId, fields) =>
      Object.entries(fields).map(([field, value]) => {
        const [recordId, key] = [random.uuid(), random.bytes(32)];
        const plaintext = Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
        const sealed = sealEnvelope(key, contextOf(personId, field, recordId), plaintext, random);
        return {
          personId,
          field,
          recordId,
          wrapped: wrapKey(wrapping, placeOf(personId, recordId), key, random),
          sealed,
        };
      }),
    open: (rows) =>
      rows.map(({ personId, field, recordId, wrapped, sealed }) => {
        const key = unwrapKey(wrapping, placeOf(personId, recordId), wrapped);
        return openEnvelope(key, contextOf(personId, field, recordId), sealed).toString();
      }),
  };
}

function customers({ app, people }: Place, values: Cipher): Omit<Site['customer'], 'see-own-history'> {
  const { db } = app.parts;
  const gone = new Set<number>();
  const idOf = (at: number) => of(people, at).personId;
  const put = (at: number, fields: Readonly<Record<string, unknown>>) => inOne(values.seal(idOf(at), fields));
  const inOne = (rows: readonly store.BareField[]) => db.transaction((tx: Tx) => store.putBareFields(tx, rows));
  return {
    'see-own-data': async (_, at) => values.open(await store.readBareFields(db, idOf(at), null)),
    'correct-a-field': (_, at) => put(at, { name: LEFT.name }),
    'correct-two-fields': (_, at) => put(at, { name: LEFT.name, country: LEFT.country }),
    'erase-a-field': (_, at) =>
      turned(gone, at)
        ? db.transaction((tx) => store.deleteBareField(tx, idOf(at), ERASED_FIELD))
        : put(at, { [ERASED_FIELD]: LEFT.address }),
    'see-a-dealing': (_, at) => store.readBareDealing(db, of(people, at).dealing),
    'pause-or-resume': (_, at) => db.transaction((tx) => store.turnBarePause(tx, idOf(at))),
  };
}

function controllers({ app }: Place, values: Cipher): Site['controller'] {
  const { db, random } = app.parts;
  const there: string[] = [];
  const open: string[] = [];
  const bring = async () => {
    const personId = random.uuid();
    const rows = values.seal(personId, LEFT);
    await db.transaction(async (tx) => {
      await store.insertBarePeople(tx, [personId], LANGUAGE);
      await store.putBareFields(tx, rows);
    });
    there.push(personId);
  };
  const begin = async () => {
    const dealing = random.uuid();
    await db.transaction((tx) => store.insertBareDealings(tx, [{ dealing, personId: null }]));
    open.push(dealing);
  };
  return {
    'bring-a-person': bring,
    'erase-a-person': async () => {
      if (there.length === 0) await bring();
      const personId = there.shift() ?? '';
      await db.transaction((tx) => store.deleteBarePerson(tx, personId));
    },
    'open-a-dealing': begin,
    'end-a-dealing': async () => {
      if (open.length === 0) await begin();
      const dealing = open.shift() ?? '';
      await db.transaction((tx) => store.endBareDealing(tx, dealing));
    },
  };
}

function processors({ app, people, fields }: Place, values: Cipher): Site['processor'] {
  const { db } = app.parts;
  const [field = ''] = fields;
  const ask = async (dealings: readonly string[], wanted: readonly string[]) => {
    const opened = values.open(await store.readForDealings(db, dealings, wanted));
    assert(opened.length > 0, 'what is asked for is there');
  };
  return {
    'ask-a-field': (_, at) => ask([of(people, at).dealing], [field]),
    'ask-a-field-of-ten': (_, at) =>
      ask(
        tenFrom(people, at).map(({ dealing }) => dealing),
        [field],
      ),
    'ask-all-fields': (_, at) => ask([of(people, at).dealing], fields),
  };
}
