import type { Words } from '../words.ts';
import type { DeclaredCase } from './declarations.ts';
import type { Asker, Recipient, Section } from './names.ts';

/** The most facts one act may ask: the matrix enumerates their combinations. */
export const FACTS_MAX = 12;

/**
 * What the policy knows of an act: everything a rule can speak about, and nothing of what the act does. The vocabulary
 * of a version is generated from these, and the matrix enumerates over them.
 */
export interface ActDescription {
  /** Also the Cedar action, the OpenAPI operationId and the kind of the ledger entry. camelCase. */
  readonly name: string;
  /** The section of the policy that the act belongs to, and that a refusal without a rule names. */
  readonly section: Section;
  /** Who may ask at all, in the order in which a person with several roles asks. */
  readonly askers: readonly Asker[];
  /** Who may be the recipient of what it opens; `['nobody']` or `['person']` where nothing goes further. */
  readonly recipients: readonly Recipient[];
  /**
   * `fields`: the act opens declared fields, one decision each. `own`: never a declared field, only what its own
   * `categories` name. `nothing`: one decision with category `none`.
   */
  readonly opens: 'fields' | 'own' | 'nothing';
  /** DPV categories of what it opens beyond declared fields, e.g. the text of a message. */
  readonly categories?: readonly string[];
  /** What the asker names out of the declarations; the matrix has one flow for each. */
  readonly names?: 'service' | 'provider' | 'ground';
  readonly facts: readonly FactDescription[];
  /** The act as the second half of a sentence about the asker: «просит поля для заказа», "asks for fields …". */
  readonly words: Words;
}

interface FactBase {
  /** camelCase; the attribute of `context` in a rule. */
  readonly name: string;
  /** `yes-no`, or a closed list (a Cedar enumerated entity named after the fact, first letter upper case). */
  readonly values: 'yes-no' | readonly string[];
  /** Who may hear that this fact was missing. */
  readonly tell: 'asker' | 'nobody';
  /** The fact as a clause when it holds («человек подтвердил перевод», "the person confirmed the transfer"). */
  readonly words: Words;
  /** The same clause when it does not hold; absent: the words with "it is not so that" before them. */
  readonly wordsNot?: Words;
}

/** A pure function of declarations, field, named service, provider, ground, country: the matrix computes it. */
export interface DeclaredFact extends FactBase {
  readonly kind: 'declared';
  readonly declared: (of: DeclaredCase) => boolean | string;
}

/** Known only at the instant of asking: the matrix lets it take every value. */
export interface MomentFact extends FactBase {
  readonly kind: 'of-the-moment';
}

export type FactDescription = DeclaredFact | MomentFact;
