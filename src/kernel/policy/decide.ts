import { type CompiledRule, type CompiledRules, type DecisionRequest, evaluate } from './compile.ts';
import type { Section } from './names.ts';
import { canOpen } from './vocabulary.ts';

export type { DecisionRequest, Facts } from './compile.ts';

export type DecidedBy =
  | 'floor-forbid'
  | 'floor-permit'
  | 'rule-forbid'
  | 'rule-permit'
  | 'no-rule'
  | 'unknown-act'
  | 'error';

export interface Decision {
  readonly allowed: boolean;
  readonly by: DecidedBy;
  /** The sections of the determining rules; where there is none, the act's own. Never empty. */
  readonly sections: readonly Section[];
  /** The ids of the determining rules; with `error`, of the rules that could not be evaluated. */
  readonly rules: readonly string[];
  /** With `unknown-act`: what the version's vocabulary does not know, or its act cannot open: `` act `askFields` ``. */
  readonly unknown: string | null;
}

/**
 * The three steps. A floor forbid refuses; else a floor permit allows, whatever the version says; else the version
 * decides, and what no rule permits is refused.
 *
 * INVARIANT: a rule that could not be evaluated never lets anything through. Cedar skips such a rule, even a `forbid`.
 */
export function decide(floor: CompiledRules, version: CompiledRules, request: DecisionRequest): Decision {
  const floorAct = floor.acts.get(request.act);
  const act = version.acts.get(request.act);
  const own = floorAct?.description.section ?? act?.description.section ?? 'changes';
  if (!floorAct) return refusal('unknown-act', [], own, `act \`${request.act}\``);
  const first = evaluate(floor, floorAct, request);
  if (first.erring.length > 0) return refusal('error', first.erring, own);
  if (first.forbids.length > 0) return refusal('floor-forbid', first.forbids, own);
  // However wide a rule is written: what an act cannot open in the running program is no decision for it.
  if (!canOpen(floorAct.description, request.category)) {
    return refusal('unknown-act', [], own, `category \`${request.category}\` of act \`${request.act}\``);
  }
  if (first.permits.length > 0) return permission('floor-permit', first.permits);
  const unknown = unknownTo(version, request);
  if (!act || unknown) return refusal('unknown-act', [], own, unknown);
  const second = evaluate(version, act, request);
  if (second.erring.length > 0) return refusal('error', second.erring, own);
  if (second.forbids.length > 0) return refusal('rule-forbid', second.forbids, own);
  if (second.permits.length > 0) return permission('rule-permit', second.permits);
  return refusal('no-rule', [], own);
}

// A version published before the program knew an asker, a recipient or a category cannot have meant it.
function unknownTo(version: CompiledRules, request: DecisionRequest): string | null {
  if (!version.acts.has(request.act)) return `act \`${request.act}\``;
  if (!version.askers.has(request.asker)) return `asker \`${request.asker}\``;
  if (!version.recipients.has(request.recipient)) return `recipient \`${request.recipient}\``;
  if (!version.categories.has(request.category)) return `category \`${request.category}\``;
  return null;
}

function permission(by: DecidedBy, rules: readonly CompiledRule[]): Decision {
  return { allowed: true, by, sections: sectionsOf(rules), rules: rules.map((rule) => rule.id), unknown: null };
}

function refusal(by: DecidedBy, rules: readonly CompiledRule[], own: Section, unknown: string | null = null): Decision {
  const sections = rules.length > 0 ? sectionsOf(rules) : [own];
  return { allowed: false, by, sections, rules: rules.map((rule) => rule.id), unknown };
}

function sectionsOf(rules: readonly CompiledRule[]): readonly Section[] {
  const [first, ...more] = rules;
  if (first && more.every((rule) => rule.section === first.section)) return [first.section];
  return [...new Set(rules.map((rule) => rule.section))];
}
