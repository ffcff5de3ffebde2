import { z } from 'zod';
import { defineAct, type Moment } from '../../../kernel/gate/act.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { addressField } from '../address-field.ts';
import { undoIsTheirs } from '../facts.ts';
import { hashStopToken, STOP_TOKEN } from './stop-link.ts';
import * as store from './store.ts';

/**
 * Only the person takes a stop back, and only one that is surely theirs: made in this account, or with the link of a
 * message open (who holds it reads that mailbox), or of an address that was proved. Else somebody who registers with
 * another's address could bring the messages back that the other had stopped.
 */
export const undoStop = defineAct({
  name: 'undoStop',
  section: 'communication',
  askers: ['person'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [undoIsTheirs],
  words: {
    ru: 'снова разрешает письма',
    en: 'allows messages again',
    uk: 'знову дозволяє листи',
  },
  method: 'DELETE',
  path: '/own-messages/stops',
  input: z.strictObject({
    /** Absent: the stop of all informational messages. */
    topic: z.string().max(40).optional(),
    /** Of the message whose link is open. */
    token: z.string().regex(STOP_TOKEN).optional(),
  }),
  recording: 'each',
  changesFacts: true,
  reach: async (_tx, asker) => (asker.kind === 'person' ? { personId: asker.personId } : undefined),
  factsNow: async (moment) => ({ undoIsTheirs: await isTheirs(moment) }),
  async run({ tx, reached, input }) {
    const topic = input.topic ?? null;
    const standing = (await store.standingStops(tx, reached.personId)).filter((one) => one.topic === topic);
    if (standing.length === 0) throw new Refusal('conflict', 'there is no such stop');
    await store.undoStops(tx, reached.personId, topic);
    return {};
  },
});

interface Input {
  readonly topic?: string | undefined;
  readonly token?: string | undefined;
}

async function isTheirs({
  tx,
  reached,
  input,
  version,
}: Moment<Input, { personId: string }, unknown>): Promise<boolean> {
  const { personId } = reached;
  const link = input.token === undefined ? undefined : await store.findStopLink(tx, hashStopToken(input.token));
  const held = link?.personId === personId ? link.tag : undefined;
  const field = addressField(version.declarations);
  const proved = field !== undefined && (await store.addressProved(tx, personId, field.id));
  const standing = (await store.standingStops(tx, personId)).filter(({ topic }) => topic === (input.topic ?? null));
  return standing.every(
    ({ own, how, tag }) =>
      proved || (own && how === 'account') || (held !== undefined && (tag === null || tag.equals(held))),
  );
}
