import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openTestApp, type TestApp } from '../../../test/testkit/app.ts';
import { flowsOf } from '../../kernel/policy/matrix.ts';
import type { Version } from '../../kernel/policy/open-version.ts';
import { matrixOf } from './matrix.ts';

let kit: TestApp;
let shipped: Version;
let demonstration: Version;
before(async () => {
  kit = await openTestApp();
  shipped = await kit.app.parts.shelf.byNumber(1);
  demonstration = await kit.app.parts.shelf.byNumber(await kit.publish());
});
after(() => kit[Symbol.asyncDispose]());

test('as shipped, without declared grounds, no authority can have anything in any case', () => {
  const { fields, categories } = matrixOf(shipped, kit.app.parts);
  const lines = [...fields, ...categories].flatMap((one) => one.lines);
  assert.deepEqual(
    lines.filter(({ recipient }) => recipient === 'authority'),
    [],
  );
});

test('with grounds declared, an authority can have exactly the fields that one of them reaches, by one act', () => {
  const { fields } = matrixOf(demonstration, kit.app.parts);
  const reached = fields.map(({ id, lines }) => [
    id,
    lines.flatMap(({ act, recipient, named }) =>
      recipient === 'authority' && named?.kind === 'ground' ? [`${act} ${named.id}`] : [],
    ),
  ]);
  const expected = demonstration.declarations.fields.map(({ id }) => [
    id,
    demonstration.declarations.grounds
      .filter(({ reaches }) => reaches.includes(id))
      .map((ground) => `produceForAuthority ${ground.id}`),
  ]);
  assert.deepEqual(reached, expected);
});

test('in every combination of facts in which an authority gets a field, two officers decided, under the law of the person or in a process they were told of', () => {
  const always = ['groundFound', 'withinScope', 'foundNecessary', 'approvedByAnotherOfficer'];
  const inAProcess = ['processConcernsPersonsOwnDealing', 'toldBefore'];
  const flows = [...flowsOf(demonstration, kit.app.parts).values()].filter(
    ({ recipient, category }) => recipient === 'authority' && category !== 'none',
  );
  assert(flows.length > 0);
  for (const { when, named } of flows) {
    const ground = demonstration.declarations.grounds.find(({ id }) => id === named?.id);
    const needed = [...always, ...(ground?.kind === 'process' ? inAProcess : ['lawOfPersonsCountry'])];
    const strides = new Map(when.facts.map((fact, index) => [fact.name, 2 ** index]));
    when.allowed.forEach((bit, number) => {
      if (bit === 0) return;
      for (const fact of needed) {
        const stride = strides.get(fact);
        assert(stride !== undefined);
        // Of a yes-no fact the first value is yes.
        assert.equal(Math.floor(number / stride) % 2, 0, fact);
      }
    });
  }
});

test('each field tells the person themselves, and every line says who, on what condition and by which section', () => {
  const { fields } = matrixOf(demonstration, kit.app.parts);
  for (const { id, lines } of fields) {
    assert(
      lines.some(({ recipient, act }) => recipient === 'person' && act === 'seeOwnData'),
      id,
    );
    for (const { words, section } of lines) {
      assert.match(section, /^[a-z]+$/);
      for (const said of Object.values(words)) assert(said.asker !== '' && said.recipient !== '' && said.when !== '');
    }
  }
});

test('acts that open only their own values stand in the line of no field, also of a version that did not say so yet', () => {
  const own = kit.app.parts.acts.filter(({ opens }) => opens === 'own').map(({ name }) => name);
  const acts = shipped.vocabulary.acts.map((act) => ({ ...act, opens: act.opens === 'own' ? 'fields' : act.opens }));
  const older = { ...shipped, vocabulary: { ...shipped.vocabulary, acts } };
  for (const version of [shipped, older]) {
    const { fields, categories } = matrixOf(version, kit.app.parts);
    const actsOf = (all: typeof fields | typeof categories) => all.flatMap(({ lines }) => lines.map(({ act }) => act));
    assert.deepEqual(
      actsOf(fields).filter((act) => own.includes(act)),
      [],
    );
    assert.deepEqual([...new Set(actsOf(categories))].filter((act) => own.includes(act)).sort(), own.sort());
  }
});
