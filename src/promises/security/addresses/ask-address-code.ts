import assert from 'node:assert/strict';
import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import { ownReach } from '../../../kernel/gate/own-reach.ts';
import { enqueue } from '../../../kernel/jobs.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { readSealed } from '../../../kernel/vault/store.ts';
import { presenceWasFresh } from '../facts.ts';
import { wasFresh } from '../presence.ts';
import { readSession } from '../store.ts';
import { refuseWithoutAccount } from '../without-account.ts';
import { CODE_MINUTES } from './letter-code.ts';
import * as store from './store.ts';

/** A letter with a code is due: to prove an address (reference: the session), or to recover (reference: the request). */
export const PROVING_CODE_JOB = 'send-proving-code';
export const RECOVERY_CODE_JOB = 'send-recovery-code';

/**
 * «Подтвердить адрес Вы можете сами и когда захотите»: the person's own later act, never the site's. The letter goes to
 * the address as it now is, for this account and this session.
 */
export const askAddressCode = defineAct({
  name: 'askAddressCode',
  section: 'security',
  askers: ['person'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [presenceWasFresh],
  words: {
    ru: 'просит код, чтобы подтвердить свой адрес',
    en: 'asks for a code to prove their address',
    uk: 'просить код, щоб підтвердити свою адресу',
  },
  method: 'POST',
  path: '/own-addresses/codes',
  input: z.strictObject({ field: z.string().min(1).max(40) }),
  recording: 'each',
  changesFacts: true,
  reach: ownReach,
  factsNow: async (moment) => ({ presenceWasFresh: wasFresh(moment) }),
  async run({ tx, asker, reached: { personId }, input: { field }, version, parts }) {
    assert(asker.kind === 'person', 'only a person has addresses');
    await refuseWithoutAccount(tx, personId);
    if (!version.declarations.fields.some(({ id, type }) => id === field && type === 'email')) {
      throw new Refusal('invalid', '`field` is no e-mail address', { field: 'field' });
    }
    const [value] = await readSealed(tx, personId, [field]);
    if (value === undefined) throw new Refusal('conflict', 'nothing was left in this field', { field: 'field' });
    const session = await readSession(tx, asker.session);
    assert(session !== undefined, 'the session was read in this moment');
    const { sessionId } = session;
    await store.putAddressCode(tx, { personId, sessionId, field, recordId: value.recordId }, CODE_MINUTES);
    await enqueue(tx, { jobId: parts.random.uuid(), kind: PROVING_CODE_JOB, personId, reference: sessionId });
    return {};
  },
});
