-- A check value of every key that lies outside the database. A lost, foreign or exchanged key file is then found at the
-- start, and keys are made only for a database that never had any.
create table key_check (
  name text primary key,
  check_value bytea not null check (length(check_value) = 32),
  made_at timestamptz not null default clock_timestamp()
);
