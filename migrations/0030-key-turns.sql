-- Keys that were turned away from: nothing is wrapped by them any more. A row stays as the record of it; until
-- `gone_at` has passed, a copy of their file may still open what was forgotten meanwhile.
create table ended_key (
  name text primary key,
  made_at timestamptz not null,
  ended_at timestamptz not null default clock_timestamp(),
  -- When the file was deleted and the key service told to destroy what wrapped it; null: still to be done.
  destroyed_at timestamptz,
  -- `destroyed_at` and the delay of the key service.
  gone_at timestamptz,
  check ((destroyed_at is null) = (gone_at is null))
);
-- Re-wrapping writes every row of this table once an epoch: room for it beside the row.
alter table person_key set (fillfactor = 80);
