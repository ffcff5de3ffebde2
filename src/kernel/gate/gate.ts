import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Db } from '../db/db.ts';
import { afterLostRaces, isLostRace } from '../db/lost-race.ts';
import type { Answer, Reads } from '../db/reading.ts';
import { openSharedReads } from '../db/shared-reads.ts';
import { BATCH_PERSONS_MAX, MOMENT_MILLISECONDS_MAX } from '../limits.ts';
import { Refusal } from '../refusal.ts';
import { IndexTurned, KeysTurned } from '../vault/keys.ts';
import type { Act, AnyAct, Reach } from './act.ts';
import { type AskerIdentity, roleFor } from './asker.ts';
import { findBrokenText } from './broken-text.ts';
import { Instead } from './instead.ts';
import { passLooking } from './look-pass.ts';
import { type MakingPass, openMakingPass } from './making-pass.ts';
import type { GateParts } from './parts.ts';
import { passPlainly } from './plain-pass.ts';
import { Conflict, type Ending, type Request } from './request.ts';
import { openSharedPass, type SharedPass } from './shared-pass.ts';
import { readStaffRoles } from './store.ts';
import { watchPass } from './watch-pass.ts';

/** An act that was allowed and done: its answer, and the entry that says so. */
export interface Passed<Output> {
  readonly output: Output;
  /** Its number in the chain it went to; null where nothing is recorded. */
  readonly entry: number | null;
}

/** One of several that were asked at once: an answer, or why there is none. */
export type PassedOrNot<Output> = Passed<Output> | { readonly error: unknown };

export interface PassOptions {
  /** The Idempotency-Key of the request: a repeat has one effect. */
  readonly idempotencyKey?: string;
  /** What was read for it with something else of the same request. It stands like what is read here: until the next entry. */
  readonly ahead?: readonly Answer[];
}

/**
 * The one door. Every use and disclosure of personal data, and every change of what the site promises, passes here:
 * parse → reach → facts → decide → entry → open exactly the declared fields → run → commit → answer.
 */
export interface Gate {
  readonly parts: GateParts;
  readonly acts: readonly AnyAct[];
  /** @throws Refusal when the product says no; anything else is a defect and nothing was done. */
  pass<Input, Reached extends Reach, Prepared, Output>(
    act: Act<Input, Reached, Prepared, Output>,
    asker: AskerIdentity,
    raw: unknown,
    options?: PassOptions,
  ): Promise<Passed<Output>>;
  /**
   * Several passages of one act, each decided on and recorded by itself; the answers are in the order of the inputs.
   * @throws Refusal `invalid` when there are none or more than BATCH_PERSONS_MAX
   */
  passMany<Input, Reached extends Reach, Prepared, Output>(
    act: Act<Input, Reached, Prepared, Output>,
    asker: AskerIdentity,
    raws: readonly unknown[],
  ): Promise<readonly PassedOrNot<Output>[]>;
}

export interface GateOptions {
  /**
   * Where acts that only open or look share readings and commits, with connections of its own; people who are made share
   * them too. Null: every act passes in the plain form, one transaction each. Both decide, record and answer the same; the
   * plain form is the reference.
   */
  readonly sharing: Db | null;
}

export function openGate(parts: GateParts, acts: readonly AnyAct[], { sharing }: GateOptions): Gate {
  const inner: Inner = {
    parts,
    shared: sharing === null ? null : openSharedPass(parts, sharing, acts),
    looking: sharing === null ? null : openSharedReads(sharing),
    making: sharing === null ? null : openMakingPass(parts),
  };
  const pass: Gate['pass'] = async (act, asker, raw, options = {}) => {
    const passed = () => passOrInstead(inner, act as unknown as AnyAct, asker, raw, options);
    try {
      const ending = await watchPass(parts, act.name, passed);
      return { output: ending.output as Awaited<ReturnType<typeof act.run>>, entry: ending.entry };
    } catch (error) {
      const said = await parts.bearings.explain(error);
      parts.turnedAway.note(said);
      throw said;
    }
  };
  return {
    parts,
    acts,
    pass,
    async passMany(act, asker, raws) {
      if (raws.length === 0 || raws.length > BATCH_PERSONS_MAX) {
        throw new Refusal('invalid', `at least one and at most ${BATCH_PERSONS_MAX} are asked about at once`);
      }
      return await Promise.all(raws.map((raw) => pass(act, asker, raw).catch((error: unknown) => ({ error }))));
    },
  };
}

interface Inner {
  readonly parts: GateParts;
  readonly shared: SharedPass | null;
  /** What looks are read by. */
  readonly looking: Reads | null;
  readonly making: MakingPass | null;
}

async function passOrInstead(
  inner: Inner,
  act: AnyAct,
  asker: AskerIdentity,
  raw: unknown,
  options: PassOptions,
): Promise<Ending> {
  try {
    return await passAct(inner, act, asker, raw, options);
  } catch (error) {
    if (!(error instanceof Instead)) throw error;
    return await passAct(inner, error.act, asker, error.input, {});
  }
}

async function passAct(
  inner: Inner,
  act: AnyAct,
  asker: AskerIdentity,
  raw: unknown,
  { idempotencyKey, ahead = [] }: PassOptions,
): Promise<Ending> {
  const { parts } = inner;
  const parsed = act.input.safeParse(raw);
  if (!parsed.success) throw invalid(parsed.error.issues[0]);
  const broken = findBrokenText(parsed.data);
  if (broken !== undefined) throw invalid({ path: [...broken], code: 'custom' });
  // Whoever could not ask at all costs nothing; the moment reads the roles again.
  const roles = asksByRole(act, asker) ? await readStaffRoles(parts.db, asker.session) : [];
  roleFor(act.askers, asker, roles);
  const prepare = () => prepared(parts, act, asker, parsed.data);
  const repeats = act.idempotent === true && idempotencyKey !== undefined;
  let request: Request = {
    act,
    asker,
    input: parsed.data,
    prepared: act.prepare === undefined ? undefined : await prepare(),
    ahead,
    repeatKey: repeats ? repeatKey(act.name, asker, idempotencyKey) : null,
  };
  const ending = await untilDecided(
    parts,
    (attempt) => passOnce(inner, request, attempt),
    async () => {
      request = { ...request, prepared: await prepare() };
    },
  );
  // INVARIANT: what was forgotten is in the tombstone file before anybody is told so.
  if (act.changesFacts && ending.made !== true) await parts.tombstones.settle(ending.of);
  if (ending.refusal !== undefined) throw ending.refusal;
  if (act.beforeAnswer !== undefined) await act.beforeAnswer();
  return ending;
}

function passOnce(inner: Inner, request: Request, attempt: number): Promise<Ending> {
  const { shared } = inner;
  const { act, input } = request;
  const opens = shared !== null && act.onlyOpens === true && act.alone?.(input) !== true;
  return opens ? shared(request, attempt) : passAlone(inner, request);
}

async function passAlone(inner: Inner, request: Request): Promise<Ending> {
  const { parts } = inner;
  return (
    (await passWithOthers(inner, request)) ?? (await parts.db.transaction((tx) => passPlainly(parts, tx, request)))
  );
}

/** Undefined: this passage is one for a transaction of its own. */
async function passWithOthers({ parts, looking, making }: Inner, request: Request): Promise<Ending | undefined> {
  const { act } = request;
  if (looking !== null && act.sees !== undefined) return await passLooking(parts, looking, request);
  if (making !== null && act.makes !== undefined) return await making(request);
  return undefined;
}

// What every person may ask needs no look at who of them is staff.
function asksByRole(act: AnyAct, asker: AskerIdentity): asker is Extract<AskerIdentity, { kind: 'person' }> {
  return asker.kind === 'person' && !act.askers.includes('person') && !act.askers.includes('anyone');
}

async function prepared(parts: GateParts, act: AnyAct, asker: AskerIdentity, input: unknown): Promise<unknown> {
  return await afterLostRaces(async () => await act.prepare?.(parts, asker, input));
}

/** However slow the machine is: who lost only to one other is through the next time. */
const AGAIN_SURELY = 2;

// A lost race reads and decides again, with jitter; a plain three tries would fail a third of requests on one person.
async function untilDecided(
  parts: GateParts,
  once: (attempt: number) => Promise<Ending>,
  again: () => Promise<void>,
): Promise<Ending> {
  const deadline = parts.clock.now().getTime() + MOMENT_MILLISECONDS_MAX;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await once(attempt);
    } catch (error) {
      const turned = error instanceof KeysTurned;
      if (!turned && !(error instanceof Conflict) && !isLostRace(error)) throw error;
      if (attempt > AGAIN_SURELY && parts.clock.now().getTime() >= deadline) {
        throw new Refusal('busy', 'too much is happening at once; nothing was done', { retryAfterSeconds: 1 });
      }
      // Another process turned the keys: the moment is read again with those of now.
      if (turned) await refreshKeys(parts);
      if (error instanceof IndexTurned) await again();
      await pause(Math.random() * Math.min(4 * attempt, 40));
    }
  }
}

// Where the key service is away what this process has goes on, and what needs another key is refused as busy.
async function refreshKeys({ keys, log }: GateParts): Promise<void> {
  await keys.refresh().catch((error: unknown) => {
    log.warn('keys-not-refreshed', { reason: error instanceof Error ? error.message : 'unknown' });
  });
}

function repeatKey(act: string, asker: AskerIdentity, key: string): Buffer {
  if (key.length > 255)
    throw new Refusal('invalid', '`Idempotency-Key` must be at most 255 characters', { field: 'Idempotency-Key' });
  const who =
    asker.kind === 'person'
      ? asker.personId
      : asker.kind === 'service' || asker.kind === 'provider'
        ? asker.id
        : asker.kind;
  return createHash('sha256')
    .update(JSON.stringify([act, asker.kind, who, key]))
    .digest();
}

/** What can be the name of an input. Anything else in its place may be a value, and is not repeated. */
const NAME = /^[A-Za-z0-9-]{1,40}$/;

function invalid(issue: { readonly path: readonly PropertyKey[]; readonly code: string } | undefined): Refusal {
  const path = issue?.path.map(String) ?? [];
  const odd = path.findIndex((name) => !NAME.test(name));
  const field = path.slice(0, odd === -1 ? path.length : odd).join('.');
  const where = field === '' ? 'the request' : `\`${field}\``;
  // zod's own messages may quote what was given; only the kind of fault goes out.
  const fault =
    issue?.code === 'unrecognized_keys'
      ? 'holds a name that is not declared'
      : 'is missing or not of the declared form';
  return new Refusal('invalid', `${where} ${fault}`, field === '' ? {} : { field });
}
