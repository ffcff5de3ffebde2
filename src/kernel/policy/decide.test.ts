import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { ActDescription } from './act-description.ts';
import { compileRules, type DecisionRequest } from './compile.ts';
import { decide } from './decide.ts';
import { missingFacts } from './explain.ts';
import { UncoveredOperator } from './expression.ts';
import { fixtureActs } from './fixtures/acts.ts';
import { openFloor } from './floor.ts';
import { ASKERS, RECIPIENTS, type Section } from './names.ts';
import { parseRules, validateRules } from './parse-rules.ts';
import { vocabularyOf } from './vocabulary.ts';

const vocabulary = {
  ...vocabularyOf(fixtureActs, { fields: [] }),
  categories: ['none', 'pd:EmailAddress', 'pd:Name'],
};
const floor = openFloor(fixtureActs);

function rulesOf(text: string, section: Section = 'use', check = true) {
  const { rules, problems } = parseRules(text, 'rules.cedar', section);
  assert.deepEqual(problems, []);
  if (check) assert.deepEqual(validateRules(rules, vocabulary), []);
  return compileRules(rules, vocabulary);
}

const handOver: DecisionRequest = {
  act: 'handOverTransfer',
  asker: 'worker',
  category: 'pd:Name',
  recipient: 'bank',
  facts: { fieldRequiredByProvider: true, confirmedByPerson: true, presenceWasFresh: true, restricted: false },
};

const transfer = `@id("use.transfer")
permit (principal == Asker::"worker", action == Action::"handOverTransfer", resource)
when { context.confirmedByPerson && context.presenceWasFresh && context.fieldRequiredByProvider && !context.restricted };`;

const everything = '@id("use.everything") permit (principal, action, resource);';
const nothing = '@id("use.nothing") forbid (principal, action, resource);';

test('what a rule permits is allowed and names the rule and its section', () => {
  const decision = decide(floor, rulesOf(transfer), handOver);
  assert.deepEqual(decision, {
    allowed: true,
    by: 'rule-permit',
    sections: ['use'],
    rules: ['use.transfer'],
    unknown: null,
  });
});

test('what no rule permits is refused under the section of the act', () => {
  const decision = decide(floor, rulesOf(transfer), { ...handOver, facts: { ...handOver.facts, restricted: true } });
  assert.deepEqual([decision.allowed, decision.by, decision.sections, decision.rules], [false, 'no-rule', ['use'], []]);
});

test('a forbid outweighs a permit', () => {
  const decision = decide(floor, rulesOf(`${everything}\n${nothing}`), handOver);
  assert.deepEqual([decision.by, decision.rules], ['rule-forbid', ['use.nothing']]);
});

test('a rule that cannot be evaluated refuses, even where Cedar would skip a forbid and allow', () => {
  const forbid =
    '@id("use.no") forbid (principal, action == Action::"handOverTransfer", resource) when { context.restricted };';
  const rules = rulesOf(`${everything}\n${forbid}`);
  const { restricted: _, ...facts } = handOver.facts;
  const decision = decide(floor, rules, { ...handOver, facts });
  assert.deepEqual([decision.allowed, decision.by, decision.rules], [false, 'error', ['use.no']]);
});

test('the floor holds against a version that permits everything', () => {
  const rules = rulesOf(everything);
  const facts = { ...handOver.facts, confirmedByPerson: false };
  assert.equal(decide(floor, rules, { ...handOver, facts }).by, 'floor-forbid');
  for (const recipient of RECIPIENTS) {
    const decision = decide(floor, rules, {
      ...handOver,
      act: 'register',
      category: 'none',
      asker: 'anyone',
      recipient,
      facts: { countryGiven: true, policyLinkShown: true },
    });
    assert.equal(decision.allowed, recipient === 'nobody', recipient);
  }
});

test('the floor permits the own look and publishing against a version that forbids everything', () => {
  const rules = rulesOf(nothing);
  const look = { act: 'seeOwnData', asker: 'person', category: 'pd:Name', recipient: 'person', facts: {} } as const;
  assert.equal(decide(floor, rules, look).by, 'floor-permit');
  assert.equal(decide(floor, rules, { ...look, asker: 'support' }).allowed, false);
  for (const asker of ASKERS) {
    const publish = { act: 'publishPolicy', asker, category: 'none', recipient: 'public', facts: {} } as const;
    assert.equal(decide(floor, rules, publish).allowed, asker === 'owner' || asker === 'host', asker);
  }
});

test('with a version that permits everything, outsiders get nothing without a ground, whatever the facts', () => {
  const rules = rulesOf(everything);
  fc.assert(
    fc.property(
      fc.constantFrom(...fixtureActs.map((act) => act.name)),
      fc.constantFrom(...ASKERS),
      fc.constantFrom('payment-provider', 'bank', 'authority', 'mail-relay', 'public'),
      fc.record({ confirmedByPerson: fc.boolean(), groundFound: fc.boolean(), restricted: fc.boolean() }),
      (act, asker, recipient, facts) => {
        const { allowed } = decide(floor, rules, { act, asker, category: 'pd:Name', recipient, facts });
        const transferred = act === 'handOverTransfer' && facts.confirmedByPerson && /bank|pay/.test(recipient);
        const produced = act === 'produce' && facts.groundFound && recipient === 'authority';
        assert.equal(allowed, transferred || produced);
      },
    ),
  );
});

test('an act, a recipient or a category that the version does not know is refused and named', () => {
  const old = { ...vocabulary, acts: vocabulary.acts.filter((act) => act.name !== 'askFields') };
  const { rules } = parseRules(everything, 'rules.cedar', 'use');
  const version = compileRules(rules, { ...old, recipients: old.recipients.filter((one) => one.name !== 'bank') });
  const ask = { ...handOver, act: 'askFields', recipient: 'service' } as const;
  assert.deepEqual(
    [decide(floor, version, ask).by, decide(floor, version, ask).unknown],
    ['unknown-act', 'act `askFields`'],
  );
  assert.equal(decide(floor, version, handOver).unknown, 'recipient `bank`');
  assert.equal(decide(floor, rulesOf(everything), { ...handOver, category: 'pd:New' }).unknown, 'category `pd:New`');
  assert.equal(decide(floor, rulesOf(everything), { ...handOver, act: 'seeAll' }).unknown, 'act `seeAll`');
});

test('a fact that is younger than the version is not given to its rules', () => {
  const text = '@id("use.old") permit (principal, action, resource) unless { context has younger };';
  const decision = decide(floor, rulesOf(text), { ...handOver, facts: { ...handOver.facts, younger: true } });
  assert.equal(decision.by, 'rule-permit');
  const inherited = '@id("use.odd") permit (principal, action, resource) unless { context has constructor };';
  assert.equal(decide(floor, rulesOf(inherited), handOver).by, 'rule-permit');
});

test('a rule with an operator that the closures do not cover is refused before it decides', () => {
  const conditions = [
    '1 < 2',
    '"a" == "b"',
    '"a" like "a*"',
    'context == context',
    '{a: 1} == {a: 1}',
    'decimal("1.0") == decimal("1.0")',
    '1 + 1 == 2',
  ];
  for (const condition of conditions) {
    assert.throws(
      () => rulesOf(`@id("use.x") permit (principal, action, resource) when { ${condition} };`, 'use', false),
      UncoveredOperator,
      condition,
    );
  }
});

test('a refusal names the fewest facts that would have allowed it, and only those that may be told', () => {
  const rules = rulesOf(transfer);
  const without = (facts: object) =>
    missingFacts(floor, rules, { ...handOver, facts: { ...handOver.facts, ...facts } });
  assert.deepEqual(without({}), []);
  assert.deepEqual(without({ presenceWasFresh: false }), ['presenceWasFresh']);
  assert.deepEqual(without({ presenceWasFresh: false, confirmedByPerson: false }), [
    'confirmedByPerson',
    'presenceWasFresh',
  ]);
  assert.deepEqual(without({ restricted: true }), []);
});

test('an act that opens only its own opens no declared field, however wide rule and floor, also under an older version', () => {
  const looking: ActDescription = {
    name: 'seeOwnSessions',
    section: 'security',
    askers: ['person'],
    recipients: ['person'],
    opens: 'own',
    categories: ['pd:DeviceBased'],
    facts: [],
    words: { ru: 'смотрит сеансы', en: 'sees the sessions', uk: 'бачить сеанси' },
  };
  const acts = [...fixtureActs, looking];
  const wide = openFloor(acts, '@id("security.own-look") permit (principal, action, resource);');
  const narrow = openFloor(
    acts,
    '@id("changes.none") forbid (principal, action == Action::"publishPolicy", resource);',
  );
  const { rules } = parseRules(everything, 'rules.cedar', 'use');
  for (const opens of ['own', 'fields'] as const) {
    const published = vocabularyOf([...fixtureActs, { ...looking, opens }], { fields: [] });
    const version = compileRules(rules, { ...published, categories: [...published.categories, 'pd:Name'] });
    const asked = { act: 'seeOwnSessions', asker: 'person', recipient: 'person', facts: {} } as const;
    for (const floor of [wide, narrow]) {
      assert.equal(decide(floor, version, { ...asked, category: 'pd:DeviceBased' }).allowed, true);
      assert.equal(decide(floor, version, { ...asked, category: 'none' }).allowed, true);
      const { allowed, by, unknown } = decide(floor, version, { ...asked, category: 'pd:Name' });
      assert.deepEqual([allowed, by, unknown], [false, 'unknown-act', 'category `pd:Name` of act `seeOwnSessions`']);
    }
  }
});
