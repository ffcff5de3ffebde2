import type { Sql } from '../../kernel/db/db.ts';
import type { FieldToOpen } from '../../kernel/gate/act.ts';
import { PAGE_ROWS_MAX } from '../../kernel/limits.ts';
import type { Sealed } from '../../kernel/vault/sealed.ts';
import * as store from './conversation/store.ts';
import { MESSAGE_CATEGORY, MESSAGE_FIELD } from './message-text.ts';

/** The texts of a conversation's last messages, as what an act opens. */
export async function messagesToOpen(
  sql: Sql,
  { personId, conversationId }: store.ConversationRow,
): Promise<readonly FieldToOpen[]> {
  const rows = await store.readMessages(sql, personId, conversationId, PAGE_ROWS_MAX);
  return rows
    .filter(({ kind }) => kind === 'text')
    .map(({ recordId }) => ({ field: MESSAGE_FIELD, recordId, category: MESSAGE_CATEGORY }));
}

/** One message as it is shown: a text, or a file that is named and not opened yet. */
export interface OpenedMessage {
  readonly by: store.Author;
  readonly at: Date;
  readonly text: string;
  readonly file: { readonly id: string; readonly kind: store.FileKind; readonly bytes: number } | null;
}

/** The messages with their texts, for the answer; one that was written since the opening is left for the next look. */
export async function openedMessages(
  sql: Sql,
  { personId, conversationId }: store.ConversationRow,
  opened: ReadonlyMap<string, Sealed<string>>,
) {
  const rows = await store.readMessages(sql, personId, conversationId, PAGE_ROWS_MAX);
  return rows.flatMap(({ recordId, writtenBy, at, kind, bytes }): readonly OpenedMessage[] => {
    // A file is named and not opened: that is an act of its own.
    if (kind !== 'text') return [{ by: writtenBy, at, text: '', file: { id: recordId, kind, bytes: bytes ?? 0 } }];
    const text = opened.get(recordId);
    // What lies in the vault as a file opens as base64.
    return text === undefined
      ? []
      : [{ by: writtenBy, at, text: Buffer.from(text.unseal('answer'), 'base64').toString('utf8'), file: null }];
  });
}
