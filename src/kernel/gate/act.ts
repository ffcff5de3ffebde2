import type { z } from 'zod';
import type { Tx } from '../db/db.ts';
import type { Reads, Together } from '../db/reading.ts';
import type { ToWrite } from '../db/writing.ts';
import type { ActDescription } from '../policy/act-description.ts';
import type { Asker, Recipient } from '../policy/names.ts';
import type { Version } from '../policy/open-version.ts';
import type { NewValue } from '../vault/seal-one.ts';
import type { Sealed } from '../vault/sealed.ts';
import type { OpenableRow } from '../vault/store.ts';
import type { AskerIdentity } from './asker.ts';
import type { GateParts } from './parts.ts';

/**
 * One act: what the policy knows of it (ActDescription) and what it does. One file exports one; REST, OpenAPI, refusals
 * and pages fall out of the list of acts.
 *
 * Input: what the schema gives. Reached: whom and what the asker may name. Prepared: work that must not happen while a
 * transaction is open (hashing a password). Output: what the edge renders, after the commit.
 */
export interface Act<Input, Reached extends Reach, Prepared, Output> extends ActDescription {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below `/v1`; a noun, with `{name}` for what the input takes from the address. */
  readonly path: string;
  /** Everything from outside is parsed once, against this. */
  readonly input: z.ZodType<Input>;
  /** The most that its body may hold, where a list is longer than what is usual. */
  readonly bodyBytes?: number;
  /** Whether it may hold files in base64: then its body may be as long as a file, and the long ones are taken in turn. */
  readonly holdsFiles?: true;
  /**
   * `each`: an entry for every asking. `session`: one entry for a session and day, for a look at one's own data; one that
   * opens nothing is recorded by itself, so that the first value that opens on a day still leaves its own entry.
   * `none`: for an act that opens and changes nothing.
   */
  readonly recording: 'each' | 'session' | 'none';
  /** Whether it changes a fact about the person: then it holds the person's lock from before its reading. */
  readonly changesFacts: boolean;
  /** Whether a repeat with the same Idempotency-Key must have one effect: then `again` answers it. */
  readonly idempotent?: true;
  /** Set by `defineOpening`: it may share statements and the commit with others that are asked at the same time. */
  readonly onlyOpens?: true;
  /**
   * Of such an act: what reads all it is decided on at once. Several statements go out side by side; what may change
   * belongs into the one that brings the moment, or the insert would not notice that it did.
   */
  together?(asker: AskerIdentity, input: Input, prepared: Prepared): readonly Together<unknown, object>[];
  /** Set by `defineLook`: all that the answer is made of, read beside the moment. */
  sees?(reads: Reads, asker: AskerIdentity, input: Input): Promise<unknown>;
  /** Of an act that only opens: whether this passage does more, and so passes in a transaction of its own. */
  alone?(input: Input): boolean;
  /** Of an act that only opens: the one row that is written with its entry, in the same transaction. */
  writes?(moment: Moment<Input, Reached, Prepared>, entry: number): ToWrite;
  /**
   * Of an act that only opens: nothing that was read is decided on, so that it still stands where others have written to its
   * chain since; and it may wait a moment for others to be written with.
   */
  readonly onVersionAlone?: true;
  /** Over REST it may also be asked about several at once: each is decided on, recorded and answered by itself. */
  readonly many?: ManyAtOnce;
  /** Kept out of REST: asked only by our own worker, host or pages. */
  readonly internal?: true;
  /** Continues the chain of somebody who was erased; every other act finds nobody there. */
  readonly afterErasure?: true;

  prepare?(parts: GateParts, asker: AskerIdentity, input: Input): Promise<Prepared>;
  /** Whom it is about. Undefined is out of reach: 404, before the policy is asked. */
  reach(tx: Tx, asker: AskerIdentity, input: Input, prepared: Prepared): Promise<Reached | undefined>;
  /** The recipient, where the act has several. */
  recipient?(moment: Moment<Input, Reached, Prepared>): Recipient;
  /** What to open, declared fields or of its own categories, each decided on by itself; all must be allowed. */
  fields?(moment: Moment<Input, Reached, Prepared>): Promise<readonly FieldToOpen[]>;
  /** Every fact of the moment, by name. `opening` is what `fields` reads: a fact about the same rows awaits it. */
  factsNow?(
    moment: Moment<Input, Reached, Prepared>,
    opening: Promise<readonly FieldToOpen[]>,
  ): Promise<Readonly<Record<string, boolean | string>>>;
  /** Set by `defineMaking`: in the place of `run` where it makes a person, so that it may share statements and the commit. */
  makes?(moment: UnwrittenMoment<Input, Reached, Prepared>): Made<Output>;
  run(running: Running<Input, Reached, Prepared>): Promise<Output>;
  /** What has to have happened between the commit and the answer. */
  beforeAnswer?(): Promise<void>;
  /** The answer to a repeat: the same passage through the gate, nothing done twice. */
  again?(running: Running<Input, Reached, Prepared>, reference: string): Promise<Output>;
}

export interface ManyAtOnce {
  /** Its operationId. */
  readonly name: string;
  /** Below `/v1`, by POST. */
  readonly path: string;
  /** The input that stands there as a list, and the list's name. */
  readonly each: string;
  readonly list: string;
  readonly words: { readonly en: string };
}

export type AnyAct = Act<unknown, Reach, unknown, unknown>;

/** What every reach says. */
export interface Reach {
  /** The person it is about; null: the site's own chain. */
  readonly personId: string | null;
  /** Set where the act makes this person: entry 1 of a new chain. */
  readonly newPerson?: { readonly country: string | null; readonly language: string };
  /** What the asker named out of the declarations. */
  readonly service?: { readonly id: string; readonly purpose: string };
  readonly provider?: { readonly id: string; readonly method: string };
  readonly ground?: string;
  /** Set where the act is about several that were nobody: how many, by name. */
  readonly counted?: Readonly<Partial<Record<string, number>>>;
  /** Set where a ban on telling the person holds: the entry goes into no chain yet, but a commitment to it into the log. */
  readonly sealedIn?: { readonly matterId: string };
  /** Whose values are opened although they have no chain any more: kept by a hold, recorded in the site's chain. */
  readonly heldOf?: string;
  /** What the entry commits to without saying it, by name. */
  readonly commitments?: Readonly<Record<string, string>>;
}

/** One field asked for: decided on in any case, opened where the person left it. */
export interface FieldToOpen {
  readonly field: string;
  /** The row it lies in; null where the person never left it. */
  readonly recordId: string | null;
  /** Of what is no declared field (a message, a proof's image): one of the act's own `categories`. */
  readonly category?: string;
  /** The row itself, still sealed, where the act has read it in this moment: it is not read again. */
  readonly row?: OpenableRow | undefined;
}

/** The instant that facts, decision and entry share. */
export interface Moment<Input, Reached, Prepared> {
  readonly tx: Tx;
  /** Where readings are asked: this transaction, or what many askings share. */
  readonly reads: Reads;
  /** The database's time. */
  readonly at: Date;
  readonly version: Version;
  readonly asker: AskerIdentity;
  /** The role in which it is asked. */
  readonly role: Asker;
  readonly input: Input;
  readonly reached: Reached;
  readonly prepared: Prepared;
  readonly person: PersonRow | null;
  readonly parts: GateParts;
  /** What the act has read beside the moment. */
  readonly seen?: unknown;
}

/** A moment in which nothing is written yet: there may be no transaction to write in. */
export type UnwrittenMoment<Input, Reached, Prepared> = Omit<Moment<Input, Reached, Prepared>, 'tx'>;

/** What an act writes of somebody of whom nothing was held, beside the person, the key and the entry. */
export interface Made<Output> {
  /** What is sealed. */
  readonly values: readonly NewValue[];
  readonly rows: readonly ToWrite[];
  readonly output: Output;
}

export interface PersonRow {
  readonly personId: string;
  readonly country: string | null;
  readonly countryHow: 'declared' | 'verified' | null;
  readonly language: string;
  readonly restricted: boolean;
}

export interface Running<Input, Reached, Prepared> extends Moment<Input, Reached, Prepared> {
  /** The opened values: a declared field by its id, anything else by its record. Sealed until a sink takes them. */
  readonly opened: ReadonlyMap<string, Sealed<string>>;
  /** The number of the entry in the chain it went to; null where nothing was recorded. */
  readonly entry: number | null;
  /** What was made of the row that was written with the entry. */
  readonly written?: object | undefined;
  /** Names what this request made, so that a repeat finds it. */
  made(reference: string): void;
}

/** Gives an act its types; the value is the act itself. */
export function defineAct<Input, Reached extends Reach, Prepared, Output>(
  act: Act<Input, Reached, Prepared, Output>,
): Act<Input, Reached, Prepared, Output> {
  return act;
}
