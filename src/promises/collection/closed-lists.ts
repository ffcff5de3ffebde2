import { WAYS_OF_PROOF } from '../../kernel/policy/declarations.ts';

/** The closed lists of this section. Each value is a word for the database and the ledger; people read the words of the interface. */

/** Why the administration may demand proof of identity. */
export const DEMAND_REASONS = [
  'data-contradicts',
  'someone-else-claims',
  'large-transfer',
  'age-matters',
  'law-requires',
] as const;
export type DemandReason = (typeof DEMAND_REASONS)[number];

export const WAYS = WAYS_OF_PROOF;
export type Way = (typeof WAYS)[number];

/** What waits until the demand is answered, as staff may choose it. */
export const HELD_BACK = ['nothing', 'transfers'] as const;
/** `large-transfers`: a rule of the policy demanded it, and transfers from its amount on wait. */
export type HeldBack = (typeof HELD_BACK)[number] | 'large-transfers';

/** `again`: the evidence does not show enough. `refused`: it shows something else. After both another may be given. */
export const DECISIONS = ['approved', 'again', 'refused'] as const;
export type Decision = (typeof DECISIONS)[number];

/** Why a proof was not accepted; the first five ask for another one, the rest refuse. */
export const AGAIN_REASONS = ['unreadable', 'not-whole', 'expired', 'wrong-document', 'field-not-shown'] as const;
export const REFUSAL_REASONS = ['shows-another-value', 'not-genuine', 'someone-else'] as const;
export type ProofReason = (typeof AGAIN_REASONS)[number] | (typeof REFUSAL_REASONS)[number];

/** What was seen: kept in place of the document itself. */
export const DOCUMENTS = [
  'passport',
  'internal-passport',
  'id-card',
  'driving-licence',
  'residence-permit',
  'other',
] as const;
/** `letter`: no document was seen; the address was proven by a code that came there. */
export type DocumentKind = (typeof DOCUMENTS)[number] | 'letter';

/** What another reviewer answers to an objection. `set-aside`: the decision counts no more, another proof may be given. */
export const OBJECTION_OUTCOMES = ['kept', 'set-aside', 'withdrawn'] as const;
export type ObjectionOutcome = (typeof OBJECTION_OUTCOMES)[number];
