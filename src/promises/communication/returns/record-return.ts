import { z } from 'zod';
import { defineAct, type Reach } from '../../../kernel/gate/act.ts';
import { hashReturnCode, RETURN_CODE } from './return-code.ts';
import * as store from './store.ts';

interface Reached extends Reach {
  readonly copy: store.ReturnedCopy;
}

/**
 * A copy came back after the relay had taken it. Where there is no such mailbox nothing more is sent there; the person
 * sees it in their account and may say that the address works. The same copy counts once, however often it comes back.
 */
export const recordReturn = defineAct({
  name: 'recordReturn',
  section: 'communication',
  askers: ['worker'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [],
  words: {
    ru: 'записывает, что письмо вернулось',
    en: 'records that a message came back',
    uk: 'записує, що лист повернувся',
  },
  method: 'POST',
  path: '/returns',
  internal: true,
  input: z.strictObject({
    code: z.string().regex(RETURN_CODE),
    as: z.enum(['gone', 'full', 'refused', 'complaint']),
  }),
  recording: 'each',
  changesFacts: true,
  async reach(tx, _asker, { code }): Promise<Reached | undefined> {
    const copy = await store.findReturned(tx, hashReturnCode(code));
    return copy && { personId: copy.personId, copy };
  },
  async run({ tx, reached, input: { as } }) {
    const { personId, bulletinId, tag } = reached.copy;
    const first = personId === null || (await store.markReturned(tx, personId, bulletinId, as));
    // A complaint is a stop, which is an act of its own.
    if (first && as !== 'complaint') await store.countReturns(tx, [tag], as);
    return {};
  },
});
