-- Leaving data without an account, and the key to one's own page.

alter table submission
  -- The text that was written with the form, sealed like every value.
  add column message_record uuid;

-- Shown once on the answering page; only its hash is kept. Ended by erasure or by making an account of it.
create table own_key (
  key_hash bytea primary key check (length(key_hash) = 32),
  person_id uuid not null,
  created_at timestamptz not null default clock_timestamp()
);
create index own_key_person on own_key (person_id);
