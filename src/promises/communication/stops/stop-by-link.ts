import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import { RETURN_CODE } from '../returns/return-code.ts';
import { hashStopToken, STOP_TOKEN } from './stop-link.ts';
import * as store from './store.ts';

/**
 * «Отказаться можно в любой момент»: whoever holds the link of a message, or answers it, stops messages to its address, without a
 * sign-in, as often as they like and with one effect. A link whose person was erased still stops the address.
 */
export const stopByLink = defineAct({
  name: 'stopByLink',
  section: 'communication',
  askers: ['anyone'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [],
  words: {
    ru: 'отказывается от писем по ссылке из письма',
    en: 'stops messages by the link in a message',
    uk: 'відмовляється від листів за посиланням із листа',
  },
  method: 'POST',
  path: '/stops/{token}',
  internal: true,
  input: z.strictObject({
    /** Of the link, or of the addresses by which letters about the same message come back. */
    token: z.union([z.string().regex(STOP_TOKEN), z.string().regex(RETURN_CODE)]),
    /** Only the topic of the message, or all informational messages. */
    scope: z.enum(['topic', 'all']),
    how: z.enum(['link', 'one-click', 'mailto', 'reply', 'complaint']),
  }),
  recording: 'each',
  changesFacts: true,
  async reach(tx, _asker, { token }) {
    const link = await store.findStopLink(tx, hashStopToken(token));
    return link && { personId: link.personId, link };
  },
  async run({ tx, parts, reached, input }) {
    const { link, personId } = reached;
    const own = personId === null ? [] : await store.readAddressTags(tx, personId);
    await store.insertStop(tx, {
      stopId: parts.random.uuid(),
      personId,
      // The address it was sent to, and where the person has moved since.
      tags: [link.tag, ...own.filter((tag) => !tag.equals(link.tag))],
      topic: input.scope === 'topic' ? link.topic : null,
      how: input.how,
      bulletinId: link.bulletinId,
    });
    return {};
  },
});
