-- Whose a conversation is, files among its messages, and answers that are written often.
alter table conversation
  add column assigned_to uuid,
  add column assigned_at timestamptz,
  add constraint conversation_assigned check ((assigned_to is null) = (assigned_at is null));

-- A message is a text or a file; either way its record is a value of the vault. What a file was called is not kept.
alter table conversation_message
  add column kind text not null default 'text' check (kind in ('text', 'picture', 'pdf')),
  add column bytes integer check (bytes > 0),
  add constraint conversation_message_file check ((kind = 'text') = (bytes is null));

-- Words of the administration, of nobody.
create table canned_answer (
  canned_answer_id uuid primary key,
  title text not null check (length(title) between 1 and 100),
  answer text not null check (length(answer) between 1 and 4000),
  written_at timestamptz not null default clock_timestamp()
);
