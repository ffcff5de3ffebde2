import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { tellOfDealing } from './notices/tell-services.ts';
import * as store from './store.ts';

/** Either side ends the dealing; the service can ask for nothing more. */
export const endDealing = defineAct({
  name: 'endDealing',
  section: 'use',
  askers: ['person', 'service'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [],
  words: { ru: 'завершает заказ', en: 'ends a dealing', uk: 'завершує замовлення' },
  method: 'POST',
  path: '/dealings/{dealing}/end',
  input: z.strictObject({ dealing: z.uuid() }),
  recording: 'each',
  changesFacts: true,
  async reach(tx, asker, input) {
    const dealing = await store.findDealing(tx, input.dealing);
    if (dealing === undefined) return undefined;
    const own =
      (asker.kind === 'person' && dealing.personId === asker.personId) ||
      (asker.kind === 'service' && dealing.service === asker.id);
    return own ? { personId: dealing.personId, dealing } : undefined;
  },
  async run({ tx, asker, reached }) {
    const by = asker.kind === 'person' ? 'person' : 'service';
    if (!(await store.endDealing(tx, reached.dealing, by))) {
      throw new Refusal('conflict', 'this dealing has ended already, or somebody joined it just now');
    }
    const { personId, dealingId } = reached.dealing;
    if (by === 'person' && personId !== null) await tellOfDealing(tx, personId, dealingId, 'dealing.ended');
    return { id: dealingId };
  },
});
