-- A request may name up to ten thousand people. They are produced in batches of at most a hundred, each an archive of its
-- own, so that no more than a hundred answers lie in memory, and each is handed over and forgotten by itself.
alter table legal_request_person drop constraint legal_request_person_position_check;
alter table legal_request_person add check (position between 1 and 10000);

create table legal_request_batch (
  legal_request_id uuid not null references legal_request (legal_request_id),
  batch integer not null check (batch between 1 and 100),
  made_at timestamptz not null,
  -- Both are null where nobody of the batch has anything to give.
  manifest jsonb,
  digest bytea check (length(digest) = 32),
  taken_at timestamptz,
  primary key (legal_request_id, batch),
  check ((manifest is null) = (digest is null)),
  check (taken_at is null or digest is not null)
);

-- What was made by an older program was one archive for all.
insert into legal_request_batch (legal_request_id, batch, made_at, manifest, digest, taken_at)
  select legal_request_id, 1, produced_at, manifest, digest, taken_at from legal_request where produced_at is not null;

