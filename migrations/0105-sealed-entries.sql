-- A ban on telling a person has an end, and opens by itself.
alter table legal_request add column gag_until timestamptz;

-- Entries under such a ban: each the first and only one of a chain of its own, so that it says nothing of how many there
-- are. Its leaf enters the public log in the batch of a day; at the end of the ban an entry of the person's chain opens it.
create table sealed_entry (
  sealed_id uuid primary key,
  -- What the ban belongs to: a legal request.
  matter_id uuid not null,
  -- Whose chain will open it; null once the person has erased themselves, with the text.
  person_id uuid,
  kind text not null,
  at timestamptz not null,
  version integer not null,
  leaf bytea not null check (length(leaf) = 32),
  salt bytea check (length(salt) = 32),
  body text,
  -- When it entered the log's batch, and which entry of the chain opened it.
  batched_at timestamptz,
  opened_n bigint,
  check ((salt is null) = (body is null)),
  check ((person_id is null) = (body is null)),
  check (opened_n is null or batched_at is not null)
);
create index sealed_entry_waiting on sealed_entry (matter_id, at) where batched_at is null;
create index sealed_entry_closed on sealed_entry (matter_id, at) where opened_n is null;
create index sealed_entry_person on sealed_entry (person_id, matter_id) where person_id is not null;

-- One batch a day, on days with and without sealed entries, filled up with leaves that commit to nothing.
create table sealed_batch (
  day date primary key,
  leaves integer not null check (leaves >= 16),
  made_at timestamptz not null default clock_timestamp()
);
