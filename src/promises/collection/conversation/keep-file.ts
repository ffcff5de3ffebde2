import assert from 'node:assert/strict';
import type { Tx } from '../../../kernel/db/db.ts';
import type { GateParts } from '../../../kernel/gate/parts.ts';
import type { AttachmentFile } from './read-attachment-file.ts';
import * as store from './store.ts';

/** How a file of a conversation lies in the vault: a name that no declared field can have. Its category is the message's. */
export const FILE_FIELD = 'conversation/file';

interface NewFile {
  readonly conversation: store.ConversationRow;
  readonly writtenBy: store.Author;
  readonly file: AttachmentFile;
}

/** Seals a file under the person's key, whoever sent it, and puts it at the end of the conversation. */
export async function keepFile({ tx, parts }: { tx: Tx; parts: GateParts }, sent: NewFile): Promise<string> {
  const { conversation, writtenBy, file } = sent;
  const { personId, conversationId } = conversation;
  const [stored] = await parts.keyring.store(tx, personId, [
    { field: FILE_FIELD, plaintext: file.bytes, role: 'file' },
  ]);
  assert(stored !== undefined, 'what was stored is answered');
  const { recordId } = stored;
  const { kind, bytes } = file;
  await store.insertMessage(tx, { personId, conversationId, recordId, writtenBy, kind, bytes: bytes.byteLength });
  return recordId;
}
