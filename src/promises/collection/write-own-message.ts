import type { Running } from '../../kernel/gate/act.ts';
import { MESSAGES_A_DAY_MAX } from '../../kernel/limits.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { Language } from '../../kernel/words.ts';
import * as conversations from './conversation/store.ts';
import { keepMessage } from './keep-message.ts';
import { MESSAGE_FIELD } from './message-text.ts';
import * as store from './store.ts';

interface Writing {
  readonly personId: string;
  readonly conversationId: string;
  readonly text: string;
  readonly language: Language;
}

/** The person writes: data is left, so a submission names the version in force. @returns the message's record */
export async function writeOwnMessage(
  { tx, parts, version }: Pick<Running<unknown, never, unknown>, 'tx' | 'parts' | 'version'>,
  { personId, conversationId, text, language }: Writing,
): Promise<string> {
  if ((await conversations.countOwnMessages(tx, personId)).messages >= MESSAGES_A_DAY_MAX) {
    throw new Refusal('too_often', 'so many messages in a day are not taken', { retryAfterSeconds: 3600 });
  }
  const recordId = await keepMessage({ tx, parts }, { personId, conversationId, writtenBy: 'person', text });
  await store.insertSubmission(tx, {
    personId,
    submissionId: parts.random.uuid(),
    form: 'conversation',
    field: MESSAGE_FIELD,
    version: version.number,
    language,
  });
  return recordId;
}
