import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fixtureActs } from './fixtures/acts.ts';
import { assertFloorSound, openFloor } from './floor.ts';

test('the shipped floor is sound, and says which of its acts the program does not have', () => {
  const floor = openFloor(fixtureActs);
  assertFloorSound(floor, fixtureActs);
  const { rules, missingActs } = floor;
  assert.ok(rules.some((rule) => rule.id === 'communication.no-confirmation-of-registration'));
  assert(missingActs.includes('signIn'), 'an act that a part of the program lacks is named, not a mistake');
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
