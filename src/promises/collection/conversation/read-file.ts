import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { MESSAGE_CATEGORY } from '../message-text.ts';
import { anyConversation } from '../reach.ts';
import { FILE_FIELD } from './keep-file.ts';
import { findFile } from './store.ts';

/** The administration opens a file that stands in a conversation: that file alone. Each look is recorded. */
export const readFile = defineAct({
  name: 'readFile',
  section: 'collection',
  askers: ['support', 'owner'],
  recipients: ['staff'],
  opens: 'own',
  categories: [MESSAGE_CATEGORY],
  facts: [],
  words: {
    ru: 'открывает файл из переписки с человеком',
    en: 'opens a file of a conversation with the person',
    uk: 'відкриває файл із листування з людиною',
  },
  method: 'GET',
  path: '/waiting-conversations/{conversation}/files/{file}',
  internal: true,
  input: z.strictObject({ conversation: z.uuid(), file: z.uuid() }),
  recording: 'each',
  changesFacts: false,
  async reach(tx, _asker, { conversation, file }) {
    const reached = await anyConversation(tx, conversation);
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
