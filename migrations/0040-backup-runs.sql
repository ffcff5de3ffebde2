-- Backups that the server makes by itself: each attempt, how far it came, and what became of its files.

-- Every attempt. One without an end was interrupted: the next attempt removes what it left and says so.
create table backup_run (
  run_id uuid primary key,
  folder text not null,
  -- The part of the file names that the files of one attempt share.
  stamp text not null,
  begun_at timestamptz not null default clock_timestamp(),
  bytes bigint not null default 0 check (bytes >= 0),
  ended_at timestamptz,
  -- One sentence for the operator; null: it succeeded.
  failure text,
  check (failure is null or ended_at is not null)
);
create index backup_run_begun on backup_run (begun_at);

-- Where this server wrote it, and when this server destroyed it. Copies carried elsewhere are not known here.
alter table backup add column folder text;
alter table backup add column destroyed_at timestamptz;
