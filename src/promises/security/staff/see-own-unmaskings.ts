import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import { ownReach } from '../../../kernel/gate/own-reach.ts';
import { textOf } from '../text-of.ts';
import { readUnmaskings } from './store.ts';
import { REASON_FIELD } from './unmask-field.ts';

/** The DPV category of what staff wrote to the person about an unmasking. */
const COMMUNICATION = 'pd:Communication';

/** Who of the administration opened which of one's values, when, and for what reason, word for word. */
export const seeOwnUnmaskings = defineAct({
  name: 'seeOwnUnmaskings',
  section: 'security',
  askers: ['person'],
  recipients: ['person'],
  opens: 'own',
  categories: [COMMUNICATION],
  facts: [],
  words: {
    ru: 'смотрит, кто из администрации открывал данные и почему',
    en: 'looks at who of the administration unmasked their data, and why',
    uk: 'переглядає, хто з адміністрації відкривав дані й чому',
  },
  method: 'GET',
  path: '/own-unmaskings',
  input: z.strictObject({}),
  recording: 'session',
  changesFacts: false,
  reach: ownReach,
  async fields({ tx, reached }) {
    const rows = await readUnmaskings(tx, reached.personId);
    return rows.map(({ reasonRecord }) => ({ field: REASON_FIELD, recordId: reasonRecord, category: COMMUNICATION }));
  },
  async run({ tx, reached, opened }) {
    const rows = await readUnmaskings(tx, reached.personId);
    return {
      unmaskings: rows.map(({ n, at, field, role, reasonRecord }) => ({
        entry: n,
        at,
        field,
        role,
        reason: textOf(opened, reasonRecord),
      })),
    };
  },
});
