import { z } from 'zod';
import { defineLook } from '../../kernel/gate/look.ts';
import type { EntryBody } from '../../kernel/ledger/entry.ts';
import { PAGE_ROWS_MAX } from '../../kernel/limits.ts';
import { readHistory } from './store.ts';

/** The person's own chain, newest first, as it was recorded. Opens nothing and changes nothing, so it is not recorded. */
export const seeOwnHistory = defineLook({
  name: 'seeOwnHistory',
  section: 'agreement',
  recipients: ['person'],
  opens: 'nothing',
  words: { ru: 'смотрит свою историю', en: 'looks at their own history', uk: 'переглядає свою історію' },
  path: '/own-history',
  input: z.strictObject({ before: z.coerce.number().int().min(1).optional() }),
  recording: 'none',
  read: (reads, { personId }, { before }) => readHistory(reads, { personId, before: before ?? null }),
  run: (rows) => {
    const last = rows.at(-1);
    return {
      entries: rows.map(({ n, at, kind, body, logIndex }) => ({
        n,
        at,
        kind,
        body: body === null ? null : (JSON.parse(body) as EntryBody),
        inLog: logIndex !== null,
      })),
      next: last !== undefined && rows.length === PAGE_ROWS_MAX && last.n > 1 ? last.n : null,
    };
  },
});
