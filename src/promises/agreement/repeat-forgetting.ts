import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import { readSite } from '../../kernel/ledger/store.ts';
import { clearDue } from '../../kernel/safekeeping/store.ts';
import * as store from './store.ts';

/**
 * An older database was brought back, and it holds values that were corrected or erased since: they are forgotten again,
 * before anything is served. What stood in their place after the backup is lost, and the person can leave it anew.
 */
export const repeatForgetting = defineAct({
  name: 'repeatForgetting',
  section: 'protection',
  askers: ['host'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [],
  words: {
    ru: 'после восстановления из копии снова забывает значения, которые уже были исправлены или стёрты',
    en: 'forgets again, after a backup was restored, values that had been corrected or erased',
    uk: 'після відновлення з копії знову забуває значення, які вже було виправлено або стерто',
  },
  method: 'POST',
  path: '/repeated-forgettings',
  internal: true,
  input: z.strictObject({ personId: z.uuid(), recordIds: z.array(z.uuid()).min(1) }),
  recording: 'each',
  changesFacts: true,
  // What is sealed for the site itself (a secret, a text of a case) has the site where a person would stand.
  async reach(tx, _asker, { personId }) {
    if (await store.personIsHere(tx, personId)) return { personId };
    return (await readSite(tx))?.siteId === personId ? { personId: null } : undefined;
  },
  async run({ tx, parts, input: { personId, recordIds } }) {
    await parts.keyring.forget(tx, personId, recordIds);
    await clearDue(tx, personId);
  },
});
