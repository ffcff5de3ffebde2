import type { Sql, Tx } from '../../../kernel/db/db.ts';

export interface ConversationRow {
  readonly personId: string;
  readonly conversationId: string;
  readonly begunAt: Date;
  readonly lastAt: Date;
  readonly lastBy: Author;
  /** Who of the administration answers it. */
  readonly assignedTo: string | null;
}
export type Author = 'person' | 'administration';

const CONVERSATION = `select person_id as "personId", conversation_id as "conversationId", begun_at as "begunAt",
  last_at as "lastAt", last_by as "lastBy", assigned_to as "assignedTo" from conversation`;

export async function insertConversation(tx: Tx, personId: string, conversationId: string): Promise<void> {
  await tx.run(`insert into conversation (person_id, conversation_id, last_by) values ($1, $2, 'person')`, [
    personId,
    conversationId,
  ]);
}

export async function findConversation(sql: Sql, conversationId: string): Promise<ConversationRow | undefined> {
  return await sql.row<ConversationRow>(`${CONVERSATION} where conversation_id = $1`, [conversationId]);
}

/** The latest first. */
export async function conversationsOfPerson(
  sql: Sql,
  personId: string,
  limit: number,
): Promise<readonly ConversationRow[]> {
  return await sql.rows<ConversationRow>(
    `${CONVERSATION} where person_id = $1 order by last_at desc, conversation_id limit $2`,
    [personId, limit],
  );
}

/** Those in which the person had the last word, the longest waiting first. */
export async function conversationsWaiting(sql: Sql, limit: number): Promise<readonly ConversationRow[]> {
  return await sql.rows<ConversationRow>(
    `${CONVERSATION} where last_by = 'person' order by last_at, conversation_id limit $1`,
    [limit],
  );
}

export async function countConversationsWaiting(sql: Sql): Promise<number> {
  const row = await sql.row<{ count: number }>(`select count(*) as count from conversation where last_by = 'person'`);
  return row?.count ?? 0;
}

/** Null: nobody's in particular. */
export async function assignConversation(tx: Tx, conversation: ConversationRow, to: string | null): Promise<void> {
  await tx.run(
    `update conversation set assigned_to = $3::uuid,
       assigned_at = case when $3::uuid is null then null else clock_timestamp() end
     where person_id = $1 and conversation_id = $2`,
    [conversation.personId, conversation.conversationId, to],
  );
}

export const FILE_KINDS = ['picture', 'pdf'] as const;
export type FileKind = (typeof FILE_KINDS)[number];

export interface MessageRow {
  readonly recordId: string;
  readonly writtenBy: Author;
  readonly at: Date;
  readonly kind: 'text' | FileKind;
  readonly bytes: number | null;
}

export async function insertMessage(
  tx: Tx,
  row: {
    readonly personId: string;
    readonly conversationId: string;
    readonly recordId: string;
    readonly writtenBy: Author;
    readonly kind: MessageRow['kind'];
    readonly bytes: number | null;
  },
): Promise<void> {
  await tx.run(
    `with written as (
       insert into conversation_message (person_id, conversation_id, record_id, written_by, kind, bytes)
       values ($1, $2, $3, $4, $5, $6) returning at)
     update conversation set last_at = written.at, last_by = $4 from written
     where person_id = $1 and conversation_id = $2`,
    [row.personId, row.conversationId, row.recordId, row.writtenBy, row.kind, row.bytes],
  );
}

/** The last `limit` messages, oldest first. */
export async function readMessages(
  sql: Sql,
  personId: string,
  conversationId: string,
  limit: number,
): Promise<readonly MessageRow[]> {
  return await sql.rows<MessageRow>(
    `select * from (
       select record_id as "recordId", written_by as "writtenBy", at, kind, bytes from conversation_message
       where person_id = $1 and conversation_id = $2 order by at desc, record_id desc limit $3) latest
     order by at, "recordId"`,
    [personId, conversationId, limit],
  );
}

/** A file among the messages. */
export async function findFile(sql: Sql, conversation: ConversationRow, recordId: string) {
  return await sql.row<{ readonly recordId: string; readonly kind: FileKind }>(
    `select record_id as "recordId", kind from conversation_message
     where person_id = $1 and conversation_id = $2 and record_id = $3 and kind <> 'text'`,
    [conversation.personId, conversation.conversationId, recordId],
  );
}

/** How many messages the person wrote in the last day, and how many of them are files. */
export async function countOwnMessages(
  sql: Sql,
  personId: string,
): Promise<{ readonly messages: number; readonly files: number }> {
  const row = await sql.row<{ messages: number; files: number }>(
    `select count(*) as messages, count(*) filter (where kind <> 'text') as files from conversation_message
     where person_id = $1 and written_by = 'person' and at > clock_timestamp() - interval '1 day'`,
    [personId],
  );
  return row ?? { messages: 0, files: 0 };
}

export interface CannedAnswer {
  readonly id: string;
  readonly title: string;
  readonly answer: string;
}

export async function readCannedAnswers(sql: Sql): Promise<readonly CannedAnswer[]> {
  return await sql.rows<CannedAnswer>(
    'select canned_answer_id as id, title, answer from canned_answer order by title, canned_answer_id limit 100',
  );
}

export async function insertCannedAnswer(tx: Tx, { id, title, answer }: CannedAnswer): Promise<void> {
  await tx.run('insert into canned_answer (canned_answer_id, title, answer) values ($1, $2, $3)', [id, title, answer]);
}

/** @returns false where there is none */
export async function deleteCannedAnswer(tx: Tx, id: string): Promise<boolean> {
  return (await tx.run('delete from canned_answer where canned_answer_id = $1', [id])) === 1;
}
