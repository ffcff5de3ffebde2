-- What another system made of a password, for somebody who was brought with it: how it is made, and a keyed hash of what
-- has to come out. Both go at the first sign-in, when the password is hashed as every other.
create table brought_password (
  person_id uuid primary key,
  scheme bytea not null,
  verifier bytea not null check (length(verifier) = 32),
  at timestamptz not null default clock_timestamp()
);
