import type { Expr } from './cedar.ts';

/** A value of a rule: a boolean, an entity as `Type::id`, or a set. Nothing else can be written in our vocabulary. */
export type Value = boolean | string | readonly Value[];

/** What a rule is asked about. */
export interface Environment {
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  /** The attribute of `context`, or undefined where it has none. */
  readonly context: (name: string) => Value | undefined;
}

export type Evaluate = (environment: Environment) => Value;

/** A rule could not be evaluated (a fact is missing, a value has the wrong kind). Never a reason to allow. */
export class EvaluationError extends Error {
  override readonly name = 'EvaluationError';
}

/** The rule uses something of Cedar that the closures do not cover: it is refused before it can decide anything. */
export class UncoveredOperator extends Error {
  override readonly name = 'UncoveredOperator';
}

/** Cedar's JSON of an expression as a closure with Cedar's semantics. */
export function compileExpression(expression: Expr): Evaluate {
  const [[operator, operand] = ['', undefined], ...more] = Object.entries(expression) as [string, unknown][];
  if (more.length > 0) throw new UncoveredOperator('an expression has one operator');
  const compile = Object.hasOwn(COMPILERS, operator) ? COMPILERS[operator] : undefined;
  if (!compile) throw new UncoveredOperator(`\`${operator || 'nothing'}\` cannot be used in a rule`);
  return compile(operand as Operand);
}

/** Every shape of operand at once; each compiler reads what its operator has. */
interface Operand {
  readonly left: Expr;
  readonly right: Expr;
  readonly arg: Expr;
  readonly attr: string | readonly string[];
  readonly entity_type: string;
  readonly in?: Expr;
  readonly if: Expr;
  readonly then: Expr;
  readonly else: Expr;
}

const COMPILERS: Readonly<Record<string, (operand: Operand) => Evaluate>> = {
  Value: (literal) => {
    const value = literalValue(literal);
    return () => value;
  },
  Var: (name) => variable(name as unknown as string),
  Set: (items) => {
    const parts = (items as unknown as readonly Expr[]).map(compileExpression);
    return (environment) => parts.map((part) => part(environment));
  },
  '!': ({ arg }) => not(compileExpression(arg)),
  '&&': (both) => {
    const [left, right] = sides(both);
    return (environment) => yesNo(left(environment)) && yesNo(right(environment));
  },
  '||': (both) => {
    const [left, right] = sides(both);
    return (environment) => yesNo(left(environment)) || yesNo(right(environment));
  },
  '==': (both) => {
    const [left, right] = sides(both);
    return (environment) => equal(left(environment), right(environment));
  },
  '!=': (both) => {
    const [left, right] = sides(both);
    return (environment) => !equal(left(environment), right(environment));
  },
  in: (both) => {
    const [left, right] = sides(both);
    return (environment) => within(left(environment), right(environment));
  },
  contains: (both) => {
    const [left, right] = sides(both);
    return (environment) => has(set(left(environment)), right(environment));
  },
  containsAll: (both) => {
    const [left, right] = sides(both);
    return (environment) => containsAll(set(left(environment)), set(right(environment)));
  },
  containsAny: (both) => {
    const [left, right] = sides(both);
    return (environment) => {
      const [all, wanted] = [set(left(environment)), set(right(environment))];
      return wanted.some((one) => has(all, one));
    };
  },
  isEmpty: ({ arg }) => {
    const inner = compileExpression(arg);
    return (environment) => set(inner(environment)).length === 0;
  },
  is: ({ left, entity_type: type, in: above }) => {
    const [inner, outer] = [compileExpression(left), above && compileExpression(above)];
    return (environment) => {
      const value = entity(inner(environment));
      return value.startsWith(`${type}::`) && (!outer || within(value, outer(environment)));
    };
  },
  'if-then-else': (three) => {
    const [test, yes, no] = [three.if, three.then, three.else].map(compileExpression) as [Evaluate, Evaluate, Evaluate];
    return (environment) => (yesNo(test(environment)) ? yes(environment) : no(environment));
  },
  '.': ({ left, attr }) => attribute(left, attr as string),
  has: ({ left, attr }) => hasAttribute(left, typeof attr === 'string' ? [attr] : attr),
};

function sides({ left, right }: Operand): [Evaluate, Evaluate] {
  return [compileExpression(left), compileExpression(right)];
}

function not(inner: Evaluate): Evaluate {
  return (environment) => !yesNo(inner(environment));
}

function literalValue(literal: unknown): Value {
  if (typeof literal === 'boolean') return literal;
  if (Array.isArray(literal)) return literal.map(literalValue);
  const named = (literal as { __entity?: { type: string; id: string } } | null)?.__entity;
  if (!named) throw new UncoveredOperator('texts, numbers and records cannot be used in a rule');
  return `${named.type}::${named.id}`;
}

function variable(name: string): Evaluate {
  if (name === 'principal') return (environment) => environment.principal;
  if (name === 'action') return (environment) => environment.action;
  if (name === 'resource') return (environment) => environment.resource;
  throw new UncoveredOperator('`context` can only be asked for one of its facts');
}

const isContext = (expression: Expr) => 'Var' in expression && expression.Var === 'context';

function attribute(left: Expr, name: string): Evaluate {
  if (isContext(left)) {
    return (environment) => {
      const value = environment.context(name);
      if (value === undefined) throw new EvaluationError(`the fact \`${name}\` is missing`);
      return value;
    };
  }
  const inner = compileExpression(left);
  // Our entities have no attributes: reading one is an error in Cedar, too, but only once it is reached.
  return (environment) => {
    inner(environment);
    throw new EvaluationError(`\`${name}\` is asked of something that has no attributes`);
  };
}

function hasAttribute(left: Expr, [name, ...deeper]: readonly string[]): Evaluate {
  if (isContext(left)) {
    return ({ context }) => {
      const value = context(name ?? '');
      if (value === undefined) return false;
      if (deeper.length > 0) entity(value);
      return deeper.length === 0;
    };
  }
  const inner = compileExpression(left);
  return (environment) => {
    entity(inner(environment));
    return false;
  };
}

function yesNo(value: Value): boolean {
  if (typeof value !== 'boolean') throw new EvaluationError('yes or no was expected');
  return value;
}

function entity(value: Value): string {
  if (typeof value !== 'string') throw new EvaluationError('an entity was expected');
  return value;
}

function set(value: Value): readonly Value[] {
  if (typeof value === 'boolean' || typeof value === 'string') throw new EvaluationError('a set was expected');
  return value;
}

function equal(a: Value, b: Value): boolean {
  if (typeof a !== 'object' || typeof b !== 'object') return a === b;
  return containsAll(a, b) && containsAll(b, a);
}

function has(all: readonly Value[], wanted: Value): boolean {
  return all.some((one) => equal(one, wanted));
}

function containsAll(all: readonly Value[], wanted: readonly Value[]): boolean {
  return wanted.every((one) => has(all, one));
}

// No entity of ours has a parent, so "in" is equality with one of them.
function within(value: Value, above: Value): boolean {
  const inner = entity(value);
  return typeof above === 'object' ? above.map(entity).includes(inner) : entity(above) === inner;
}
