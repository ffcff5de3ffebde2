import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { ActDescription } from '../src/kernel/policy/act-description.ts';
import { checkPolicy } from '../src/kernel/policy/check.ts';
import { compileRules } from '../src/kernel/policy/compile.ts';
import { type DecisionRequest, decide, type Facts } from '../src/kernel/policy/decide.ts';
import type { Declarations, DeclaredCase } from '../src/kernel/policy/declarations.ts';
import { assertFloorSound, openFloor } from '../src/kernel/policy/floor.ts';
import { readPolicyFolder } from '../src/kernel/policy/folder.ts';
import { ASKERS, RECIPIENTS, SECTIONS } from '../src/kernel/policy/names.ts';
import type { PolicySource } from '../src/kernel/policy/policy-source.ts';
import { vocabularyOf } from '../src/kernel/policy/vocabulary.ts';
import { LANGUAGES } from '../src/kernel/words.ts';
import { allActs } from '../src/promises/all-acts.ts';
import { root } from '../src/root.ts';

const floor = openFloor(allActs);
assertFloorSound(floor, allActs);
assert.deepEqual(floor.missingActs, [], 'every act that the floor names exists');
const shipped = read();
const demonstration = read({ overlay: join(root, 'seed') });

test('the check finds nothing wrong with the shipped policy, alone and with the declarations of the demonstration', () => {
  const examples = SECTIONS.flatMap((section) => shipped.sections[section].examples);
  for (const source of [shipped, demonstration]) {
    const found = checkPolicy(source, { acts: allActs, floor, shipped: examples }, { lock: false });
    assert.deepEqual(found.map(String), []);
  }
});

test('of all askers and recipients only these can have a field opened, whatever the facts', () => {
  // What people prove themselves with is opened to nobody: it is compared and forgotten.
  const opened = allowed().filter((flow) => flow.category !== 'none' && flow.recipient !== 'nobody');
  const said = opened.map(({ asker, act, recipient, category }) => {
    const own = allActs.find(({ name }) => name === act)?.opens === 'own';
    return `${asker} ${act} → ${recipient}${own ? `: only ${category}` : ''}`;
  });
  assert.deepEqual([...new Set(said)].sort(), [
    'host exportOnRequest → person',
    'legal-officer unmaskField → staff',
    'owner answerSubmission → staff',
    'owner makeLetter → staff',
    'owner readConversation → staff: only pd:Communication',
    'owner readFile → staff: only pd:Communication',
    'owner seeAtDesk → staff',
    'owner seeObjection → staff',
    'owner seeProof → staff',
    'owner unmaskField → staff',
    'person seeConversation → person: only pd:Communication',
    'person seeFile → person: only pd:Communication',
    'person seeOwnData → person',
    'person seeOwnFactors → person: only pd:Authenticating',
    'person seeOwnSessions → person: only pd:DeviceBased',
    'person seeOwnUnmaskings → person: only pd:Communication',
    'person seeTransfer → person',
    'person takeCopy → person',
    'service askFields → service',
    'support answerSubmission → staff',
    'support readConversation → staff: only pd:Communication',
    'support readFile → staff: only pd:Communication',
    'support unmaskField → staff',
    'verifier makeLetter → staff',
    'verifier seeAtDesk → staff',
    'verifier seeObjection → staff',
    'verifier seeProof → staff',
    'verifier unmaskField → staff',
    'worker exportPerson → staff',
    'worker handOverCount → mail-relay',
    'worker handOverTransfer → bank',
    'worker handOverTransfer → payment-provider',
    'worker produceForAuthority → authority',
    'worker sendAddressCode → mail-relay',
    'worker sendBulletin → mail-relay',
  ]);
});

test('every fact of every act is also said for when it does not hold, in all three languages', () => {
  const facts = allActs.flatMap((act) => act.facts).filter(({ values }) => values === 'yes-no');
  const unsaid = facts.filter(({ words, wordsNot }) =>
    LANGUAGES.some((language) => (wordsNot?.[language] ?? words[language]) === words[language]),
  );
  assert.deepEqual(
    unsaid.map(({ name }) => name),
    [],
  );
});

test('every act can be allowed to each of its askers, but for the one act that is never permitted', () => {
  const flows = new Set(allowed().map(({ asker, act }) => `${asker} ${act}`));
  const all = allActs.flatMap((act) => act.askers.map((asker) => `${asker} ${act.name}`));
  assert.deepEqual(
    all.filter((flow) => !flows.has(flow)),
    ['provider askTransferFields'],
  );
});

test('while a person has paused the use of data, only leaving data goes on of all that a pause concerns', () => {
  const paused = allowed().filter((flow) => flow.facts.restricted === true);
  assert.deepEqual([...new Set(paused.map((flow) => flow.act))], ['leaveData']);
});

test('in the demonstration the shop and the payment system can reach exactly the fields they declare', () => {
  const { services, providers } = demonstration.declarations;
  const asked = services.flatMap((service) =>
    service.purposes.map(({ id: purpose }) => {
      const fields = reachable('service', 'askFields', 'service', { service: { service, purpose } });
      return [`${service.id} ${purpose}`, fields] as const;
    }),
  );
  assert.deepEqual(Object.fromEntries(asked), {
    'shop delivery': ['name', 'phone', 'address'],
    'shop invoice': ['name', 'email'],
    'shop account': ['name', 'address'],
  });
  const handed = providers.flatMap((provider) =>
    provider.methods.map(({ id: method }) => {
      const fields = reachable('worker', 'handOverTransfer', provider.kind, { provider: { provider, method } });
      return [`${provider.id} ${method}`, fields] as const;
    }),
  );
  assert.deepEqual(Object.fromEntries(handed), {
    'demo-pay card-transfer': ['name'],
    'demo-pay bank-transfer': ['name', 'address'],
  });
});

function read(options: { overlay?: string } = {}): PolicySource {
  const { source, problems } = readPolicyFolder(join(root, 'policy'), options);
  assert.deepEqual(problems.map(String), []);
  assert.ok(source, 'a folder without problems can be read');
  return source;
}

function rulesOf({ declarations, sections }: PolicySource) {
  const rules = SECTIONS.flatMap((section) => sections[section].rules);
  return compileRules(rules, vocabularyOf(allActs, declarations));
}

/** Every allowed request of the shipped policy: any asker, any recipient, any category and any facts, declared or not. */
function allowed(): readonly DecisionRequest[] {
  const version = rulesOf(shipped);
  const { categories } = vocabularyOf(allActs, shipped.declarations);
  return allActs.flatMap((act) =>
    ASKERS.flatMap((asker) =>
      RECIPIENTS.flatMap((recipient) =>
        categories.flatMap((category) =>
          combinations(act)
            .map((facts) => ({ act: act.name, asker, recipient, category, facts }))
            .filter((request) => decide(floor, version, request).allowed),
        ),
      ),
    ),
  );
}

function combinations(act: ActDescription): readonly Facts[] {
  return act.facts.reduce<readonly Facts[]>(
    (all, { name }) => all.flatMap((facts) => [true, false].map((value) => ({ ...facts, [name]: value }))),
    [{}],
  );
}

/** The declared fields that some facts of the moment let the asker have; declared facts are what the declarations say. */
function reachable(
  asker: DecisionRequest['asker'],
  name: string,
  recipient: DecisionRequest['recipient'],
  named: Partial<Pick<DeclaredCase, 'service' | 'provider'>>,
): readonly string[] {
  const { declarations } = demonstration;
  const version = rulesOf(demonstration);
  const act = allActs.find((one) => one.name === name);
  assert.ok(act, `${name} is an act`);
  const can = (field: Declarations['fields'][number]) => {
    const of: DeclaredCase = { declarations, field, service: null, provider: null, ground: null, asker, ...named };
    const declared = act.facts.flatMap((fact) => (fact.kind === 'declared' ? [[fact.name, fact.declared(of)]] : []));
    return combinations(act)
      .map((facts) => ({ ...facts, ...Object.fromEntries(declared) }))
      .some(
        (facts) => decide(floor, version, { act: name, asker, recipient, category: field.category, facts }).allowed,
      );
  };
  return declarations.fields.filter(can).map((field) => field.id);
}
