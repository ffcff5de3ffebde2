import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { canonical } from '../canonical.ts';
import type { Tx } from '../db/db.ts';
import { writeAll } from '../db/writing.ts';
import { insertEntry } from '../ledger/append.ts';
import { NO_LEAF } from '../ledger/entry.ts';
import { insertSealedEntry } from '../ledger/sealed/store.ts';
import { Refusal } from '../refusal.ts';
import type { AnyAct, Made, Moment, Reach } from './act.ts';
import { type Asked, ask, refusalOf } from './ask.ts';
import { standingOf } from './asker.ts';
import { entryOf, type PlaceInChain } from './entry-of.ts';
import { makesBy, momentOfNew, rowsOfNew, writeRows } from './making.ts';
import { type ChainMoment, type GateMoment, readMoment, withChain } from './moment.ts';
import { openFields } from './open-fields.ts';
import type { GateParts } from './parts.ts';
import { Conflict, type Ending, type Request } from './request.ts';
import * as store from './store.ts';

type PlainMoment = Moment<unknown, Reach, unknown> & ChainMoment;

/**
 * One passage in one transaction: the reference for every other form. Throws Conflict to be run again, Refusal where
 * nothing may be written.
 */
export async function passPlainly(parts: GateParts, tx: Tx, request: Request): Promise<Ending> {
  const { act, asker, input, prepared } = request;
  const reached = await act.reach(tx, asker, input, prepared);
  if (reached === undefined) throw new Refusal('not_found', 'there is no such thing, or it is not yours');
  const chainOf = reached.personId ?? parts.site.siteId;
  const locks = act.changesFacts || reached.newPerson !== undefined || reached.sealedIn !== undefined;
  // Both leave together; the reading stands behind the lock on the same connection and sees what the lock waited for.
  const [, read, seen] = await Promise.all([
    locks ? store.lockChain(tx, chainOf) : undefined,
    readMoment(parts, tx, request, reached),
    act.sees?.(tx, asker, input),
  ]);
  const moment = await begun(parts, tx, act, { ...read, seen });
  const repeat = request.repeatKey === null ? undefined : await findRepeat(parts, tx, request);
  const asked = await ask(parts, request, moment);
  const wanted = mustRecord(request, moment, asked);
  const entry = await parts.trace.span('entry', {}, () => record(moment, request, asked, wanted));
  if (!asked.allowed) {
    // Who was refused before they were anybody leaves nothing behind: no person, no key, no chain.
    if (reached.newPerson) throw refusalOf(asked, null);
    return { refusal: refusalOf(asked, entry), entry };
  }

  // INVARIANT: from here on the entry is written in this transaction; no value is opened before.
  if (makesBy(act, reached)) return await runMaking(moment, act.makes(moment), entry);
  return { ...(await runRecorded(parts, moment, request, asked, entry, repeat)), of: chainOf };
}

/** The chain it goes to: it is there, or the act makes it with the person. */
async function begun(parts: GateParts, tx: Tx, act: AnyAct, moment: GateMoment): Promise<PlainMoment> {
  if (moment.reached.newPerson === undefined) return withChain({ ...moment, tx });
  const { person, ...made } = momentOfNew(moment);
  // What an act that makes people by rows writes stands behind the entry.
  if (!makesBy(act, moment.reached)) {
    await store.insertPerson(tx, { ...person, chain: Buffer.from(made.chain, 'base64') });
    await parts.keyring.createPerson(tx, person.personId);
  }
  return { ...made, tx, person };
}

/** The same rows by the same statements as where they are shared. */
async function runMaking(moment: PlainMoment, made: Made<unknown>, entry: number | null): Promise<Ending> {
  const { person } = moment;
  assert(person !== null, 'who is made is the person of the moment');
  await writeRows(moment.tx, rowsOfNew({ ...moment, person }, made));
  return { output: made.output, entry, made: true };
}

export function mustRecord({ act }: Request, moment: GateMoment, asked: Pick<Asked, 'allowed'>): boolean {
  // Who is not authenticated never touches a chain, unless the act makes the person or has just recognised them.
  if (moment.role === 'anyone' && !asked.allowed) return false;
  if (!asked.allowed) return true;
  if (act.recording !== 'session') return act.recording === 'each';
  const { lookedToday, glancedToday } = moment.row;
  return !lookedToday && !(act.opens === 'nothing' && glancedToday);
}

async function record(moment: PlainMoment, request: Request, asked: Asked, wanted: boolean): Promise<number | null> {
  if (!wanted) {
    if (await store.askerStands(moment.tx, request.asker)) return null;
    throw new Refusal('unauthenticated', 'the session or credential has ended');
  }
  // A sealed entry is the first and only one of a chain of its own.
  const n = moment.reached.sealedIn === undefined ? moment.row.n + 1 : 1;
  await insert(moment, request, asked, { n, prev: moment.row.prev ?? NO_LEAF, at: moment.at });
  if (request.act.recording === 'session' && request.asker.kind === 'person') {
    const mark = request.act.opens === 'nothing' ? store.markGlanced : store.markLooked;
    await mark(moment.tx, request.asker.session, moment.at);
  }
  return n;
}

async function insert(moment: PlainMoment, request: Request, asked: Asked, place: PlaceInChain): Promise<void> {
  if (await insertAt(moment, request, asked, place)) return;
  if (await store.askerStands(moment.tx, request.asker)) throw new Conflict();
  throw new Refusal('unauthenticated', 'the session or credential has ended');
}

async function insertAt(moment: PlainMoment, request: Request, asked: Asked, place: PlaceInChain): Promise<boolean> {
  const { tx, parts, chainOf, reached } = moment;
  const expected = { factsNumber: moment.row.factsNumber, ...standingOf(request.asker) };
  if (reached.sealedIn === undefined) return await insertEntry(tx, entryOf(moment, request, asked, place), expected);
  const alone = { ...moment, chainOf: parts.random.uuid(), chain: parts.random.bytes(16).toString('base64') };
  const entry = entryOf(alone, request, asked, { ...place, n: 1, prev: NO_LEAF });
  return await insertSealedEntry(tx, entry, { ...reached.sealedIn, personId: chainOf }, expected);
}

async function runRecorded(
  parts: GateParts,
  moment: PlainMoment,
  request: Request,
  asked: Asked,
  entry: number | null,
  repeat: store.Repeat | undefined,
): Promise<Ending> {
  const { act, repeatKey } = request;
  const written = await writeRow(moment, request, entry);
  const opened = await openFields(parts, moment, moment.tx, asked.fields, entry);
  let reference: string | undefined;
  const made = (id: string) => {
    reference = id;
  };
  try {
    const output = await moment.tx.savepoint(async (tx) => {
      const running = { ...moment, tx, reads: tx, opened, entry, written, made };
      if (repeat !== undefined) {
        assert(act.again !== undefined, 'an idempotent act answers a repeat');
        return await act.again(running, repeat.reference);
      }
      const answer = await parts.trace.span('run', {}, () => act.run(running));
      if (repeatKey !== null) {
        assert(reference !== undefined, 'an idempotent act names what it made');
        const mac = requestMac(parts, request);
        if (!(await store.insertRepeat(tx, repeatKey, { requestMac: mac, reference }))) throw new Conflict();
      }
      return answer;
    });
    return { output, entry };
  } catch (error) {
    if (!(error instanceof Refusal) || entry === null || moment.reached.newPerson) throw error;
    return await recordUndone(moment, request, asked, entry, error);
  }
}

async function writeRow(moment: PlainMoment, { act }: Request, entry: number | null): Promise<object | undefined> {
  if (act.writes === undefined) return undefined;
  assert(entry !== null, 'what is written with an entry has one');
  const [written] = await writeAll(moment.tx, [act.writes(moment, entry)]);
  if (written === undefined) throw new Conflict();
  return written;
}

/** The act was allowed, but there was nothing to do it on: its writes are gone, its entry stays, a second says why. */
async function recordUndone(
  moment: PlainMoment,
  request: Request,
  asked: Asked,
  entry: number,
  refusal: Refusal,
): Promise<Ending> {
  const last = await store.readMomentRow(moment.tx, moment.chainOf, request.asker);
  const place = { n: last.n + 1, prev: last.prev ?? NO_LEAF, at: moment.at, undone: refusal.code };
  await insert(moment, request, asked, place);
  return { refusal: new Refusal(refusal.code, refusal.message, { ...refusal.detail, entry }), entry };
}

async function findRepeat(parts: GateParts, tx: Tx, request: Request): Promise<store.Repeat | undefined> {
  assert(request.repeatKey !== null, 'only a request with a key is repeated');
  const repeat = await store.findRepeat(tx, request.repeatKey);
  if (repeat === undefined) return undefined;
  if (requestMac(parts, request).equals(repeat.requestMac)) return repeat;
  throw new Refusal('conflict', '`Idempotency-Key` was used for another request', { field: 'Idempotency-Key' });
}

function requestMac(parts: GateParts, request: Request): Buffer {
  return createHmac('sha256', parts.keys.signIn)
    .update(canonical({ input: request.input }))
    .digest();
}
