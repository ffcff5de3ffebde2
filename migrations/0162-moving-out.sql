-- What an owner ordered: everything that people left, in one file that this key alone opens. One order, one file.
create table site_export (
  export_id uuid primary key,
  recipient text not null check (length(recipient) <= 5000),
  ordered_at timestamptz not null default clock_timestamp(),
  ended_at timestamptz,
  persons integer check (persons >= 0),
  manifest bytea check (length(manifest) = 32)
);
create unique index site_export_open on site_export ((true)) where ended_at is null;
