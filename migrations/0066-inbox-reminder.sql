-- Who of the staff asked for a mail that says how many wait.
create table inbox_reminder (
  person_id uuid primary key,
  asked_at timestamptz not null default clock_timestamp(),
  -- The day it last went out or had nothing to say.
  settled_on date
);
