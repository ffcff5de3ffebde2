import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import { settleFailed } from '../../../kernel/jobs.ts';
import { Refusal } from '../../../kernel/refusal.ts';

/**
 * What the server gave up is tried again, or let go, by the owner's order. A further try decides everything anew: the
 * order opens nothing and sends nothing by itself.
 */
export const settleFailedJob = defineAct({
  name: 'settleFailedJob',
  section: 'security',
  askers: ['owner'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [],
  words: {
    ru: 'поручает повторить то, что не удалось серверу, или больше не пытаться',
    en: 'has the server try again what it gave up, or lets it go',
    uk: 'доручає повторити те, що не вдалося серверу, або більше не намагатися',
  },
  method: 'POST',
  path: '/failed-jobs/{job}',
  internal: true,
  input: z.strictObject({ job: z.uuid(), order: z.enum(['again', 'let-go']) }),
  recording: 'each',
  changesFacts: false,
  reach: async () => ({ personId: null }),
  async run({ tx, input }) {
    if (!(await settleFailed(tx, input.job, input.order))) {
      throw new Refusal('not_found', 'no job with this number was given up', { field: 'job' });
    }
    return {};
  },
});
