import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import { PAGE_ROWS_MAX } from '../../kernel/limits.ts';
import { legalRequestState } from './request-state.ts';
import * as store from './store.ts';

/** The register of legal requests, newest first: grounds, states and dates, and nothing that anybody typed. */
export const seeLegalRequests = defineAct({
  name: 'seeLegalRequests',
  section: 'protection',
  askers: ['legal-officer', 'owner'],
  recipients: ['staff'],
  opens: 'nothing',
  facts: [],
  words: {
    ru: 'смотрит перечень запросов органов власти',
    en: 'looks at the register of requests of authorities',
    uk: 'переглядає перелік запитів органів влади',
  },
  method: 'GET',
  path: '/legal-requests',
  input: z.strictObject({ before: z.iso.datetime({ offset: true }).optional() }),
  recording: 'none',
  changesFacts: false,
  reach: async (_tx, asker) => (asker.kind === 'person' ? { personId: null } : undefined),
  async run({ tx, at, input }) {
    const before = input.before === undefined ? null : new Date(input.before);
    const rows = await store.listLegalRequests(tx, { before, limit: PAGE_ROWS_MAX });
    return {
      officers: await store.countOfficers(tx),
      requests: rows.map((row) => ({
        id: row.legalRequestId,
        ground: row.ground,
        receivedAt: row.receivedAt,
        expiresAt: row.expiresAt,
        state: legalRequestState(row, at),
        answer: row.answer,
      })),
      next: rows.length < PAGE_ROWS_MAX ? null : (rows.at(-1)?.receivedAt ?? null),
    };
  },
});
