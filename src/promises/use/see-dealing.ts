import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import { ownDealingOrOpen } from './facts.ts';
import { dealingBeforePerson } from './reach.ts';

/** Who asks for what and why, before joining and after. */
export const seeDealing = defineAct({
  name: 'seeDealing',
  section: 'use',
  askers: ['person'],
  recipients: ['person'],
  opens: 'nothing',
  facts: [ownDealingOrOpen],
  words: { ru: 'смотрит заказ', en: 'looks at a dealing', uk: 'переглядає замовлення' },
  method: 'GET',
  path: '/dealings/{dealing}',
  input: z.strictObject({ dealing: z.uuid() }),
  recording: 'none',
  changesFacts: false,
  reach: (tx, asker, input) => dealingBeforePerson(tx, asker, input.dealing),
  factsNow: async ({ reached: { dealing, personId } }) => ({
    ownDealingOrOpen: dealing.personId === personId || (dealing.personId === null && dealing.endedAt === null),
  }),
  async run({ reached, version }) {
    const { dealing } = reached;
    const service = version.declarations.services.find(({ id }) => id === dealing.service);
    const purpose = service?.purposes.find(({ id }) => id === dealing.purpose);
    return {
      id: dealing.dealingId,
      service: { id: dealing.service, words: service?.words ?? null },
      purpose: { id: dealing.purpose, words: purpose?.words ?? null },
      fields: purpose?.fields ?? [],
      reference: dealing.reference,
      proposed: dealing.proposed,
      openedAt: dealing.openedAt,
      joinedAt: dealing.joinedAt,
      endedAt: dealing.endedAt,
      endedBy: dealing.endedBy,
    };
  },
});
