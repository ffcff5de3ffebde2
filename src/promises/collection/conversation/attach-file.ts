import assert from 'node:assert/strict';
import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import { ATTACHMENTS_A_DAY_MAX } from '../../../kernel/limits.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { LANGUAGES } from '../../../kernel/words.ts';
import { requiredFieldsLeft } from '../facts.ts';
import { ownConversation } from '../reach.ts';
import { requiredFieldsMissing } from '../required-fields.ts';
import * as store from '../store.ts';
import { FILE_FIELD, keepFile } from './keep-file.ts';
import { readAttachmentFile } from './read-attachment-file.ts';
import * as conversations from './store.ts';

/** The person sends a file in a conversation: data left, like a message. */
export const attachFile = defineAct({
  name: 'attachFile',
  section: 'collection',
  askers: ['person'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [requiredFieldsLeft],
  words: {
    ru: 'прикладывает файл к переписке с администрацией',
    en: 'attaches a file to a conversation with the administration',
    uk: 'додає файл до листування з адміністрацією',
  },
  method: 'POST',
  path: '/conversations/{conversation}/files',
  internal: true,
  input: z.strictObject({ conversation: z.uuid(), file: z.instanceof(Uint8Array), language: z.enum(LANGUAGES) }),
  recording: 'each',
  changesFacts: true,
  // Decoding is work: only for whom the conversation concerns.
  prepare: async ({ db, pictures }, asker, { conversation, file }) =>
    (await ownConversation(db, asker, conversation)) === undefined
      ? null
      : await readAttachmentFile({ pictures }, file),
  reach: (tx, asker, { conversation }) => ownConversation(tx, asker, conversation),
  factsNow: async ({ tx, version, reached }) => ({
    requiredFieldsLeft: (await requiredFieldsMissing(tx, version.declarations, reached.personId)).length === 0,
  }),
  async run({ tx, parts, reached: { personId, conversation }, prepared: file, input, version }) {
    assert(file !== null, 'a file was prepared for whom it concerns');
    if ((await conversations.countOwnMessages(tx, personId)).files >= ATTACHMENTS_A_DAY_MAX) {
      throw new Refusal('too_often', 'so many files in a day are not taken', { retryAfterSeconds: 3600 });
    }
    const id = await keepFile({ tx, parts }, { conversation, writtenBy: 'person', file });
    const submissionId = parts.random.uuid();
    const { language } = input;
    const left = { personId, submissionId, form: 'conversation', field: FILE_FIELD, version: version.number, language };
    await store.insertSubmission(tx, left);
    return { id };
  },
});
