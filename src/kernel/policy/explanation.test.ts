import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refusedAs } from '../../../test/testkit/refused-as.ts';
import { LANGUAGES } from '../words.ts';
import { changeWords, decisionWords } from './explain-words.ts';
import { caseOfEntry, explainCase } from './explanation.ts';
import { fixtureActs } from './fixtures/acts.ts';
import { fixtureSource } from './fixtures/policy.ts';
import { openFloor } from './floor.ts';
import { openBody } from './open-version.ts';
import { type StatedCase, stateCase } from './state-case.ts';
import { makeVersion } from './version.ts';

const floor = openFloor(fixtureActs);
const version = openBody(makeVersion(fixtureSource(), fixtureActs));
const state = (stated: Partial<StatedCase>) =>
  stateCase(
    { act: 'askFields', fields: ['name'], about: 'service:shop/delivery', facts: [], ...stated },
    version,
    fixtureActs,
  );
const explain = (stated: Partial<StatedCase>, hearer: 'asker' | 'operator' = 'asker') =>
  explainCase(state(stated), { floor, version, hearer });

test('a stated case takes the act’s first asker and recipient, declared facts from the declarations, and no other fact', () => {
  assert.deepEqual(state({ fields: ['name', 'phone'], facts: ['dealingOpen', 'not restricted'] }), {
    act: 'askFields',
    asker: 'service',
    recipient: 'service',
    about: 'service:shop/delivery',
    opens: [
      {
        field: 'name',
        category: 'pd:Name',
        facts: { fieldDeclaredForPurpose: true, joinedByPerson: false, dealingOpen: true, restricted: false },
      },
      {
        field: 'phone',
        category: 'pd:TelephoneNumber',
        facts: { fieldDeclaredForPurpose: false, joinedByPerson: false, dealingOpen: true, restricted: false },
      },
    ],
  });
});

test('what nothing is called is named, with what there is', () => {
  for (const [stated, says] of [
    [{ act: 'askFeilds' }, /no act `askFeilds` here; known: askFields/],
    [{ fields: [] }, /say which field: name, phone/],
    [{ fields: ['shoe-size'] }, /no field `shoe-size` here; known: name, phone/],
    [{ about: '' }, /`askFields` names a service: one of service:shop\/delivery/],
    [{ about: 'service:shop/resale' }, /one of service:shop\/delivery/],
    [{ facts: ['sunny'] }, /no fact `sunny` here; known: fieldDeclaredForPurpose, joinedByPerson/],
    [{ facts: ['dealingOpen=maybe'] }, /no value `maybe` here; known: dealingOpen, not dealingOpen/],
    [{ asker: 'bank' }, /no asker `bank` here; known: service/],
    [{ recipient: 'public' }, /no recipient `public` here; known: service/],
  ] as const) {
    assert.throws(
      () => state(stated),
      refusedAs('invalid', ({ message }) => assert.match(message, says)),
    );
  }
});

test('a refusal says which facts would have had to be otherwise, and what nobody may hear only to the operator', () => {
  const facts = ['joinedByPerson', 'dealingOpen', 'restricted'];
  const [asker] = explain({ facts }).decisions;
  assert.deepEqual([asker?.decision.by, asker?.change], ['no-rule', []]);
  const [operator] = explain({ facts }, 'operator').decisions;
  assert.deepEqual(
    operator?.change.map(({ fact, was, instead }) => [fact.name, was, instead]),
    [['restricted', true, false]],
  );
  assert.equal(explain({ facts: ['joinedByPerson', 'dealingOpen'] }).allowed, true);
});

test('an explanation reads in three languages, whatever decided', () => {
  const refused = explain({}).decisions[0];
  assert(refused);
  const said = LANGUAGES.map((language) => [
    decisionWords(refused.decision, language),
    changeWords(refused.change, language),
  ]);
  assert.deepEqual(said, [
    [
      'ни одно правило этого не разрешает',
      'было бы разрешено, если бы было так: joinedByPerson (ru); dealingOpen (ru)',
    ],
    ['no rule permits it', 'it would be allowed if this were so: joinedByPerson; dealingOpen'],
    ['жодне правило цього не дозволяє', 'було б дозволено, якби було так: joinedByPerson (uk); dealingOpen (uk)'],
  ]);
  const floored = explain({ act: 'handOverTransfer', about: 'provider:demo-pay/card', recipient: 'bank' }).decisions[0];
  assert(floored);
  assert.match(decisionWords(floored.decision, 'ru'), /основой/);
});

test('a recorded asking is decided on by the facts in its entry, each field by its own', () => {
  const entry = {
    kind: 'askFields',
    asker: 'service:shop',
    recipient: 'service',
    about: 'service:shop/delivery',
    fields: ['name', 'phone'],
    categories: ['pd:Name', 'pd:TelephoneNumber'],
    facts: {
      fieldDeclaredForPurpose: { name: true, phone: false },
      joinedByPerson: true,
      dealingOpen: true,
      restricted: false,
    },
  };
  const asked = caseOfEntry(entry, version);
  assert(asked);
  const { allowed, decisions } = explainCase(asked, { floor, version, hearer: 'asker' });
  assert.deepEqual(
    [
      allowed,
      decisions.map(({ field, decision, change }) => [field, decision.allowed, change.map(({ fact }) => fact.name)]),
    ],
    [
      false,
      [
        ['name', true, []],
        ['phone', false, ['fieldDeclaredForPurpose']],
      ],
    ],
  );
  // Of two things of which the version declares neither, which is of which category the entry does not say.
  assert.equal(caseOfEntry({ ...entry, fields: ['a', 'b'] }, version), null);
});
