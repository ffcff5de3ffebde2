-- Data from before this system, or from elsewhere. What was brought is known by its row, so that a broken import goes on.

-- An owner's statement: the text of the policy that was in force on this site then.
create table earlier_text (
  earlier_text_id uuid primary key,
  digest bytea not null check (length(digest) = 32),
  words text not null check (length(words) between 1 and 200000),
  stated_by text not null check (length(stated_by) between 1 and 200),
  stated_at timestamptz not null default clock_timestamp()
);

create table import_row (
  person_id uuid not null,
  import_id uuid not null,
  row_number integer not null check (row_number >= 1),
  earlier_text_id uuid references earlier_text (earlier_text_id),
  at timestamptz not null default clock_timestamp(),
  primary key (person_id, import_id)
);
create unique index import_row_number on import_row (import_id, row_number);
