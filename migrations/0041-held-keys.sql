-- Keys of values that a person has sealed: wrapped under a key that the person alone holds, and nowhere else. Part of the
-- keyring, so no data backup holds it.
create table held_value_key (
  person_id uuid not null,
  record_id uuid not null,
  -- Of the value as it was when it was sealed; one that was corrected since needs no held key any more.
  version integer not null check (version >= 1),
  wrapped bytea not null,
  held_at timestamptz not null default clock_timestamp(),
  primary key (person_id, record_id)
);
