import assert from 'node:assert/strict';
import type { Reads } from '../db/reading.ts';
import type { Act, FieldToOpen, Moment, Reach, Running } from './act.ts';
import type { AskerIdentity } from './asker.ts';
import { ownReach } from './own-reach.ts';

type Person = Extract<AskerIdentity, { kind: 'person' }>;
type OwnReach = Reach & { readonly personId: string };

/** What there is beside what was read: a look has no transaction, and writes nothing. */
export type LookMoment<Input> = Omit<Moment<Input, OwnReach, undefined>, 'tx' | 'prepared' | 'reads' | 'seen'>;

/** The same once the values are open. */
export type LookAnswer<Input> = LookMoment<Input> & Pick<Running<Input, OwnReach, undefined>, 'opened'>;

type Given =
  | 'askers'
  | 'facts'
  | 'method'
  | 'changesFacts'
  | 'reach'
  | 'sees'
  | 'fields'
  | 'factsNow'
  | 'run'
  | 'writes'
  | 'prepare'
  | 'again'
  | 'idempotent'
  | 'onlyOpens'
  | 'afterErasure';

/**
 * A person's look at what is their own. It reads all it needs by one key, hangs on no fact, changes nothing; its answer is a
 * function of what it read and of what was opened. So many of them share their statements, and only the first of a
 * session and day needs a transaction. The types leave it no way to do more.
 */
export interface Look<Input, Seen, Output> extends Omit<Act<Input, OwnReach, undefined, Output>, Given> {
  readonly recording: 'session' | 'none';
  read(reads: Reads, asker: Person, input: Input): Promise<Seen>;
  /** What to open of what was read, each with its row. */
  fields?(seen: Seen, moment: LookMoment<Input>): readonly FieldToOpen[];
  run(seen: Seen, answer: LookAnswer<Input>): Output;
}

/** Like `defineAct`, for a look at one's own. */
export function defineLook<Input, Seen, Output>({
  read,
  fields,
  run,
  ...look
}: Look<Input, Seen, Output>): Act<Input, OwnReach, undefined, Output> {
  return {
    ...look,
    askers: ['person'],
    facts: [],
    method: 'GET',
    changesFacts: false,
    reach: ownReach,
    async sees(reads, asker, input) {
      assert(asker.kind === 'person', 'only a person has something of their own');
      return await read(reads, asker, input);
    },
    ...(fields === undefined ? {} : { fields: async (moment) => fields(moment.seen as Seen, moment) }),
    run: async (running) => run(running.seen as Seen, running),
  };
}
