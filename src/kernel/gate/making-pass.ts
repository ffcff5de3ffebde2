import { NO_LEAF } from '../ledger/entry.ts';
import { Refusal } from '../refusal.ts';
import { ask, refusalOf } from './ask.ts';
import { standingOf } from './asker.ts';
import { entryOf } from './entry-of.ts';
import { makesBy, momentOfNew, rowOfNew } from './making.ts';
import { type Makings, openMakings } from './makings.ts';
import { readMoment } from './moment.ts';
import type { GateParts } from './parts.ts';
import { Conflict, type Ending, type Request } from './request.ts';
import { askerStands } from './store.ts';

/** One passage of an act that may make a person; undefined where it makes nobody, and has to pass in the plain form. */
export type MakingPass = (request: Request) => Promise<Ending | undefined>;

/** The steps of the plain passage in their order; readings, writes and the commit are shared with who comes at the same time. */
export function openMakingPass(parts: GateParts): MakingPass {
  const makings = openMakings(parts);
  return (request) => passMaking(parts, makings, request);
}

async function passMaking(parts: GateParts, makings: Makings, request: Request): Promise<Ending | undefined> {
  const { act, asker, input, prepared } = request;
  const { reads } = parts;
  const reached = await act.reach(reads as never, asker, input, prepared);
  if (reached === undefined) throw new Refusal('not_found', 'there is no such thing, or it is not yours');
  if (!makesBy(act, reached)) return undefined;
  const moment = momentOfNew(await readMoment(parts, reads, request, reached));
  const asked = await ask(parts, request, moment);
  // Who was refused before they were anybody leaves nothing behind: no person, no key, no chain.
  if (!asked.allowed) throw refusalOf(asked, null);
  const made = act.makes(moment);
  const { row, at, version, chainOf: personId } = moment;
  const entry = entryOf(moment, request, asked, { n: 1, prev: NO_LEAF, at });
  const entries = [{ entry, ...standingOf(asker) }];
  const run = { personId, prev: NO_LEAF, version: version.number, factsNumber: row.factsNumber, entries };
  try {
    await parts.trace.span('entry', {}, () =>
      makings({ run, person: rowOfNew(moment), toSeal: { personId, values: made.values }, rows: made.rows }),
    );
  } catch (error) {
    if (!(error instanceof Conflict) || (await askerStands(parts.db, asker))) throw error;
    throw new Refusal('unauthenticated', 'the session or credential has ended');
  }
  return { output: made.output, entry: 1, made: true };
}
