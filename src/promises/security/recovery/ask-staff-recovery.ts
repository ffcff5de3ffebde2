import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import type { Random } from '../../../kernel/ids.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { hashRecoveryCode, makeRecoveryCode } from '../factors/recovery-codes.ts';
import { networkOfAsker } from '../seen-by.ts';
import { countFailures, refuseWhileThrottled, throttleOf } from '../throttle.ts';
import { insertAsked } from './store.ts';

/** What nobody went on with is forgotten after this. */
const DAYS_MAX = 30;
/** Requests of one network before a pause. */
const FREE_REQUESTS = 3;
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/**
 * The last way back, for who has neither mailbox nor codes. They get a number to tell the staff, and a key that they
 * keep: the staff never see it, so they can begin a recovery and never finish one.
 */
export const askStaffRecovery = defineAct({
  name: 'askStaffRecovery',
  section: 'security',
  askers: ['anyone'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [],
  words: {
    ru: 'просит сотрудников помочь вернуть доступ',
    en: 'asks the staff to help recover the account',
    uk: 'просить працівників допомогти повернути доступ',
  },
  method: 'POST',
  path: '/recoveries/requests',
  input: z.strictObject({}),
  // Nobody is known yet; what the staff do with the number is recorded with the person.
  recording: 'none',
  changesFacts: false,
  async prepare(parts, asker) {
    const throttles = [throttleOf(parts, ['staff-recovery', networkOfAsker(asker)], FREE_REQUESTS)];
    await refuseWhileThrottled(parts.db, throttles);
    await countFailures(parts.db, throttles);
  },
  reach: async () => ({ personId: null }),
  async run({ tx, parts }) {
    const key = makeRecoveryCode(parts.random);
    const number = makeNumber(parts.random);
    if (!(await insertAsked(tx, hashRecoveryCode(key), number, DAYS_MAX))) {
      throw new Refusal('busy', 'this number is taken; ask once more', { retryAfterSeconds: 1 });
    }
    return { number, key };
  },
});

function makeNumber(random: Random): string {
  const letters = [...random.bytes(8)].map((byte) => ALPHABET[byte % 32]).join('');
  return `${letters.slice(0, 4)}-${letters.slice(4)}`;
}
