-- Who asked whoever runs the machine for a copy of their data: without it nobody makes one. What it is sealed to lies in the
-- vault, as a value of the person.
create table copy_request (
  person_id uuid primary key,
  language text not null check (language in ('ru', 'en', 'uk')),
  at timestamptz not null default clock_timestamp()
);
create index copy_request_at on copy_request (at);
