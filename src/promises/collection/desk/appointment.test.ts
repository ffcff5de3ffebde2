import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OWN, useDemands } from '../../../../test/testkit/demands.ts';
import { refusedAs } from '../../../../test/testkit/refused-as.ts';
import { closeDeskPlace, keepDeskPlace, listDemands, seeDeskSlots, takeDeskCode, withdrawDemand } from '../index.ts';

const site = useDemands();
const { pass } = site;
const PLACE = {
  name: 'Shop',
  address: 'Lviv',
  zone: 'Europe/Kyiv',
  weekdays: [1, 2, 3, 4, 5, 6, 7],
  from: '09:00',
  to: '10:00',
  slotMinutes: 30,
  seats: 1,
};
const placed = async (more: object = {}) =>
  (await pass(keepDeskPlace, site.at.reviewer.asker, { ...PLACE, ...more })).output.id;

async function slotsOf(place: string) {
  const person = await site.kit.person(OWN);
  const { slots } = (await pass(seeDeskSlots, person.asker, {})).output;
  return slots.filter((slot) => slot.place === place);
}

test('a place offers its hours of the next two weeks, in its own time', async () => {
  const slots = await slotsOf(await placed());
  assert.ok(slots.length >= 26 && slots.length <= 28, String(slots.length));
  const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'Europe/Kyiv' });
  assert.deepEqual([...new Set(slots.map(({ at }) => clock.format(at)))].sort(), ['09:00', '09:30']);
});

test('a time is taken once, however many ask for it at the same moment; it is free again when the visit is not', async () => {
  const place = await placed();
  const [slot] = await slotsOf(place);
  assert.ok(slot);
  const people = await Promise.all([1, 2, 3, 4].map(() => site.kit.person(OWN)));
  const demands = await Promise.all(people.map((person) => site.at.demandOf(person)));
  const asked = people.map((person, index) => pass(takeDeskCode, person.asker, { demand: demands[index], slot }));
  const ended = await Promise.allSettled(asked);
  const taken = ended.findIndex(({ status }) => status === 'fulfilled');
  assert.equal(ended.filter(({ status }) => status === 'fulfilled').length, 1);
  const visitor = people[taken];
  assert.ok(visitor);
  const proof = (await site.at.demandsOf(visitor))[0]?.proofs[0];
  assert.deepEqual([proof?.appointment?.name, proof?.appointment?.at], ['Shop', slot.at]);
  const { appointments } = (await pass(listDemands, site.at.reviewer.asker, {})).output;
  assert.ok(appointments.some(({ at, place: where }) => at.getTime() === slot.at.getTime() && where === 'Shop'));
  assert.doesNotMatch(JSON.stringify(appointments), new RegExp(visitor.personId));
  await pass(withdrawDemand, site.at.requester.asker, { demand: demands[taken] });
  assert.equal((await slotsOf(place))[0]?.at.getTime(), slot.at.getTime());
});

test('an invented time is refused and leaves no code; a closed place offers none', async () => {
  const place = await placed();
  const person = await site.kit.person(OWN);
  const demand = await site.at.demandOf(person);
  const slot = { place, at: new Date('2027-01-01T00:00:00Z') };
  await assert.rejects(
    pass(takeDeskCode, person.asker, { demand, slot }),
    refusedAs('conflict', ({ detail }) => assert.equal(detail.field, 'slot')),
  );
  assert.deepEqual((await site.at.demandsOf(person))[0]?.proofs, []);
  await pass(closeDeskPlace, site.at.reviewer.asker, { place });
  assert.deepEqual(await slotsOf(place), []);
});

test('a place has a time zone that exists and hours that hold a visit', async () => {
  await assert.rejects(placed({ zone: 'Europe/Nowhere' }), refusedAs('invalid'));
  await assert.rejects(placed({ to: '09:10' }), refusedAs('invalid'));
});
