import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import { anyConversation } from '../reach.ts';
import { keepFile } from './keep-file.ts';
import { readAttachmentFile } from './read-attachment-file.ts';

/** The administration answers with a file: an invoice, a picture. The person finds it in the account. */
export const answerWithFile = defineAct({
  name: 'answerWithFile',
  section: 'collection',
  askers: ['support', 'owner'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [],
  words: {
    ru: 'отвечает человеку файлом в переписке',
    en: 'answers the person with a file in a conversation',
    uk: 'відповідає людині файлом у листуванні',
  },
  method: 'POST',
  path: '/waiting-conversations/{conversation}/files',
  internal: true,
  input: z.strictObject({ conversation: z.uuid(), file: z.instanceof(Uint8Array) }),
  recording: 'each',
  changesFacts: true,
  prepare: (parts, _asker, { file }) => readAttachmentFile(parts, file),
  reach: (tx, _asker, { conversation }) => anyConversation(tx, conversation),
  run: async ({ tx, parts, reached: { conversation }, prepared: file }) => ({
    id: await keepFile({ tx, parts }, { conversation, writtenBy: 'administration', file }),
  }),
});
