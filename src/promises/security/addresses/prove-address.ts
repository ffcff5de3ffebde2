import assert from 'node:assert/strict';
import { timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import { ownReach } from '../../../kernel/gate/own-reach.ts';
import { enqueue } from '../../../kernel/jobs.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { holdIndex } from '../../../kernel/vault/tags/store.ts';
import { readSession } from '../store.ts';
import { countFailures, forgetFailures, refuseWhileThrottled, throttleOf } from '../throttle.ts';
import { FREE_CODE_TRIES, hashLetterCode } from './letter-code.ts';
import { ADDRESS_MOVED_JOB } from './note-address-moved.ts';
import * as store from './store.ts';

/**
 * The code of the letter, typed where it was asked for: right only for this account, this session and this address
 * (Better Auth #11023 keyed it by the address alone). Whether another account proved the same address is told only now,
 * to whoever holds the mailbox, and they decide.
 */
export const proveAddress = defineAct({
  name: 'proveAddress',
  section: 'security',
  askers: ['person'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [],
  words: {
    ru: 'подтверждает, что адрес принадлежит ему',
    en: 'proves that an address is their own',
    uk: 'підтверджує, що адреса належить їй',
  },
  method: 'PUT',
  path: '/own-addresses',
  input: z.strictObject({
    code: z.string().min(1).max(40),
    /** Takes the address over from an account that proved it before. */
    move: z.boolean().default(false),
  }),
  recording: 'each',
  changesFacts: true,
  async prepare(parts, asker) {
    assert(asker.kind === 'person', 'only a person has addresses');
    const throttles = [throttleOf(parts, ['address-code', asker.personId], FREE_CODE_TRIES)];
    await refuseWhileThrottled(parts.db, throttles);
    // Counted before it is looked at, so that many at once are many; forgotten when the code was right.
    await countFailures(parts.db, throttles);
    return { throttles };
  },
  reach: ownReach,
  async run({ tx, asker, reached: { personId }, input, parts, prepared }) {
    assert(asker.kind === 'person', 'only a person has addresses');
    await holdIndex(tx);
    const session = await readSession(tx, asker.session);
    const row = session && (await store.findAddressCode(tx, personId, session.sessionId));
    const given = row && hashLetterCode(parts, input.code, [personId, row.sessionId, row.recordId]);
    if (row?.codeHash == null || row.tag === null || given === undefined || !timingSafeEqual(row.codeHash, given)) {
      throw new Refusal('invalid', '`code` is not right', { field: 'code' });
    }
    await forgetFailures(tx, prepared.throttles);
    const standing = await store.findProved(tx, [row.tag]);
    if (standing !== undefined && standing.personId !== personId && !input.move) {
      return { state: 'with-another-account' as const, field: row.field };
    }
    const before = await store.putProved(tx, row, row.tag);
    await store.endAddressCodes(tx, personId);
    if (before !== undefined) {
      await store.endMailboxRequests(tx, before);
      const job = { jobId: parts.random.uuid(), kind: ADDRESS_MOVED_JOB, personId: before, reference: null };
      await enqueue(tx, job);
    }
    return { state: 'proved' as const, field: row.field };
  },
});
