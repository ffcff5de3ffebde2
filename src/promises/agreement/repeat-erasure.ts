import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import { clearDue } from '../../kernel/safekeeping/store.ts';
import { erasePerson } from './erasure/erase-person.ts';
import * as store from './store.ts';

/**
 * An older database was brought back, and it holds somebody who had themselves erased since: they are erased again, before
 * anything is served. The tombstone is their own request. Permitted by the floor, so that no older version of the policy
 * can raise the dead.
 */
export const repeatErasure = defineAct({
  name: 'repeatErasure',
  section: 'protection',
  askers: ['host'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [],
  words: {
    ru: 'после восстановления из копии снова стирает данные того, кто их уже стёр',
    en: 'erases again, after a backup was restored, the data of a person who had erased it',
    uk: 'після відновлення з копії знову стирає дані того, хто їх уже стер',
  },
  method: 'POST',
  path: '/repeated-erasures',
  internal: true,
  input: z.strictObject({ personId: z.uuid() }),
  recording: 'each',
  changesFacts: true,
  reach: async (tx, _asker, { personId }) => ((await store.personIsHere(tx, personId)) ? { personId } : undefined),
  async run({ tx, parts, reached, entry }) {
    const { personId } = reached;
    await store.endRoles(tx, personId);
    // Whoever was erased after the backup that the keyring comes from may have no key at all.
    await parts.keyring.createPerson(tx, personId);
    await erasePerson({ tx, parts, entry }, personId);
    await clearDue(tx, personId);
  },
});
