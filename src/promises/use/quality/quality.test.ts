import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { openTestApp, type TestApp } from '../../../../test/testkit/app.ts';
import { computeAggregate } from '../compute-aggregate.ts';
import { nextRelease } from './next-release.ts';
import { foldCounts } from './store.ts';

let kit: TestApp;
before(async () => {
  kit = await openTestApp();
});
after(() => kit[Symbol.asyncDispose]());

const HOST = { kind: 'host', by: 'test' } as const;
const told = async (aggregate = 'persons-by-country') =>
  (await kit.app.gate.pass(computeAggregate, HOST, { aggregate })).output;
const groupOf = async (value: string, aggregate?: string) =>
  (await told(aggregate)).groups.find((one) => one.value === value)?.persons;

async function come(country: string, number: number): Promise<void> {
  await kit.app.parts.db.run(
    `insert into person (person_id, chain, country, country_how, language)
     select gen_random_uuid(), uuid_send(gen_random_uuid()), $1, 'declared', 'ru' from generate_series(1, $2)`,
    [country, number],
  );
}

async function daysPass(): Promise<void> {
  await kit.app.parts.db.run("update aggregate_release set released_at = released_at - interval '8 days'");
}

test('an answer stands for days, so that asking again after one person came tells nothing of them', async () => {
  await come('GE', 22);
  assert.equal(await groupOf('GE'), 20);
  await come('GE', 1);
  assert.equal(await groupOf('GE'), 20);
  await daysPass();
  assert.equal(await groupOf('GE'), 20, 'one person more is no new answer, however long one waits');
  await come('GE', 19);
  await daysPass();
  assert.equal(await groupOf('GE'), 40);
});

test('counts follow who comes, moves and goes, also where they were not put together yet', async () => {
  const { db } = kit.app.parts;
  await come('AM', 30);
  await foldCounts(db);
  await db.run("update person set country = 'AZ' where country = 'AM'");
  await db.run("delete from person where person_id in (select person_id from person where country = 'AZ' limit 5)");
  const kept = () =>
    db.rows<{ value: string; persons: number }>(
      `select value, sum(persons)::int as persons from
         (select by, value, persons from person_count union all select by, value, persons from person_count_change) a
       where by = 'country' group by value having sum(persons) > 0 order by value`,
    );
  const counted = await db.rows<{ value: string; persons: number }>(
    'select country as value, count(*)::int as persons from person group by country order by country',
  );
  assert.deepEqual(await kept(), counted);
  await foldCounts(db);
  assert.deepEqual(await kept(), counted);
});

test('a time series says how many came in each month, the oldest first', async () => {
  await kit.app.parts.db.run(
    `insert into person (person_id, chain, country, country_how, language, created_at)
     select gen_random_uuid(), uuid_send(gen_random_uuid()), 'LV', 'declared', 'ru', '2026-03-05T12:00:00Z'
     from generate_series(1, 33)`,
  );
  const { groups } = await told('persons-by-month');
  assert.deepEqual(groups[0], { value: '2026-03', persons: 35 });
});

test('whatever the numbers, two answers about a group never differ by less than the smallest group', () => {
  const numbers = fc.array(fc.integer({ min: 0, max: 200 }), { minLength: 2, maxLength: 30 });
  fc.assert(
    fc.property(numbers, fc.integer({ min: 5, max: 40 }), (counts, minimum) => {
      let last: readonly { value: string; persons: number }[] = [];
      for (const persons of counts) {
        const next = nextRelease(last, [{ value: 'x', persons }], minimum);
        const [a, b] = [last[0]?.persons, next[0]?.persons];
        if (b !== undefined) assert(b >= minimum);
        if (a !== undefined && b !== undefined && a !== b) assert(Math.abs(a - b) >= minimum);
        last = next;
      }
    }),
  );
});

test('for the improvement of quality no act opens anything of a person', () => {
  assert.deepEqual([computeAggregate.opens, computeAggregate.recipients], ['nothing', ['staff']]);
});
