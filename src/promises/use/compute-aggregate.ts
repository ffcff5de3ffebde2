import { z } from 'zod';
import type { Tx } from '../../kernel/db/db.ts';
import { defineAct } from '../../kernel/gate/act.ts';
import type { MomentFact } from '../../kernel/policy/act-description.ts';
import { nextRelease } from './quality/next-release.ts';
import * as store from './quality/store.ts';

const aggregateDeclared: MomentFact = {
  kind: 'of-the-moment',
  name: 'aggregateDeclared',
  values: 'yes-no',
  tell: 'asker',
  words: {
    ru: 'сводка объявлена в Политике',
    en: 'the aggregate is declared in the policy',
    uk: 'зведення оголошено в Політиці',
  },
  wordsNot: {
    ru: 'сводка не объявлена в Политике',
    en: 'the aggregate is not declared in the policy',
    uk: 'зведення не оголошено в Політиці',
  },
};

/** How long an answer stands where the thresholds do not say. */
export const AGGREGATE_DAYS = 7;

/**
 * «Для улучшения качества»: only declared counts of groups, out of counts that are kept while people come and go. A group
 * below the declared minimum is not told at all, the others are rounded, and an answer stands for days, so that no two
 * of them can be subtracted to learn of one person. Nobody's value is opened: only closed-list values lie in clear.
 */
export const computeAggregate = defineAct({
  name: 'computeAggregate',
  section: 'use',
  askers: ['owner', 'editor', 'support', 'host'],
  recipients: ['staff'],
  opens: 'nothing',
  facts: [aggregateDeclared],
  words: { ru: 'считает сводку', en: 'computes an aggregate', uk: 'обчислює зведення' },
  method: 'GET',
  path: '/aggregates/{aggregate}',
  input: z.strictObject({ aggregate: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/) }),
  recording: 'each',
  changesFacts: false,
  reach: async () => ({ personId: null }),
  factsNow: async ({ version, input }) => ({
    aggregateDeclared: version.declarations.aggregates.some(({ id }) => id === input.aggregate),
  }),
  async run({ tx, version, input: { aggregate } }) {
    const { aggregates, thresholds } = version.declarations;
    const { minimumGroup, rounding, aggregateDays = AGGREGATE_DAYS } = thresholds;
    const by = aggregates.find(({ id }) => id === aggregate)?.by ?? 'country';
    const groups = await release(tx, { aggregate, by, minimumGroup, days: aggregateDays });
    const told = groups
      // A minimum that was raised since holds at once.
      .filter(({ persons }) => persons >= minimumGroup)
      .map(({ value, persons }) => ({ value, persons: Math.round(persons / rounding) * rounding }));
    return { aggregate, by, minimumGroup, rounding, aggregateDays, groups: told.sort(byOrder(by)) };
  },
});

interface Wanted {
  readonly aggregate: string;
  readonly by: store.CountedBy;
  readonly minimumGroup: number;
  readonly days: number;
}

async function release(tx: Tx, { aggregate, by, minimumGroup, days }: Wanted): Promise<readonly store.Group[]> {
  await store.lockAggregate(tx, aggregate);
  const standing = await store.standingRelease(tx, aggregate, by, days);
  if (standing !== undefined) return standing;
  const told = await store.lastGroups(tx, aggregate, by);
  const groups = nextRelease(told, await store.countGroups(tx, by), minimumGroup);
  await store.putRelease(tx, aggregate, by, groups);
  return groups;
}

/** A time series in its order; groups with the largest first. */
function byOrder(by: store.CountedBy) {
  return (a: store.Group, b: store.Group) =>
    by === 'month' || a.persons === b.persons ? a.value.localeCompare(b.value) : b.persons - a.persons;
}
