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
    const cases = rows.map(({ legalRequestId }) => legalRequestId);
    const authorities = await readAuthorities(parts, tx, cases);
    const opened = await store.openedOf(tx, reached.personId, cases);
    return {
      disclosures: rows.map((row) => ({
        ground: row.ground,
        authority: authorities.get(row.legalRequestId) ?? null,
        fields: row.fields,
        producedAt: row.producedAt,
        /** Told beforehand of a process about one's own dealing; null in every other kind. */
        toldAt: row.toldAt,
        takenAt: row.takenAt,
        deliveredAt: row.deliveredAt,
        /** Until when telling was forbidden; null: it never was. */
        toldFrom: row.gagUntil,
        /** The entries that the ban kept sealed, with what is needed to check them against the log. */
        sealed: opened
          .filter(({ legalRequestId }) => legalRequestId === row.legalRequestId)
          .map(({ body, salt, leaf }) => ({
            body,
            salt: salt.toString('base64'),
            leaf: leaf.toString('base64'),
          })),
        /** Prepared, and then refused to the authority: it never left. */
        neverLeft: row.answeredAt !== null,
      })),
    };
  },
});
