import assert from 'node:assert/strict';
import type { Tx } from '../../kernel/db/db.ts';
import type { GateParts } from '../../kernel/gate/parts.ts';
import * as store from './conversation/store.ts';
import { MESSAGE_FIELD, readMessageText } from './message-text.ts';

interface NewMessage {
  readonly personId: string;
  readonly conversationId: string;
  readonly writtenBy: store.Author;
  readonly text: string;
}

/** Seals the text of a message under the person's key, whoever wrote it, and puts it at the end of the conversation. */
export async function keepMessage({ tx, parts }: { tx: Tx; parts: GateParts }, message: NewMessage): Promise<string> {
  const { personId, conversationId, writtenBy } = message;
  const plaintext = readMessageText(message.text);
  const [stored] = await parts.keyring.store(tx, personId, [{ field: MESSAGE_FIELD, plaintext, role: 'file' }]);
  assert(stored !== undefined, 'what was stored is answered');
  await store.insertMessage(tx, {
    personId,
    conversationId,
    recordId: stored.recordId,
    writtenBy,
    kind: 'text',
    bytes: null,
  });
  return stored.recordId;
}
