import assert from 'node:assert/strict';
import type { Reads } from '../db/reading.ts';
import { Refusal } from '../refusal.ts';
import { ask } from './ask.ts';
import { readMoment, withChain } from './moment.ts';
import { openFields } from './open-fields.ts';
import type { GateParts } from './parts.ts';
import { mustRecord } from './plain-pass.ts';
import type { Ending, Request } from './request.ts';

/**
 * The passage of a person's look at what is their own, where nothing is to be recorded of it (any more today): the same
 * steps as the plain one, with readings that others share and without a transaction. Undefined: there is something to
 * record, so it passes plainly from the beginning.
 */
export async function passLooking(parts: GateParts, reads: Reads, request: Request): Promise<Ending | undefined> {
  const { act, asker, input } = request;
  assert(asker.kind === 'person' && act.sees !== undefined, 'a person looks at what is their own');
  const reached = { personId: asker.personId };
  // Under way together: each is as it was at some instant while this was asked, and nothing is written behind them.
  const [read, seen] = await Promise.all([readMoment(parts, reads, request, reached), act.sees(reads, asker, input)]);
  const moment = withChain({ ...read, seen });
  if (!moment.row.sessionStands) throw new Refusal('unauthenticated', 'the session or credential has ended');
  const asked = await ask(parts, request, moment);
  if (mustRecord(request, moment, asked)) return undefined;
  const opened = await openFields(parts, moment, null, asked.fields, null);
  const output = await parts.trace.span('run', {}, () => act.run({ ...moment, opened, entry: null } as never));
  return { output, entry: null };
}
