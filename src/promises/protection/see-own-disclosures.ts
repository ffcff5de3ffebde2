import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import { ownReach } from '../../kernel/gate/own-reach.ts';
import { PAGE_ROWS_MAX } from '../../kernel/limits.ts';
import { readAuthorities } from './case-texts.ts';
import * as store from './store.ts';

/** What of a person's was opened for authorities, for which one, on which ground, and whether it has left. */
export const seeOwnDisclosures = defineAct({
  name: 'seeOwnDisclosures',
  section: 'protection',
  askers: ['person'],
  recipients: ['person'],
  opens: 'nothing',
  facts: [],
  words: {
    ru: 'смотрит, какие данные о себе раскрыты по закону',
    en: 'looks at what was disclosed of them under law',
    uk: 'переглядає, які дані про себе розкрито за законом',
  },
  method: 'GET',
  path: '/own-disclosures',
  input: z.strictObject({}),
  recording: 'none',
  changesFacts: false,
  reach: ownReach,
  async run({ tx, parts, reached }) {
    const rows = await store.disclosuresOf(tx, reached.personId, PAGE_ROWS_MAX);
    const authorities = await readAuthorities(
      parts,
      tx,
      rows.map(({ legalRequestId }) => legalRequestId),
    );
    return {
      disclosures: rows.map((row) => ({
        ground: row.ground,
        authority: authorities.get(row.legalRequestId) ?? null,
        fields: row.fields,
        producedAt: row.producedAt,
        takenAt: row.takenAt,
        deliveredAt: row.deliveredAt,
        /** Prepared, and then refused to the authority: it never left. */
        neverLeft: row.answeredAt !== null,
      })),
    };
  },
});
