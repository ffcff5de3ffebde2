import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import type { MomentFact } from '../../kernel/policy/act-description.ts';
import * as store from './store.ts';

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

/**
 * «Для улучшения качества»: only declared counts of groups. A group below the declared minimum is not told at all, the
 * others are rounded; nobody's value is opened, because only closed-list values lie in clear.
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
  async run({ tx, version, input }) {
    const { aggregates, thresholds } = version.declarations;
    const by = aggregates.find(({ id }) => id === input.aggregate)?.by ?? 'country';
    const groups = await store.countGroups(tx, by, thresholds.minimumGroup);
    const rounded = (persons: number) => Math.round(persons / thresholds.rounding) * thresholds.rounding;
    return {
      aggregate: input.aggregate,
      by,
      minimumGroup: thresholds.minimumGroup,
      rounding: thresholds.rounding,
      groups: groups.map(({ value, persons }) => ({ value, persons: rounded(persons) })),
    };
  },
});
