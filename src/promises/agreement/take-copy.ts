import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import { ownReach } from '../../kernel/gate/own-reach.ts';
import { integrate } from '../../kernel/ledger/sequencer.ts';
import { PASSWORD_CHARACTERS_MAX } from '../../kernel/limits.ts';
import { LANGUAGES } from '../../kernel/words.ts';
import { requirePresence } from '../security/index.ts';
import { copyName, sealCopy } from './copy/copy-archive.ts';
import { makeSeal, recipientOf, SEAL_INPUT } from './copy/copy-seal.ts';
import { COPY_CATEGORIES, gatherCopy, recordsToOpen } from './copy/gather-copy.ts';

/**
 * «Взять копию»: everything that is kept of the person as one file that the person alone can open, after proving once
 * more that it is they. Permitted by the floor, and one entry for each copy.
 */
export const takeCopy = defineAct({
  name: 'takeCopy',
  section: 'agreement',
  askers: ['person'],
  recipients: ['person'],
  opens: 'fields',
  categories: COPY_CATEGORIES,
  facts: [],
  words: { ru: 'берёт копию своих данных', en: 'takes a copy of their data', uk: 'бере копію своїх даних' },
  method: 'POST',
  path: '/own-data/copy',
  input: z.strictObject({
    password: z.string().max(PASSWORD_CHARACTERS_MAX).optional(),
    ...SEAL_INPUT,
    language: z.enum(LANGUAGES),
  }),
  recording: 'each',
  changesFacts: false,
  async prepare(parts, asker, { password, ...given }) {
    await requirePresence(parts, asker, { password, why: 'the password is needed to take a copy', ownKeyWillDo: true });
    const seal = await makeSeal(given);
    // An entry younger than the last checkpoint is integrated first, so that the statement speaks of it too.
    await integrate(parts.sequencer, { wait: true });
    return { seal };
  },
  reach: ownReach,
  fields: ({ tx, reached, version }) => recordsToOpen(tx, reached.personId, version),
  async run(running) {
    const { prepared, input, at } = running;
    const archive = await sealCopy(await gatherCopy(running), recipientOf(prepared.seal), input.language);
    return { name: copyName(at), archive: archive.toString('base64') };
  },
});
