import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import { PAGE_ROWS_MAX } from '../../../kernel/limits.ts';
import { stopToken } from '../stops/stop-link.ts';
import { standingStops } from '../stops/store.ts';
import * as store from '../store.ts';
import { fillCopy } from '../text/copy-marks.ts';
import { messagesOfPerson } from './store.ts';

/** Every message that went to the person or waits for them, the topics, and what they stopped. */
export const seeOwnMessages = defineAct({
  name: 'seeOwnMessages',
  section: 'communication',
  askers: ['person'],
  recipients: ['person'],
  opens: 'nothing',
  facts: [],
  words: { ru: 'смотрит свои письма', en: 'looks at their messages', uk: 'переглядає свої листи' },
  method: 'GET',
  path: '/own-messages',
  input: z.strictObject({}),
  recording: 'none',
  changesFacts: false,
  reach: async (_tx, asker) => (asker.kind === 'person' ? { personId: asker.personId } : undefined),
  async run({ tx, reached, parts, version }) {
    const { personId } = reached;
    const stops = await standingStops(tx, personId);
    const messages = await messagesOfPerson(tx, personId, PAGE_ROWS_MAX);
    return {
      topics: await store.listTopics(tx),
      stops: stops.map(({ topic, how, at, own }) => ({ topic, how, at, own })),
      messages: messages.map(({ plain, ...row }) => ({
        ...row,
        text: fillCopy(plain, {
          token: stopToken(parts.keys, personId, row.bulletinId),
          entry: row.entry ?? 0,
          version: row.version ?? version.number,
        }),
      })),
    };
  },
});
