import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import { ownReach } from '../../../kernel/gate/own-reach.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { listTopics } from '../store.ts';
import * as store from './store.ts';

/** The stop in the account: of one topic, or of all informational messages. */
export const stopMessages = defineAct({
  name: 'stopMessages',
  section: 'communication',
  askers: ['person'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [],
  words: { ru: 'отказывается от писем', en: 'stops messages', uk: 'відмовляється від листів' },
  method: 'PUT',
  path: '/own-messages/stops',
  input: z.strictObject({
    /** Absent: all informational messages. */
    topic: z.string().max(40).optional(),
  }),
  recording: 'each',
  changesFacts: true,
  reach: ownReach,
  async run({ tx, parts, reached, input }) {
    const topic = input.topic ?? null;
    const topics = await listTopics(tx);
    if (topic !== null && !topics.some((one) => one.topic === topic)) {
      throw new Refusal('not_found', 'there is no such `topic`', { field: 'topic' });
    }
    const { personId } = reached;
    const tags = await store.readAddressTags(tx, personId);
    await store.insertStop(tx, { stopId: parts.random.uuid(), personId, tags, topic, how: 'account' });
    return {};
  },
});
