import { createHash } from 'node:crypto';
import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import { publicBytes } from '../../../kernel/ledger/note.ts';
import { writeKeyChange } from '../../../kernel/ledger/signers/key-change.ts';
import { insertFirstKey, insertNextKey } from '../../../kernel/ledger/signers/store.ts';
import { lockSequencer } from '../../../kernel/ledger/store.ts';
import { numbered } from '../../../kernel/vault/keys.ts';
import { beginKey } from '../turned-keys.ts';

/**
 * The ledger gets a fresh key. The former one signs that this is its successor, in a note for everybody; the entry commits
 * to that note. From here on both sign, so that whoever checks has time to follow.
 */
export const beginLedgerKey = defineAct({
  name: 'beginLedgerKey',
  section: 'protection',
  askers: ['worker', 'host'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [],
  words: {
    ru: 'вводит новый ключ подписи журнала',
    en: 'takes a new key to sign the ledger with',
    uk: 'вводить новий ключ підпису журналу',
  },
  method: 'POST',
  path: '/ledger-keys',
  internal: true,
  input: z.strictObject({}),
  recording: 'each',
  changesFacts: true,
  async prepare({ keyTurning, keys, site, clock }) {
    const check = await keyTurning.makeNext('ledger');
    const next = await keyTurning.readNextLedger(check);
    const since = clock.now();
    const change = writeKeyChange({ origin: site.origin, former: keys.ledger, next, since });
    return { check, next, since, change };
  },
  reach: async (_tx, _asker, _input, { change }) => ({
    personId: null,
    commitments: { keyChange: createHash('sha256').update(change).digest('base64') },
  }),
  async run({ tx, parts, prepared: { check, next, since, change } }) {
    // No checkpoint is being signed meanwhile: the next one has both signatures.
    await lockSequencer(tx, true);
    const begun = await beginKey(tx, 'ledger', check, 'the key of the ledger is being changed already');
    await insertFirstKey(tx, publicBytes(parts.keys.ledger));
    const number = numbered([check.name], 'ledger')[0] ?? 0;
    await insertNextKey(tx, { number, publicKey: publicBytes(next), since, change });
    return begun;
  },
});
