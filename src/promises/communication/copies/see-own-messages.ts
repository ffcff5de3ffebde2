import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import { ownReach } from '../../../kernel/gate/own-reach.ts';
import { PAGE_ROWS_MAX } from '../../../kernel/limits.ts';
import { addressField } from '../address-field.ts';
import { isSilent } from '../returns/store.ts';
import { stopToken } from '../stops/stop-link.ts';
import { addressProved, standingStops } from '../stops/store.ts';
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
  /** From which message on they are wanted, the newest first. */
  input: z.strictObject({ from: z.uuid().optional() }),
  recording: 'none',
  changesFacts: false,
  reach: ownReach,
  async run({ tx, reached, parts, version, input }) {
    const { personId } = reached;
    const stops = await standingStops(tx, personId);
    const found = await messagesOfPerson(tx, personId, { from: input.from ?? null, limit: PAGE_ROWS_MAX + 1 });
    const messages = found.slice(0, PAGE_ROWS_MAX);
    const field = addressField(version.declarations);
    return {
      /** Whose address is proved may take back any stop of it. */
      addressProved: field !== undefined && (await addressProved(tx, personId, field.id)),
      /** Mail to their address comes back, so that nothing is sent there. */
      mailComesBack: await isSilent(tx, personId),
      topics: await store.listTopics(tx),
      stops: stops.map(({ topic, how, at, own }) => ({ topic, how, at, own })),
      messages: messages.map(({ plain, ...row }) => {
        const token = stopToken(parts.keys, personId, row.bulletinId);
        const ofCopy = { token, entry: row.entry, version: row.version ?? version.number };
        return { ...row, token, text: fillCopy(plain, ofCopy) };
      }),
      /** Where older ones begin. */
      next: found[PAGE_ROWS_MAX]?.bulletinId ?? null,
    };
  },
});
