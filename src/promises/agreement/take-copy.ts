import { z } from 'zod';
import { passphraseRecipient } from '../../kernel/age-passphrase.ts';
import { SEALED_KINDS } from '../../kernel/explained/sealed-kinds.ts';
import { defineAct } from '../../kernel/gate/act.ts';
import { ownReach } from '../../kernel/gate/own-reach.ts';
import { integrate } from '../../kernel/ledger/sequencer.ts';
import { PASSWORD_CHARACTERS_MAX } from '../../kernel/limits.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { isRecipient } from '../../kernel/safekeeping/age-file.ts';
import { LANGUAGES } from '../../kernel/words.ts';
import { requirePresence } from '../security/index.ts';
import { sealCopy } from './copy/copy-archive.ts';
import { FORMER_CATEGORY, gatherCopy, recordsToOpen } from './copy/gather-copy.ts';

/** A phrase that the file alone stands behind, wherever it is carried. */
const PHRASE_CHARACTERS_MIN = 15;

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
  categories: [...new Set([...SEALED_KINDS.map(({ category }) => category), FORMER_CATEGORY])],
  facts: [],
  words: { ru: 'берёт копию своих данных', en: 'takes a copy of their data', uk: 'бере копію своїх даних' },
  method: 'POST',
  path: '/own-data/copy',
  input: z.strictObject({
    password: z.string().max(PASSWORD_CHARACTERS_MAX).optional(),
    /** What to seal the file with: a phrase, or an age public key. */
    passphrase: z.string().min(PHRASE_CHARACTERS_MIN).max(PASSWORD_CHARACTERS_MAX).optional(),
    recipient: z.string().max(5000).optional(),
    language: z.enum(LANGUAGES),
  }),
  recording: 'each',
  changesFacts: false,
  async prepare(parts, asker, { password, passphrase, recipient }) {
    if ((passphrase === undefined) === (recipient === undefined)) {
      throw new Refusal('invalid', 'name a `passphrase` or a `recipient`, one of the two', { field: 'passphrase' });
    }
    if (recipient !== undefined && !isRecipient(recipient)) {
      throw new Refusal('invalid', '`recipient` is no age public key', { field: 'recipient' });
    }
    await requirePresence(parts, asker, { password, why: 'the password is needed to take a copy', ownKeyWillDo: true });
    // An entry younger than the last checkpoint is integrated first, so that the statement speaks of it too.
    await integrate(parts.sequencer, { wait: true });
    return { to: recipient ?? (await passphraseRecipient(passphrase ?? '')) };
  },
  reach: ownReach,
  fields: ({ tx, reached, version }) => recordsToOpen(tx, reached.personId, version),
  async run(running) {
    const { prepared, input, at } = running;
    const archive = await sealCopy(await gatherCopy(running), prepared.to, input.language);
    return { name: `kristalux-copy-${at.toISOString().slice(0, 10)}.tar.age`, archive: archive.toString('base64') };
  },
});
