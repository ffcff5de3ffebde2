import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseRule } from './cedar.ts';
import { fixtureActs } from './fixtures/acts.ts';
import { assertFloorSound, openFloor } from './floor.ts';
import { knownRule, readShippedRules } from './known-rules.ts';

test('the shipped floor is sound, and says which of its acts the program does not have', () => {
  const floor = openFloor(fixtureActs);
  assertFloorSound(floor, fixtureActs);
  const { rules, missingActs } = floor;
  assert.ok(rules.some((rule) => rule.id === 'communication.no-confirmation-of-registration'));
  assert(missingActs.includes('signIn'), 'an act that a part of the program lacks is named, not a mistake');
});

test('the rules that come with the program are known as Cedar reads them, and another text is none of them', () => {
  const shipped = Object.keys(readShippedRules());
  const floor = openFloor(fixtureActs).rules.map(({ text }) => text);
  assert.deepEqual(
    floor.filter((text) => !shipped.includes(text)),
    [],
  );
  assert(shipped.length > floor.length, 'those of the shipped policy too');
  for (const text of shipped) {
    assert.deepEqual(knownRule(text), parseRule(text), 'the build has written it down');
    assert.equal(knownRule(`${text} `), undefined);
  }
});

test('a floor with a mistake is not sound', () => {
  const wrong = [
    'permit (principal, action, resource);',
    '@id("nowhere.x") permit (principal, action, resource);',
    '@id("use.x") permit (principal == Asker::"king", action, resource);',
    '@id("use.x") forbid (principal, action, resource) when { context.restricted };',
    '@id("use.x") permit (principal, action resource);',
  ];
  for (const text of wrong)
    assert.throws(
      () => assertFloorSound(openFloor(fixtureActs, text), fixtureActs),
      /the floor is not sound: floor\.cedar:1/,
      text,
    );
});
