-- An emergency shortens the waiting of an officer who was named lately, and nothing else.
alter table legal_request add column urgent boolean not null default false;
-- When an officer objected to what was asked: it has to be listed anew, narrower, before anything goes on.
alter table legal_request add column objected_at timestamptz;
alter table legal_request add column objected_by uuid;
alter table legal_request add constraint legal_request_objected check ((objected_at is null) = (objected_by is null));

-- In a process for the person's own work with the site: the dealing that it is about, and when the person was told.
alter table legal_request_person add column dealing_id uuid;
alter table legal_request_person add column told_at timestamptz;

-- Data kept apart because an instrument orders it. The hold stands in the keyring where a person stands: its key is a row
-- of person_key, and the keys of the values that are kept are rows of value_key, wrapped by it a second time. So whatever
-- re-wraps the keyring re-wraps them too, and the end of the hold is the forgetting of its key.
create table hold (
  legal_request_id uuid primary key references legal_request (legal_request_id),
  -- Random; where a person's id stands in the keyring.
  holder_id uuid not null unique,
  until timestamptz not null,
  set_at timestamptz not null default clock_timestamp(),
  set_by uuid not null,
  renewed_at timestamptz,
  ended_at timestamptz,
  check (until > set_at)
);

-- Whose, by their place in the request. It stays when the person erases themselves, until the hold ends.
create table held_person (
  legal_request_id uuid not null references hold (legal_request_id),
  position integer not null,
  -- The random number that the envelopes are bound to.
  person_id uuid not null,
  country text check (country ~ '^[A-Z]{2}$'),
  primary key (legal_request_id, position)
);

-- The sealed bytes as they were; their keys lie in value_key under holder_id.
create table held_value (
  holder_id uuid not null,
  record_id uuid not null,
  person_id uuid not null,
  field text not null,
  version integer not null,
  sealed bytea not null,
  left_at timestamptz not null,
  primary key (holder_id, record_id)
);
