import type { Answer } from '../db/reading.ts';
import type { Refusal } from '../refusal.ts';
import type { AnyAct } from './act.ts';
import type { AskerIdentity } from './asker.ts';

/** What is asked of the gate, parsed and prepared. */
export interface Request {
  readonly act: AnyAct;
  readonly asker: AskerIdentity;
  readonly input: unknown;
  readonly prepared: unknown;
  /** Readings of an act that only opens which are answered already, for its first attempt. */
  readonly ahead?: readonly Answer[];
  /** What a repeat is recognised by; null where the request has no key. */
  readonly repeatKey: Buffer | null;
}

/** How a passage ended and was committed: an answer, or a refusal with its entry. */
export interface Ending {
  readonly output?: unknown;
  readonly refusal?: Refusal;
  readonly entry: number | null;
  /** Set where somebody was made: nobody was here of whom anything could have been forgotten. */
  readonly made?: true;
  /** Whose chain it went to, where something of theirs may have been forgotten. */
  readonly of?: string;
}

/** Somebody else was first: the whole moment is read and decided again. */
export class Conflict extends Error {
  override readonly name = 'Conflict';
}
