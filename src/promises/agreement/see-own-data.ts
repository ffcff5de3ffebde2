import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import { ownReach } from '../../kernel/gate/own-reach.ts';
import { readHeldFields } from '../../kernel/vault/held/store.ts';
import { readSealed } from '../../kernel/vault/store.ts';
import { readSubmissions } from './store.ts';

/** The person's look at everything held of them: permitted by the floor, one entry a session and day. */
export const seeOwnData = defineAct({
  name: 'seeOwnData',
  section: 'agreement',
  askers: ['person'],
  recipients: ['person'],
  opens: 'fields',
  facts: [],
  words: { ru: 'смотрит свои данные', en: 'looks at their own data', uk: 'переглядає свої дані' },
  method: 'GET',
  path: '/own-data',
  input: z.strictObject({}),
  recording: 'session',
  changesFacts: false,
  reach: ownReach,
  async fields({ tx, reached, version }) {
    const declared = new Set(version.declarations.fields.map(({ id }) => id));
    const rows = await readSealed(tx, reached.personId, 'all');
    return rows
      .filter(({ field }) => declared.has(field))
      .map((row) => ({ field: row.field, recordId: row.recordId, row }));
  },
  async run({ tx, reached, opened, version, person }) {
    const rows = await readSealed(tx, reached.personId, 'all');
    const submissions = await readSubmissions(tx, reached.personId);
    return {
      paused: person?.restricted ?? false,
      /** The fields of what the person has sealed with a key of their own. */
      sealed: await readHeldFields(tx, reached.personId),
      country: person?.country ?? null,
      countryHow: person?.countryHow ?? null,
      fields: rows.flatMap((row) => {
        const value = opened.get(row.field);
        if (value === undefined) return [];
        return {
          field: row.field,
          value: value.unseal('answer'),
          since: row.createdAt,
          verified: row.verifiedHow === null ? null : { at: row.verifiedAt, how: row.verifiedHow },
          origin: row.origin,
          underVersion: submissions.find(({ fields }) => fields.includes(row.field))?.version ?? null,
        };
      }),
      submissions,
      policyVersion: version.number,
    };
  },
});
