import assert from 'node:assert/strict';
import type { Db } from '../db/db.ts';
import { type Answer, answered, type Reads, type Together } from '../db/reading.ts';
import { openSharedReads } from '../db/shared-reads.ts';
import { Refusal } from '../refusal.ts';
import type { AnyAct } from './act.ts';
import { ask, refusalOf } from './ask.ts';
import { standingOf } from './asker.ts';
import { entryOf } from './entry-of.ts';
import { openLines } from './lines.ts';
import { readMoment, withChain } from './moment.ts';
import { openFields } from './open-fields.ts';
import type { GateParts } from './parts.ts';
import { mustRecord } from './plain-pass.ts';
import { Conflict, type Ending, type Request } from './request.ts';
import { openRuns, type PersonRuns, type Recorded, type Runs } from './runs.ts';
import { askerStands } from './store.ts';

/** One passage of an act that only opens. Throws like the plain one. */
export type SharedPass = (request: Request, attempt: number) => Promise<Ending>;

/**
 * The passage of acts that only open: the same steps as the plain one, in the same order, but reading and writing are
 * shared with others that are asked at the same time. `db`: connections of its own, so that no slow act keeps these
 * waiting for one.
 */
export function openSharedPass(parts: GateParts, db: Db, acts: readonly AnyAct[]): SharedPass {
  assert(
    acts.every(({ onVersionAlone, facts }) => onVersionAlone !== true || facts.length === 0),
    'what is decided by the version alone has no fact',
  );
  const quiet = acts.filter(
    ({ onlyOpens, writes, alone }) => onlyOpens === true && writes === undefined && alone === undefined,
  );
  const runs = openRuns(
    db,
    openLines(parts.db),
    quiet.map(({ name }) => name),
  );
  const shared = { parts, db, reads: openSharedReads(db), runs };
  return (request, attempt) => passShared(shared, request, attempt);
}

interface SharedParts {
  readonly parts: GateParts;
  readonly db: Db;
  readonly reads: Reads;
  readonly runs: Runs;
}

async function passShared(shared: SharedParts, request: Request, attempt: number): Promise<Ending> {
  const { parts, db, runs } = shared;
  const { act, asker, input, prepared } = request;
  // Who lost a race knows by now whose chain it is about, and waits for its turn before anything is read.
  const together = attempt === 1 ? act.together?.(asker, input, prepared) : undefined;
  const reads = together === undefined ? shared.reads : await readTogether(shared.reads, together, request.ahead);
  const reached = await act.reach(reads as never, asker, input, prepared);
  if (reached === undefined) throw new Refusal('not_found', 'there is no such thing, or it is not yours');
  const person = runs.enter(reached.personId ?? parts.site.siteId);
  try {
    if (together === undefined) await person.turn();
    const moment = withChain(await readMoment(parts, reads, request, reached));
    const asked = await ask(parts, request, moment);
    if (!mustRecord(request, moment, asked)) throw refusalOf(asked, null);
    const { n: entry, written } = await parts.trace.span('entry', {}, () =>
      record(db, person, { moment, request, asked }),
    );
    // INVARIANT: from here on the entry is committed; no value is opened before.
    if (!asked.allowed) return { refusal: refusalOf(asked, entry), entry };
    const opened = await openFields(parts, moment, null, asked.fields, entry);
    const output = await parts.trace.span('run', {}, () => act.run({ ...moment, opened, entry, written } as never));
    return { output, entry };
  } finally {
    person.leave();
  }
}

/** These first, where they were not read ahead, and the act's readings from what they found. */
async function readTogether(
  reads: Reads,
  together: readonly Together<unknown, object>[],
  ahead: readonly Answer[] = [],
): Promise<Reads> {
  const first = ahead.length === 0 ? reads : answered(ahead, reads);
  const [only, ...others] = together;
  // Several are under way at once.
  const rows =
    only !== undefined && others.length === 0
      ? [await first.read(only.reading, only.key)]
      : await Promise.all(together.map(({ reading, key }) => first.read(reading, key)));
  const found = together.map(({ answers }, index) => answers(rows[index]?.[0]));
  return answered(found.flat(), reads);
}

interface Decided {
  readonly moment: Parameters<typeof entryOf>[0];
  readonly request: Request;
  readonly asked: Parameters<typeof entryOf>[2];
}

async function record(db: Db, person: PersonRuns, { moment, request, asked }: Decided): Promise<Recorded> {
  const { row, at, version } = moment;
  const standing = standingOf(request.asker);
  const { writes } = request.act;
  const recorded = await person.append({
    on: { n: row.n, leaf: row.prev, at, version: version.number, factsNumber: row.factsNumber },
    entryAt: (place) => ({ entry: entryOf(moment, request, asked, place), ...standing }),
    ...(asked.allowed && writes !== undefined ? { writes: (entry: number) => writes(moment as never, entry) } : {}),
    onVersionAlone: request.act.onVersionAlone === true,
  });
  if (recorded !== undefined) return recorded;
  if (await askerStands(db, request.asker)) throw new Conflict();
  throw new Refusal('unauthenticated', 'the session or credential has ended');
}
