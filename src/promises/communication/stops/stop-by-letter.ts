import { z } from 'zod';
import { defineAct, type Reach } from '../../../kernel/gate/act.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { addressTag, hashStopToken, STOP_TOKEN } from './stop-link.ts';
import * as store from './store.ts';

interface Reached extends Reach {
  readonly personId: string | null;
  readonly tag: Buffer;
}

/**
 * Somebody wrote that they want no more messages: staff enter the address it came from, or the code that stood in the
 * letter. Whether the address is known is not told. There is no act by which staff take a stop back.
 */
export const stopByLetter = defineAct({
  name: 'stopByLetter',
  section: 'communication',
  askers: ['support', 'editor', 'owner'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [],
  words: {
    ru: 'записывает отказ от писем, присланный письмом',
    en: 'records a stop that came by letter',
    uk: 'записує відмову від листів, надіслану листом',
  },
  method: 'POST',
  path: '/stops/letters',
  internal: true,
  input: z.strictObject({ from: z.string().min(1).max(320) }),
  recording: 'each',
  changesFacts: true,
  async reach(tx, _asker, { from }, _prepared): Promise<Reached | undefined> {
    const text = from.trim();
    const link = STOP_TOKEN.test(text) ? await store.findStopLink(tx, hashStopToken(text)) : undefined;
    // An address is never looked up to a person here: its tag alone stops everybody who left it.
    return { personId: link?.personId ?? null, tag: link?.tag ?? Buffer.alloc(0) };
  },
  async run({ tx, parts, reached, input }) {
    const tag = reached.tag.length > 0 ? reached.tag : addressTag(parts.keys, input.from);
    if (tag === undefined)
      throw new Refusal('invalid', '`from` must be an e-mail address or the code of a message', { field: 'from' });
    const { personId } = reached;
    await store.insertStop(tx, { stopId: parts.random.uuid(), personId, tags: [tag], topic: null, how: 'letter' });
    return {};
  },
});
