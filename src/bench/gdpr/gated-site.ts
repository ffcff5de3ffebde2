import assert from 'node:assert/strict';
import type { AskerIdentity } from '../../kernel/gate/asker.ts';
import { verifierKey } from '../../kernel/ledger/note.ts';
import { makeReceipt } from '../../kernel/ledger/receipt.ts';
import { Refusal } from '../../kernel/refusal.ts';
import {
  eraseOnRequest,
  eraseOwnFields,
  leaveData,
  seeOwnData,
  seeOwnHistory,
} from '../../promises/agreement/index.ts';
import { importPerson } from '../../promises/links/index.ts';
import { askFields, endDealing, openDealing, pauseUse, resumeUse, seeDealing } from '../../promises/use/index.ts';
import { parseVerifierKey, verifyReceipt } from '../../verify/verify.ts';
import { type BenchPerson, type Place, SERVICE } from '../open-place.ts';
import { askForErasure } from '../store.ts';
import type { Site } from './mixes.ts';
import { beginSessions, readBrought, readLastEntry } from './store.ts';

const HOST: AskerIdentity = { kind: 'host', by: 'bench' };
/** Of whom one field is asked at once. */
const BATCH = 10;
export const ERASED_FIELD = 'address';
export const LEFT = {
  name: 'Nobody Measured',
  country: 'UA',
  address: { street: 'Street', building: '1', postcode: '00001', town: 'Town', country: 'UA' },
} as const;
/** People who are there to be erased before the first one is brought. */
const BROUGHT = 100;

/** The product, asked through its gate: each question is decided on, and what has to be recorded is. */
export async function openGatedSite(place: Place): Promise<Site> {
  const { controller, erase } = controllers(place);
  const { customersOwn, processorsOwn } = halvesOf(place);
  for (let n = 0; n < BROUGHT; n += 1) await controller['bring-a-person'](n, 0);
  const erased = await Promise.all(Array.from({ length: BROUGHT / 2 }, erase));
  await place.app.sequence();
  const askers = await beginAsPeople(customersOwn);
  const history = (at: number) => place.app.gate.pass(seeOwnHistory, askers(at), {});
  return {
    customer: { ...customers(customersOwn, askers), 'see-own-history': (_, at) => history(at) },
    controller,
    processor: processors(processorsOwn),
    regulator: { 'see-a-history': (_, at) => history(at), ...provers(place, erased) },
  };
}

/** Who paused the use of their data is not asked about: one half asks, about the other half is asked. */
export function halvesOf(place: Place) {
  const half = Math.floor(place.people.length / 2);
  return {
    half,
    customersOwn: { ...place, people: place.people.slice(0, half) },
    processorsOwn: { ...place, people: place.people.slice(half, 2 * half) },
  };
}

/** Everybody of the place as an asker, without a password: how a session comes about is measured elsewhere. */
async function beginAsPeople({ app, people }: Place): Promise<(at: number) => AskerIdentity> {
  const { db, random } = app.parts;
  const sessions = people.map(({ personId }) => ({ personId, hash: random.bytes(32) }));
  await beginSessions(db, sessions);
  const askers = sessions.map(({ personId, hash }): AskerIdentity => {
    return { kind: 'person', personId, session: hash, authenticatedAt: new Date() };
  });
  return (at) => of(askers, at);
}

function customers(
  { app, people }: Place,
  asker: (at: number) => AskerIdentity,
): Omit<Site['customer'], 'see-own-history'> {
  const { gate } = app;
  const gone = new Set<number>();
  const paused = new Set<number>();
  const leave = (at: number, fields: object) => gate.pass(leaveData, asker(at), { fields, language: 'ru' });
  return {
    'see-own-data': (_, at) => gate.pass(seeOwnData, asker(at), {}),
    'correct-a-field': (_, at) => leave(at, { name: LEFT.name }),
    'correct-two-fields': (_, at) => leave(at, { name: LEFT.name, country: LEFT.country }),
    // What is gone is left again, so that there is always something to erase.
    'erase-a-field': (_, at) =>
      unlessOvertaken(
        turned(gone, at)
          ? gate.pass(eraseOwnFields, asker(at), { fields: [ERASED_FIELD] })
          : leave(at, { [ERASED_FIELD]: LEFT.address }),
      ),
    'see-a-dealing': (_, at) => gate.pass(seeDealing, asker(at), { dealing: of(people, at).dealing }),
    'pause-or-resume': (_, at) => unlessOvertaken(gate.pass(turned(paused, at) ? pauseUse : resumeUse, asker(at), {})),
  };
}

function controllers({ app, service }: Place): {
  readonly controller: Site['controller'];
  erase(): Promise<string>;
} {
  const { gate, parts } = app;
  const { db, random } = parts;
  const importId = random.uuid();
  const fields = { name: LEFT.name, country: LEFT.country, address: LEFT.address };
  let [row, seen] = [0, 0];
  const there: string[] = [];
  const open: string[] = [];
  const bring = async () => {
    row += 1;
    await gate.pass(importPerson, HOST, { import: importId, row, fields, language: 'ru', earlierText: null });
  };
  // One looks for all who wait: two would find the same people.
  let looking: Promise<void> | undefined;
  const look = async () => {
    const brought = await readBrought(db, importId, seen);
    seen = brought.at(-1)?.row ?? seen;
    there.push(...brought.map(({ personId }) => personId));
    if (brought.length === 0) await bring();
  };
  const next = async (): Promise<string> => {
    for (;;) {
      const known = there.shift();
      if (known !== undefined) return known;
      looking ??= look().finally(() => {
        looking = undefined;
      });
      await looking;
    }
  };
  const begin = async () => {
    const { output } = await gate.pass(openDealing, service.asker, { purpose: SERVICE, reference: 'bench' });
    open.push(output.id);
  };
  const erase = async () => {
    const personId = await next();
    await askForErasure(db, personId);
    await gate.pass(eraseOnRequest, HOST, { personId });
    return personId;
  };
  const end = async () => {
    if (open.length === 0) await begin();
    await gate.pass(endDealing, service.asker, { dealing: open.shift() ?? '' });
  };
  const controller = {
    'bring-a-person': bring,
    'erase-a-person': erase,
    'open-a-dealing': begin,
    'end-a-dealing': end,
  };
  return { controller, erase };
}

function processors({ app, people, service, fields }: Place): Site['processor'] {
  const { gate } = app;
  const [field = ''] = fields;
  return {
    'ask-a-field': (_, at) => gate.pass(askFields, service.asker, { dealing: of(people, at).dealing, fields: [field] }),
    'ask-a-field-of-ten': async (_, at) => {
      const inputs = tenFrom(people, at).map(({ dealing }) => ({ dealing, fields: [field] }));
      await gate.passMany(askFields, service.asker, inputs);
    },
    'ask-all-fields': (_, at) => gate.pass(askFields, service.asker, { dealing: of(people, at).dealing, fields }),
  };
}

/** Whoever looks a site over: an entry with its receipt, checked by the verifier; somebody erased, of whom nothing is left. */
function provers({ app }: Place, erased: readonly string[]): Omit<Site['regulator'], 'see-a-history'> {
  const { db, site, keys } = app.parts;
  const key = parseVerifierKey(verifierKey(site.origin, keys.ledger));
  const prove = async (personId: string, n: number) => {
    const receipt = await makeReceipt(db, personId, n);
    assert(receipt !== undefined, 'an entry that is in the log has its receipt');
    verifyReceipt(receipt, key);
  };
  return {
    'prove-an-entry': (number) => prove(of(erased, number), 1),
    'prove-an-erasure': async (number) => {
      const personId = of(erased, number);
      const last = await readLastEntry(db, personId);
      assert.equal(last.values, 0, 'nothing is left of who was erased');
      await prove(personId, last.n);
    },
  };
}

export function tenFrom(people: readonly BenchPerson[], at: number): readonly BenchPerson[] {
  return Array.from({ length: BATCH }, (_, more) => of(people, at + more * 13));
}

export function of<T>(all: readonly T[], at: number): T {
  const one = all[at % all.length];
  assert(one !== undefined, 'there is somebody');
  return one;
}

/** @returns whether it is in now */
export function turned(set: Set<number>, at: number): boolean {
  if (set.delete(at)) return false;
  set.add(at);
  return true;
}

/** Two who ask the same of one person at once: the second finds it done. */
async function unlessOvertaken(passed: Promise<unknown>): Promise<void> {
  await passed.catch((error: unknown) => {
    if (!(error instanceof Refusal && error.code === 'conflict')) throw error;
  });
}
