-- A letter as a third way, an appointment for the second, a slip that closes the loop, an objection to a decision.

alter table demand drop constraint demand_ways_check;
alter table demand add constraint demand_ways_check
  check (ways <@ array['online', 'offline', 'post'] and cardinality(ways) between 1 and 3);

alter table proof drop constraint proof_way_check;
alter table proof add constraint proof_way_check check (way in ('online', 'offline', 'post'));
alter table proof drop constraint proof_check;
-- By post the code is there once the letter was printed.
alter table proof add constraint proof_code_of_way
  check (case way when 'online' then code_hash is null when 'offline' then code_hash is not null else true end);
alter table proof drop constraint proof_document_check;
alter table proof add constraint proof_document_check check (
  document in ('passport', 'internal-passport', 'id-card', 'driving-licence', 'residence-permit', 'letter', 'other')
);
alter table proof
  -- By post: who printed the letter.
  add column letter_by uuid,
  -- At a desk: a keyed hash of the code on the slip that the person took home, and when they entered it.
  add column slip_hash bytea unique check (length(slip_hash) = 32),
  add column slip_until timestamptz,
  add column slip_entered_at timestamptz,
  -- Online: the sealed machine-readable lines that were typed, until they are forgotten.
  add column mrz_record_id uuid,
  -- Online: who of several was drawn to check it.
  add column assigned_to uuid,
  add constraint proof_letter check ((letter_by is not null) = (way = 'post' and code_hash is not null)),
  add constraint proof_slip check ((slip_hash is null) = (slip_until is null)),
  add constraint proof_slip_entered check (slip_entered_at is null or slip_hash is not null),
  add constraint proof_mrz_goes check (decided_at is null or mrz_record_id is null);

-- Where one may come: places of the site, nobody's data.
create table desk_place (
  place_id uuid primary key,
  name text not null,
  address text not null,
  -- The time zone in which its hours are meant.
  zone text not null,
  slot_minutes integer not null check (slot_minutes between 5 and 240),
  seats integer not null check (seats between 1 and 50),
  opened_at timestamptz not null default clock_timestamp(),
  closed_at timestamptz
);

create table desk_hours (
  place_id uuid not null references desk_place,
  -- 1 is Monday.
  weekday integer not null check (weekday between 1 and 7),
  from_minute integer not null check (from_minute between 0 and 1439),
  to_minute integer not null check (to_minute between 1 and 1440),
  check (from_minute < to_minute),
  primary key (place_id, weekday, from_minute)
);

create table appointment (
  person_id uuid not null,
  proof_id uuid not null,
  place_id uuid not null references desk_place,
  at timestamptz not null,
  seat integer not null check (seat >= 1),
  primary key (person_id, proof_id),
  foreign key (person_id, proof_id) references proof (person_id, proof_id) on delete cascade,
  -- A seat is taken once, however many ask for it at the same moment.
  unique (place_id, at, seat)
);

create table objection (
  person_id uuid not null,
  objection_id uuid not null unique,
  proof_id uuid not null,
  -- The sealed words of the person.
  record_id uuid not null,
  made_at timestamptz not null default clock_timestamp(),
  outcome text check (outcome in ('kept', 'set-aside', 'withdrawn')),
  decided_by uuid,
  decided_at timestamptz,
  reviewer text check (reviewer in ('another', 'sole')),
  primary key (person_id, objection_id),
  unique (person_id, proof_id),
  foreign key (person_id, proof_id) references proof (person_id, proof_id) on delete cascade,
  check ((decided_at is null) = (outcome is null)),
  check ((decided_at is null) = (decided_by is null)),
  check ((decided_at is null) = (reviewer is null))
);
create index objection_waiting on objection (made_at) where decided_at is null;
