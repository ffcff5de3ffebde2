import type { PolicyJson } from './cedar.ts';
import {
  compileExpression,
  type Environment,
  type Evaluate,
  EvaluationError,
  UncoveredOperator,
} from './expression.ts';
import type { Asker, Recipient, Section } from './names.ts';
import { factType, type Vocabulary, type VocabularyAct, type VocabularyFact } from './vocabulary.ts';

/** The rules of one version (or the floor) as closures, found by act. Built once, never changed. */
export interface CompiledRules {
  readonly acts: ReadonlyMap<string, CompiledAct>;
  readonly askers: ReadonlyMap<string, string>;
  readonly recipients: ReadonlyMap<string, string>;
  readonly categories: ReadonlyMap<string, string>;
}

export interface CompiledAct {
  readonly description: VocabularyAct;
  readonly action: string;
  readonly facts: ReadonlyMap<string, VocabularyFact>;
  readonly permits: readonly CompiledRule[];
  readonly forbids: readonly CompiledRule[];
}

export interface CompiledRule {
  /** `use.transfer`: the section is what stands before the first dot. */
  readonly id: string;
  readonly section: Section;
  /** @throws EvaluationError where Cedar would skip the rule with an error. */
  readonly matches: (environment: Environment) => boolean;
}

export type Facts = Readonly<Record<string, boolean | string>>;

/** What is asked of the rules: one decision, for one category. */
export interface DecisionRequest {
  readonly act: string;
  readonly asker: Asker;
  /** The DPV category of the field, or `none` where the act opens nothing. */
  readonly category: string;
  readonly recipient: Recipient;
  readonly facts: Facts;
}

/** A rule with its id, section and Cedar's own JSON. */
export interface ParsedRule {
  readonly id: string;
  readonly section: Section;
  readonly json: PolicyJson;
}

/** @throws UncoveredOperator where a rule uses what the closures do not cover. */
export function compileRules(rules: readonly ParsedRule[], vocabulary: Vocabulary): CompiledRules {
  const compiled = rules.map((rule) => ({
    rule: { id: rule.id, section: rule.section, matches: matcher(rule.json) },
    effect: rule.json.effect,
    actions: actionsOf(rule.json),
  }));
  const acts = vocabulary.acts.map((description): [string, CompiledAct] => {
    const own = compiled.filter(({ actions }) => actions === null || actions.includes(description.name));
    const of = (effect: string) => own.filter((one) => one.effect === effect).map((one) => one.rule);
    const facts = new Map(description.facts.map((fact) => [fact.name, fact]));
    const action = `Action::${description.name}`;
    return [description.name, { description, action, facts, permits: of('permit'), forbids: of('forbid') }];
  });
  const names = (type: string, list: readonly string[]) => new Map(list.map((name) => [name, `${type}::${name}`]));
  return {
    acts: new Map(acts),
    askers: names(
      'Asker',
      vocabulary.askers.map((one) => one.name),
    ),
    recipients: names(
      'Recipient',
      vocabulary.recipients.map((one) => one.name),
    ),
    categories: names('Category', vocabulary.categories),
  };
}

export interface Evaluation {
  readonly permits: readonly CompiledRule[];
  readonly forbids: readonly CompiledRule[];
  /** Rules that could not be evaluated. Cedar skips them; we refuse. */
  readonly erring: readonly CompiledRule[];
}

/** Evaluates every rule of the act. Only facts that the vocabulary knows are given to the rules. */
export function evaluate(rules: CompiledRules, act: CompiledAct, request: DecisionRequest): Evaluation {
  const recipient = rules.recipients.get(request.recipient) ?? `Recipient::${request.recipient}`;
  const { facts } = request;
  const environment: Environment = {
    principal: rules.askers.get(request.asker) ?? `Asker::${request.asker}`,
    action: act.action,
    resource: rules.categories.get(request.category) ?? `Category::${request.category}`,
    context: (name) => {
      if (name === 'recipient') return recipient;
      const known = act.facts.get(name);
      if (!known || !Object.hasOwn(facts, name)) return undefined;
      const value = facts[name];
      return typeof value === 'string' ? `${factType(name)}::${value}` : value;
    },
  };
  const erring: CompiledRule[] = [];
  const permits = matching(act.permits, environment, erring);
  return { permits, forbids: matching(act.forbids, environment, erring), erring };
}

const NONE: readonly CompiledRule[] = [];

function matching(rules: readonly CompiledRule[], environment: Environment, erring: CompiledRule[]) {
  let matched: CompiledRule[] | null = null;
  for (const rule of rules) {
    try {
      if (!rule.matches(environment)) continue;
      matched ??= [];
      matched.push(rule);
    } catch (error) {
      if (!(error instanceof EvaluationError)) throw error;
      erring.push(rule);
    }
  }
  return matched ?? NONE;
}

/** The acts that a rule names in its scope; null where it names none and so speaks of all. */
function actionsOf(rule: PolicyJson): readonly string[] | null {
  const { action } = rule;
  if (action.op === 'All') return null;
  if ('slot' in action) throw new UncoveredOperator('a template is not a rule');
  const named = 'entities' in action ? action.entities : [action.entity];
  return named.map((uid) => ('__entity' in uid ? uid.__entity.id : uid.id));
}

function matcher(rule: PolicyJson): (environment: Environment) => boolean {
  const conditions = rule.conditions.map(({ kind, body }): Evaluate => {
    const inner = compileExpression(body);
    return kind === 'when' ? inner : (environment) => !yesNo(inner(environment));
  });
  const parts = [
    scopeOf(rule.principal, (environment) => environment.principal),
    scopeOf(rule.resource, (environment) => environment.resource),
    ...conditions,
  ].filter((part) => part !== null);
  return (environment) => {
    for (const part of parts) if (!yesNo(part(environment))) return false;
    return true;
  };
}

function yesNo(value: ReturnType<Evaluate>): boolean {
  if (typeof value !== 'boolean') throw new EvaluationError('a condition is neither yes nor no');
  return value;
}

function scopeOf(scope: PolicyJson['principal'], of: (environment: Environment) => string): Evaluate | null {
  if (scope.op === 'All') return null;
  if ('slot' in scope || (scope.op === 'is' && scope.in && 'slot' in scope.in)) {
    throw new UncoveredOperator('a template is not a rule');
  }
  if (scope.op === 'is') {
    const prefix = `${scope.entity_type}::`;
    const wanted = scope.in && 'entity' in scope.in ? uidOf(scope.in.entity) : null;
    return (environment) => of(environment).startsWith(prefix) && (wanted === null || of(environment) === wanted);
  }
  const wanted = uidOf(scope.entity);
  return (environment) => of(environment) === wanted;
}

function uidOf(uid: { __entity: { type: string; id: string } } | { type: string; id: string }): string {
  const named = '__entity' in uid ? uid.__entity : uid;
  return `${named.type}::${named.id}`;
}
