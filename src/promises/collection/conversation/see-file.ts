import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { MESSAGE_CATEGORY } from '../message-text.ts';
import { ownConversation } from '../reach.ts';
import { FILE_FIELD } from './keep-file.ts';
import { findFile } from './store.ts';

/** The person takes a file of their own conversation; that is never held back. */
export const seeFile = defineAct({
  name: 'seeFile',
  section: 'collection',
  askers: ['person'],
  recipients: ['person'],
  opens: 'own',
  categories: [MESSAGE_CATEGORY],
  facts: [],
  words: {
    ru: 'открывает файл своей переписки',
    en: 'opens a file of their own conversation',
    uk: 'відкриває файл свого листування',
  },
  method: 'GET',
  path: '/conversations/{conversation}/files/{file}',
  internal: true,
  input: z.strictObject({ conversation: z.uuid(), file: z.uuid() }),
  recording: 'session',
  changesFacts: false,
  async reach(tx, asker, { conversation, file }) {
    const reached = await ownConversation(tx, asker, conversation);
    const found = reached && (await findFile(tx, reached.conversation, file));
    return reached && found && { ...reached, file: found };
  },
  fields: async ({ reached: { file } }) => [{ field: FILE_FIELD, recordId: file.recordId, category: MESSAGE_CATEGORY }],
  async run({ reached: { file }, opened }) {
    const content = opened.get(file.recordId)?.unseal('answer');
    if (content === undefined) throw new Refusal('not_found', 'it was erased');
    // What lies in the vault as a file opens as base64.
    return { kind: file.kind, content };
  },
});
