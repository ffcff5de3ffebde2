import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { canonical } from '../canonical.ts';
import type { Tx } from '../db/db.ts';
import { insertEntry } from '../ledger/append.ts';
import { ENTRY_FORMAT, makeEntry, NO_LEAF } from '../ledger/entry.ts';
import { insufficient } from '../ledger/insufficient.ts';
import type { Asker } from '../policy/names.ts';
import type { Version } from '../policy/open-version.ts';
import { Refusal, type RefusalCode } from '../refusal.ts';
import type { AnyAct, Moment, Reach } from './act.ts';
import { type Asked, ask } from './ask.ts';
import { type AskerIdentity, roleFor } from './asker.ts';
import { openFields } from './open-fields.ts';
import type { GateParts } from './parts.ts';
import * as store from './store.ts';

/** Somebody else was first: the whole moment is read and decided again. */
export class Conflict extends Error {
  override readonly name = 'Conflict';
}

export interface Request {
  readonly act: AnyAct;
  readonly asker: AskerIdentity;
  readonly input: unknown;
  readonly prepared: unknown;
  /** What a repeat is recognised by; null where the request has no key. */
  readonly repeatKey: Buffer | null;
}

/** How a passage ended and was committed: an answer, or a refusal with its entry. */
export interface Ending {
  readonly output?: unknown;
  readonly refusal?: Refusal;
  readonly entry: number | null;
}

/** One passage in one transaction. Throws Conflict to be run again, Refusal where nothing may be written. */
export async function passOnce(parts: GateParts, tx: Tx, request: Request): Promise<Ending> {
  const { act, asker, input, prepared } = request;
  const reached = await act.reach(tx, asker, input, prepared);
  if (reached === undefined) throw new Refusal('not_found', 'there is no such thing, or it is not yours');
  const chainOf = reached.personId ?? parts.site.siteId;
  if (act.changesFacts || reached.newPerson) await store.lockChain(tx, chainOf);

  const moment = await readMoment(parts, tx, request, reached);
  const repeat = request.repeatKey === null ? undefined : await findRepeat(parts, tx, request);
  const asked = await ask(parts, request, moment);
  const entry = await record(parts, moment, request, asked, mustRecord(request, moment, asked));
  if (!asked.allowed) {
    // Who was refused before they were anybody leaves nothing behind: no person, no key, no chain.
    if (reached.newPerson) throw refusalOf(asked, null);
    return { refusal: refusalOf(asked, entry), entry };
  }

  // INVARIANT: from here on the entry is written in this transaction; no value is opened before.
  return await runRecorded(parts, moment, request, asked, entry, repeat);
}

/** The moment with what the gate alone needs of it. */
export interface GateMoment extends Moment<unknown, Reach, unknown> {
  readonly row: store.MomentRow;
  readonly chainOf: string;
  readonly chain: string;
  /** The role in which it is asked. */
  readonly role: Asker;
}

async function readMoment(parts: GateParts, tx: Tx, request: Request, reached: Reach): Promise<GateMoment> {
  const { asker, input, prepared } = request;
  const chainOf = reached.personId ?? parts.site.siteId;
  const row = await store.readMoment(tx, chainOf, asker);
  assert(row.version !== null, 'a policy is published before anything is asked');
  const role = roleFor(request.act.askers, asker, row.staffRoles);
  const version: Version = await parts.shelf.byNumber(row.version);
  let person = personOf(chainOf, row);
  let chain = reached.personId === null ? 'site' : row.chain?.toString('base64');
  if (request.act.afterErasure === true) chain ??= row.formerChain ?? undefined;
  if (reached.newPerson) {
    assert(reached.personId !== null && row.chain === null, 'a new person has an id and no chain yet');
    const bytes = parts.random.bytes(16);
    const made = { personId: reached.personId, chain: bytes, ...reached.newPerson };
    await store.insertPerson(tx, made);
    await parts.keyring.createPerson(tx, reached.personId);
    chain = bytes.toString('base64');
    person = { ...made, countryHow: made.country === null ? null : 'declared', restricted: false };
  }
  // A person erased between two readings is out of reach like one who never was.
  if (chain === undefined) throw new Refusal('not_found', 'there is no such thing, or it is not yours');
  return { tx, at: row.at, version, asker, input, reached, prepared, person, parts, row, chainOf, chain, role };
}

function personOf(personId: string, row: store.MomentRow): Moment<unknown, Reach, unknown>['person'] {
  if (row.chain === null || row.language === null) return null;
  const { country, countryHow, language } = row;
  return { personId, country, countryHow, language, restricted: row.restrictedAt !== null };
}

function mustRecord(request: Request, moment: GateMoment, asked: Asked): boolean {
  // Who is not authenticated never touches a chain, unless the act makes the person or has just recognised them.
  if (moment.role === 'anyone' && !asked.allowed) return false;
  if (!asked.allowed) return true;
  if (request.act.recording === 'session') return !moment.row.lookedToday;
  return request.act.recording === 'each';
}

async function record(
  parts: GateParts,
  moment: GateMoment,
  request: Request,
  asked: Asked,
  wanted: boolean,
): Promise<number | null> {
  if (!wanted) {
    if (await store.askerStands(moment.tx, request.asker)) return null;
    throw new Refusal('unauthenticated', 'the session or credential has ended');
  }
  const n = moment.row.n + 1;
  await insert(parts, moment, request, asked, { n, prev: moment.row.prev ?? NO_LEAF });
  if (request.act.recording === 'session' && request.asker.kind === 'person') {
    await store.markLooked(moment.tx, request.asker.session, moment.at);
  }
  return n;
}

interface Written {
  readonly n: number;
  readonly prev: Buffer;
  /** Why something allowed was not done: the code of the refusal. */
  readonly undone?: RefusalCode;
}

async function insert(
  parts: GateParts,
  moment: GateMoment,
  request: Request,
  asked: Asked,
  written: Written,
): Promise<void> {
  const { n, prev, undone } = written;
  const decision = undone === undefined ? (asked.allowed ? 'allowed' : 'refused') : 'undone';
  const entry = makeEntry(
    moment.chainOf,
    {
      format: ENTRY_FORMAT,
      kind: request.act.name,
      chain: moment.chain,
      n,
      prev: prev.toString('base64'),
      at: moment.at.toISOString(),
      asker: namedAsker(moment, request.asker),
      recipient: asked.recipient,
      about: asked.about,
      fields: asked.fields.map(({ field }) => field),
      categories: asked.categories,
      facts: asked.facts,
      decision,
      because: undone === undefined ? asked.missing : [undone],
      sections: asked.sections,
      version: { number: moment.version.number, digest: moment.version.digest },
      commitments: {},
    },
    parts.random,
  );
  const { asker } = request;
  const stands = {
    session: asker.kind === 'person' ? asker.session : null,
    credential: asker.kind === 'service' || asker.kind === 'provider' ? asker.credential : null,
  };
  if (await insertEntry(moment.tx, entry, { factsNumber: moment.row.factsNumber, ...stands })) return;
  if (await store.askerStands(moment.tx, asker)) throw new Conflict();
  throw new Refusal('unauthenticated', 'the session or credential has ended');
}

// Services and providers are named in the declarations; persons and staff only by their role.
function namedAsker({ role }: GateMoment, asker: AskerIdentity): string {
  return asker.kind === 'service' || asker.kind === 'provider' ? `${role}:${asker.id}` : role;
}

async function runRecorded(
  parts: GateParts,
  moment: GateMoment,
  request: Request,
  asked: Asked,
  entry: number | null,
  repeat: store.Repeat | undefined,
): Promise<Ending> {
  const { act, repeatKey } = request;
  const opened = await openFields(parts, moment, asked.fields, entry);
  let reference: string | undefined;
  const made = (id: string) => {
    reference = id;
  };
  try {
    const output = await moment.tx.savepoint(async (tx) => {
      const running = { ...moment, tx, opened, entry, made };
      if (repeat !== undefined) {
        assert(act.again !== undefined, 'an idempotent act answers a repeat');
        return await act.again(running, repeat.reference);
      }
      const answer = await act.run(running);
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
    return await recordUndone(parts, moment, request, asked, entry, error);
  }
}

/** The act was allowed, but there was nothing to do it on: its writes are gone, its entry stays, a second says why. */
async function recordUndone(
  parts: GateParts,
  moment: GateMoment,
  request: Request,
  asked: Asked,
  entry: number,
  refusal: Refusal,
): Promise<Ending> {
  const last = await store.readMoment(moment.tx, moment.chainOf, request.asker);
  await insert(parts, moment, request, asked, { n: last.n + 1, prev: last.prev ?? NO_LEAF, undone: refusal.code });
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

function refusalOf(asked: Asked, entry: number | null): Refusal {
  return new Refusal('forbidden_by_policy', `the policy does not permit this (section ${asked.sections[0]})`, {
    ...(asked.sections[0] === undefined ? {} : { section: asked.sections[0] }),
    ...(entry === null ? {} : { entry }),
    missing: asked.missing,
    because: insufficient(asked.facts, asked.missing),
  });
}
