import type { Reads } from '../db/reading.ts';
import type { ToWrite } from '../db/writing.ts';
import type { Act, AnyAct, FieldToOpen, Moment, Reach, Running, UnwrittenMoment } from './act.ts';
import type { AskerIdentity } from './asker.ts';

/** A moment in which nothing is written: there is no transaction to write in. */
export type OpeningMoment<Input, Reached> = Omit<Moment<Input, Reached, undefined>, 'tx' | 'prepared'>;

/** What is there once the entry is committed. */
export type OpeningAnswer<Input, Reached, Made> = Omit<
  Running<Input, Reached, undefined>,
  'tx' | 'prepared' | 'reads' | 'made' | 'written'
> & { readonly written: Made };

type Shared =
  | 'reach'
  | 'recipient'
  | 'fields'
  | 'factsNow'
  | 'writes'
  | 'run'
  | 'prepare'
  | 'again'
  | 'idempotent'
  | 'onlyOpens';

/**
 * An act that only opens. It finds whom it reaches, what it opens and its facts through readings, changes nothing but
 * the chain it is recorded in and, where it says so, one row that is written with the entry; its answer is a function of
 * what was opened. So many of them can share a select, an insert and a commit, and each is still decided on by itself.
 * The types leave it no way to do more.
 */
export interface Opening<Input, Reached extends PersonReached, Output, Made extends object | undefined>
  extends Omit<Act<Input, Reached, undefined, Output>, Shared> {
  readonly opens: 'fields';
  readonly recording: 'each';
  readonly changesFacts: false;
  reach(reads: Reads, asker: AskerIdentity, input: Input): Promise<Reached | undefined>;
  recipient?(moment: OpeningMoment<Input, Reached>): ReturnType<NonNullable<AnyAct['recipient']>>;
  fields(moment: OpeningMoment<Input, Reached>): Promise<readonly FieldToOpen[]>;
  factsNow(
    moment: OpeningMoment<Input, Reached>,
    opening: Promise<readonly FieldToOpen[]>,
  ): Promise<Readonly<Record<string, boolean | string>>>;
  /** By now it is recorded as done: there is no "no" any more, only what was opened. */
  run(answer: OpeningAnswer<Input, Reached, Made>): Output;
  /** A row that the facts of others hang on: whoever was decided on before it was there is decided on anew. */
  writes?(moment: OpeningMoment<Input, Reached>, entry: number): ToWrite<NonNullable<Made>>;
}

interface PersonReached extends Reach {
  readonly personId: string;
  readonly newPerson?: never;
}

/** Like `defineAct`, for an act that only opens. */
export function defineOpening<
  Input,
  Reached extends PersonReached,
  Output,
  Made extends object | undefined = undefined,
>(opening: Opening<Input, Reached, Output, Made>): Act<Input, Reached, undefined, Output> {
  return {
    ...opening,
    onlyOpens: true,
    run: async (running) => opening.run({ ...running, written: running.written as Made }),
  };
}

/**
 * An act that opens nothing and writes one row with its entry. Of a person's chain, it is written once, and nobody is
 * decided on with what was before it.
 */
export interface Recording<Input, Reached extends Reach, Prepared, Output>
  extends Omit<Act<Input, Reached, Prepared, Output>, Exclude<Shared, 'prepare'>> {
  readonly opens: 'nothing';
  readonly recording: 'each';
  readonly changesFacts: false;
  reach(reads: Reads, asker: AskerIdentity, input: Input, prepared: Prepared): Promise<Reached | undefined>;
  factsNow?(moment: UnwrittenMoment<Input, Reached, Prepared>): Promise<Readonly<Record<string, boolean | string>>>;
  writes(moment: UnwrittenMoment<Input, Reached, Prepared>, entry: number): ToWrite;
  /** By now the row is written. */
  answer(moment: UnwrittenMoment<Input, Reached, Prepared>): Output;
  /** Of an act without a fact. */
  readonly onVersionAlone?: true;
  /** Where it has to do more than its row: then it passes in a transaction of its own. */
  readonly more?: {
    readonly wanted: (input: Input) => boolean;
    run(running: Running<Input, Reached, Prepared>): Promise<void>;
  };
}

/** Like `defineOpening`, for what is only recorded: it shares readings, entry and commit with openings. */
export function defineRecording<Input, Reached extends Reach, Prepared, Output>({
  more,
  answer,
  ...recording
}: Recording<Input, Reached, Prepared, Output>): Act<Input, Reached, Prepared, Output> {
  return {
    ...recording,
    onlyOpens: true,
    alone: (input) => more?.wanted(input) ?? false,
    run: async (running) => {
      if (more?.wanted(running.input)) await more.run(running);
      return answer(running);
    },
  };
}
