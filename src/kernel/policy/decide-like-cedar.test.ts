import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isComplaint, parseRule, referenceDecision } from './cedar.ts';
import { type CompiledRules, compileRules, type DecisionRequest, evaluate } from './compile.ts';
import { decide } from './decide.ts';
import type { Section } from './names.ts';
import { factType, type Vocabulary, vocabularyOf } from './vocabulary.ts';

// Small on purpose: the fewer names there are, the more often random rules and random requests meet.
const vocabulary: Vocabulary = {
  ...vocabularyOf(
    [
      { name: 'give', facts: ['ok', 'fresh', 'kind'] },
      { name: 'take', facts: ['ok'] },
    ].map(({ name, facts }) => ({
      name,
      section: 'use',
      askers: ['worker'],
      recipients: ['bank'],
      opens: 'fields',
      facts: facts.map((fact) => ({
        name: fact,
        values: fact === 'kind' ? ['law', 'order'] : 'yes-no',
        kind: 'of-the-moment',
        tell: 'asker',
        words: { ru: '', en: '', uk: '' },
      })),
      words: { ru: '', en: '', uk: '' },
    })),
    { fields: [] },
  ),
  categories: ['none', 'pd:Name'],
};

const constant = (...texts: string[]) => fc.constantFrom(...texts);
const entity = constant(
  'Asker::"worker"',
  'Asker::"person"',
  'Recipient::"bank"',
  'Recipient::"nobody"',
  'Category::"pd:Name"',
  'Kind::"law"',
  'Kind::"order"',
  'Action::"give"',
);

// Expressions of every covered operator, right and wrong in type alike: an error must be an error on both sides.
const { expression } = fc.letrec<{ expression: string; leaf: string; set: string }>((tie) => ({
  // Sets of few entities, so that they often have some, all or none in common.
  set: fc
    .array(
      fc.constantFrom(
        'context.kind',
        'context.recipient',
        'principal',
        'Kind::"law"',
        'Recipient::"bank"',
        'Asker::"worker"',
      ),
      { maxLength: 3 },
    )
    .map((items) => `[${items.join(', ')}]`),
  leaf: fc.oneof(
    constant('true', 'false', 'principal', 'action', 'resource'),
    constant('context.ok', 'context.fresh', 'context.kind', 'context.recipient', 'context.absent', 'principal.ok'),
    constant(
      'context has ok',
      'context has kind',
      'context has absent',
      'context has kind.deeper',
      'context has ok.deeper',
      'resource has ok',
    ),
    entity,
  ),
  expression: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    { arbitrary: tie('leaf'), weight: 3 },
    { arbitrary: tie('expression').map((inner) => `!(${inner})`), weight: 1 },
    {
      arbitrary: fc
        .tuple(tie('expression'), constant('&&', '||', '==', '!=', 'in'), tie('expression'))
        .map(([left, operator, right]) => `(${left}) ${operator} (${right})`),
      weight: 5,
    },
    { arbitrary: fc.array(tie('expression'), { maxLength: 3 }).map((items) => `[${items.join(', ')}]`), weight: 1 },
    {
      arbitrary: fc
        .tuple(tie('expression'), constant('contains', 'containsAll', 'containsAny'), tie('expression'))
        .map(([left, method, right]) => `(${left}).${method}(${right})`),
      weight: 2,
    },
    { arbitrary: fc.oneof(tie('expression'), tie('set')).map((inner) => `(${inner}).isEmpty()`), weight: 1 },
    {
      arbitrary: fc
        .tuple(tie('set'), constant('containsAll', 'containsAny', 'contains'), tie('set'))
        .map(([left, method, right]) => `${left}.${method}(${right})`),
      weight: 3,
    },
    {
      arbitrary: fc.tuple(tie('set'), tie('leaf')).map(([set, leaf]) => `${set}.contains(${leaf})`),
      weight: 1,
    },
    { arbitrary: fc.tuple(tie('set'), tie('set')).map(([left, right]) => `${left} == ${right}`), weight: 1 },
    {
      arbitrary: fc
        .tuple(
          entity,
          fc.oneof(
            tie('set'),
            fc.array(tie('leaf'), { maxLength: 3 }).map((items) => `[${items.join(', ')}]`),
          ),
        )
        .map(([one, set]) => `${one} in ${set}`),
      weight: 1,
    },
    {
      arbitrary: fc
        .tuple(tie('expression'), constant('Asker', 'Kind', 'Asker in Asker::"worker"'))
        .map(([left, type]) => `(${left}) is ${type}`),
      weight: 1,
    },
    {
      arbitrary: fc
        .tuple(tie('expression'), tie('expression'), tie('expression'))
        .map(([test_, yes, no]) => `if ${test_} then ${yes} else ${no}`),
      weight: 1,
    },
  ),
}));

const rule = fc
  .record({
    effect: constant('permit', 'forbid'),
    principal: constant(
      'principal',
      'principal == Asker::"worker"',
      'principal in Asker::"person"',
      'principal is Asker',
      'principal is Category',
      'principal is Asker in Asker::"worker"',
    ),
    action: constant(
      'action',
      'action == Action::"give"',
      'action in [Action::"give", Action::"take"]',
      'action in Action::"take"',
    ),
    resource: constant('resource', 'resource == Category::"pd:Name"', 'resource in Category::"none"'),
    conditions: fc.array(fc.tuple(constant('when', 'unless'), expression), { maxLength: 2 }),
  })
  .map(({ effect, principal, action, resource, conditions }) => {
    const clauses = conditions.map(([kind, body]) => ` ${kind} { ${body} }`).join('');
    return `${effect} (${principal}, ${action}, ${resource})${clauses};`;
  });

const request: fc.Arbitrary<DecisionRequest> = fc.record({
  act: constant('give', 'take'),
  asker: fc.constantFrom('worker', 'person', 'service'),
  category: constant('none', 'pd:Name'),
  recipient: fc.constantFrom('bank', 'nobody', 'public'),
  facts: fc.record({ ok: fc.boolean(), fresh: fc.boolean(), kind: constant('law', 'order') }, { requiredKeys: [] }),
});

test('the closures decide like Cedar itself: the same answer, the same determining rules, the same errors', () => {
  const seen = { allowed: 0, erring: 0, forbidden: 0 };
  fc.assert(
    fc.property(
      fc.array(rule, { minLength: 1, maxLength: 6 }),
      fc.array(request, { minLength: 5, maxLength: 5 }),
      (texts, requests) => {
        const rules = compiled(texts);
        for (const one of requests) {
          const ours = answerOf(rules, one);
          assert.deepEqual(ours, referenceDecision(byName(texts), cedarRequest(one)), texts.join('\n'));
          if (ours.allowed) seen.allowed += 1;
          if (!ours.allowed && ours.determining.length > 0) seen.forbidden += 1;
          if (ours.erring.length > 0) seen.erring += 1;
        }
      },
    ),
    { numRuns: 600 },
  );
  // A generator that only ever makes one kind of answer would prove nothing.
  for (const [kind, count] of Object.entries(seen)) assert.ok(count > 50, `${count} answers were ${kind}`);
});

test('floor and version together decide like Cedar asked twice: the same answer, sections and step; an error always refuses', () => {
  const seen = new Map<string, number>();
  fc.assert(
    fc.property(
      fc.array(rule, { maxLength: 3 }),
      fc.array(rule, { minLength: 1, maxLength: 4 }),
      fc.array(request, { minLength: 4, maxLength: 4 }),
      (floorTexts, texts, requests) => {
        const [floor, version] = [compiled(floorTexts, 'links'), compiled(texts, 'use')];
        for (const one of requests) {
          const { allowed, by, sections } = decide(floor, version, one);
          const expected = expectedOf(floorTexts, texts, one);
          assert.deepEqual({ allowed, by, sections }, expected, [...floorTexts, '---', ...texts].join('\n'));
          seen.set(by, (seen.get(by) ?? 0) + 1);
        }
      },
    ),
    { numRuns: 300 },
  );
  for (const by of ['floor-forbid', 'floor-permit', 'rule-forbid', 'rule-permit', 'no-rule', 'error']) {
    assert.ok((seen.get(by) ?? 0) > 10, `${seen.get(by) ?? 0} were decided by ${by}`);
  }
});

/** The three steps over Cedar's own answers. Rules of the floor stand under `links`, those of the version under `use`. */
function expectedOf(floorTexts: readonly string[], texts: readonly string[], one: DecisionRequest) {
  const floor = referenceDecision(byName(floorTexts), cedarRequest(one));
  const floorAllows = floor.allowed;
  if (floor.erring.length > 0) return { allowed: false, by: 'error', sections: ['links'] };
  if (floorAllows) return { allowed: true, by: 'floor-permit', sections: ['links'] };
  if (floor.determining.length > 0) return { allowed: false, by: 'floor-forbid', sections: ['links'] };
  const unknown =
    !vocabulary.askers.some(({ name }) => name === one.asker) ||
    !vocabulary.recipients.some(({ name }) => name === one.recipient);
  if (unknown) return { allowed: false, by: 'unknown-act', sections: ['use'] };
  const { allowed, determining, erring } = referenceDecision(byName(texts), cedarRequest(one));
  if (erring.length > 0) return { allowed: false, by: 'error', sections: ['use'] };
  if (allowed) return { allowed, by: 'rule-permit', sections: ['use'] };
  return { allowed, by: determining.length > 0 ? 'rule-forbid' : 'no-rule', sections: ['use'] };
}

function compiled(texts: readonly string[], section: Section = 'use'): CompiledRules {
  return compileRules(
    texts.map((text, index) => {
      const json = parseRule(text);
      assert.ok(!isComplaint(json), `Cedar parses ${text}`);
      return { id: `rule${index}`, section, json };
    }),
    vocabulary,
  );
}

function byName(texts: readonly string[]): Record<string, string> {
  return Object.fromEntries(texts.map((text, index) => [`rule${index}`, text]));
}

function answerOf(rules: CompiledRules, one: DecisionRequest) {
  const act = rules.acts.get(one.act);
  assert.ok(act);
  const { permits, forbids, erring } = evaluate(rules, act, one);
  const allowed = forbids.length === 0 && permits.length > 0;
  const ids = (list: readonly { id: string }[]) => list.map(({ id }) => id).sort();
  return { allowed, determining: ids(allowed ? permits : forbids), erring: ids(erring) };
}

// Only facts that the act's vocabulary knows: the others are not given to a rule.
function cedarRequest(one: DecisionRequest) {
  const known = vocabulary.acts.find((act) => act.name === one.act)?.facts.map((fact) => fact.name) ?? [];
  const facts = Object.entries(one.facts).filter(([name]) => known.includes(name));
  return {
    principal: { type: 'Asker', id: one.asker },
    action: { type: 'Action', id: one.act },
    resource: { type: 'Category', id: one.category },
    context: {
      recipient: { type: 'Recipient', id: one.recipient },
      ...Object.fromEntries(
        facts.map(([name, value]) => [name, typeof value === 'boolean' ? value : { type: factType(name), id: value }]),
      ),
    },
  };
}
