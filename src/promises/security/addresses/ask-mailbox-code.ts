import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import { enqueue } from '../../../kernel/jobs.ts';
import { livingTags } from '../identifiers.ts';
import { networkOfAsker } from '../seen-by.ts';
import { hashToken } from '../sessions.ts';
import { countFailures, refuseWhileThrottled, throttleOf } from '../throttle.ts';
import { RECOVERY_CODE_JOB } from './ask-address-code.ts';
import { CODE_MINUTES, FREE_CODE_TRIES } from './letter-code.ts';
import { insertMailboxRequest } from './store.ts';

/**
 * Asking for a letter to get back in. Known or unknown, proved or only typed: the same row, the same answer, the same
 * work (ASVS 6.3.8). Whether there is anybody to write to is the worker's question, later.
 */
export const askMailboxCode = defineAct({
  name: 'askMailboxCode',
  section: 'security',
  askers: ['anyone'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [],
  words: {
    ru: 'просит письмо с кодом, чтобы вернуть доступ',
    en: 'asks for a letter with a code to recover the account',
    uk: 'просить лист із кодом, щоб повернути доступ',
  },
  method: 'POST',
  path: '/recoveries/letters',
  input: z.strictObject({ address: z.string().min(1).max(320) }),
  // Nothing is opened or changed, and nobody is known yet: the letter itself is the entry.
  recording: 'none',
  changesFacts: false,
  async prepare(parts, asker) {
    const throttles = [throttleOf(parts, ['mailbox', networkOfAsker(asker)], FREE_CODE_TRIES)];
    await refuseWhileThrottled(parts.db, throttles);
    await countFailures(parts.db, throttles);
  },
  reach: async () => ({ personId: null }),
  async run({ tx, input, parts }) {
    const request = parts.random.bytes(32).toString('base64url');
    const requestId = parts.random.uuid();
    const tags = await livingTags(parts, { kind: 'email', text: input.address });
    await insertMailboxRequest(
      tx,
      { requestHash: hashToken(request), requestId },
      tags.map(({ tag }) => tag),
      CODE_MINUTES,
    );
    await enqueue(tx, { jobId: parts.random.uuid(), kind: RECOVERY_CODE_JOB, personId: null, reference: requestId });
    return { request };
  },
});
