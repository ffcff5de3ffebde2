import type { CompiledRules, Facts } from './compile.ts';
import { type Decision, decide } from './decide.ts';
import { type FactChange, type Hearer, smallestChange } from './explain.ts';
import type { Asker, Recipient } from './names.ts';
import type { UnpublishedVersion } from './open-version.ts';
import { factsOf, type Recorded, roleOf } from './replay.ts';
import { NO_CATEGORY } from './vocabulary.ts';

/** One asking: what was asked for, field by field, with the facts that it was or would be decided on. */
export interface AskedCase {
  readonly act: string;
  readonly asker: Asker;
  readonly recipient: Recipient;
  /** What was named out of the declarations: `service:shop/delivery`, `provider:demo-pay/card`, `ground:ua-order`; or empty. */
  readonly about: string;
  readonly opens: readonly CaseOpening[];
}

export interface CaseOpening {
  /** A declared field, or what the act calls what it opens; null where it opens nothing. */
  readonly field: string | null;
  readonly category: string;
  readonly facts: Facts;
}

/** Why it is decided so, for each thing that is opened, and what would have changed a refusal. */
export interface Explanation {
  readonly asked: AskedCase;
  readonly hearer: Hearer;
  /** One refusal refuses the whole act: a half answer would hide it. */
  readonly allowed: boolean;
  readonly decisions: readonly ExplainedDecision[];
}

export interface ExplainedDecision extends CaseOpening {
  readonly decision: Decision;
  /** Of a refusal: the fewest facts that would have had to be otherwise, as far as the hearer may be told. */
  readonly change: readonly FactChange[];
}

export function explainCase(
  asked: AskedCase,
  { floor, version, hearer }: { floor: CompiledRules; version: Pick<UnpublishedVersion, 'rules'>; hearer: Hearer },
): Explanation {
  const { act, asker, recipient } = asked;
  const decisions = asked.opens.map((opening) => {
    const request = { act, asker, recipient, category: opening.category, facts: opening.facts };
    const decision = decide(floor, version.rules, request);
    return { ...opening, decision, change: smallestChange(floor, version.rules, request, hearer) };
  });
  return { asked, hearer, allowed: decisions.every(({ decision }) => decision.allowed), decisions };
}

/**
 * A recorded asking, with the facts it was decided on and never with facts of today. Null where the entry does not say
 * enough: which category something had that is no declared field of the version.
 */
export function caseOfEntry(
  entry: Recorded & { readonly about: string },
  { declarations }: UnpublishedVersion,
): AskedCase | null {
  const categoryOf = (field: string) =>
    declarations.fields.find(({ id }) => id === field)?.category ??
    (entry.categories.length === 1 ? entry.categories[0] : undefined);
  const fields = entry.fields.length === 0 ? [null] : [...new Set(entry.fields)];
  const opens = fields.map((field) => ({
    field,
    category: field === null ? NO_CATEGORY : categoryOf(field),
    facts: factsOf(field, entry.facts),
  }));
  const known = opens.flatMap(({ category, ...rest }) => (category === undefined ? [] : [{ ...rest, category }]));
  if (known.length < opens.length) return null;
  return {
    act: entry.kind,
    asker: roleOf(entry.asker) as Asker,
    recipient: roleOf(entry.recipient) as Recipient,
    about: entry.about,
    opens: known,
  };
}
