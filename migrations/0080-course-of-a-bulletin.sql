-- The course of a bulletin: from whom, for whom, from when; paused, tried out, and what came back of its copies.

-- Whom bulletins are from: addresses of the site, named once. Nothing else is sent from them.
create table sender (
  address text primary key check (length(address) between 3 and 254),
  name text not null check (length(name) <= 100),
  since timestamptz not null default clock_timestamp()
);
insert into sender (address, name)
select sender_address, min(sender_name) from bulletin where length(sender_address) >= 3 group by sender_address;

-- For whom, beside topic and languages. Null: everybody. There is no column for when somebody came, and may be none.
alter table bulletin add column countries text[] check (cardinality(countries) between 1 and 250);
alter table bulletin add column proven boolean;
-- Null: as soon as it is confirmed.
alter table bulletin add column starts_at timestamptz;
alter table bulletin add column paused_at timestamptz;
-- A trial of that bulletin, to its author alone.
alter table bulletin add column test_of uuid references bulletin (bulletin_id);
create index bulletin_test on bulletin (test_of) where test_of is not null;
-- How far its copies are written down: persons up to this id; null once all are.
alter table bulletin add column spread_to uuid;

-- A copy that came back, or was complained of, after the relay had taken it.
alter table bulletin_copy add column returned_as text check (returned_as in ('gone', 'full', 'refused', 'complaint'));
alter table bulletin_copy add column returned_at timestamptz;
alter table bulletin_copy add check ((returned_as is null) = (returned_at is null));

-- The token of the return path, by its hash: what comes back there is of this copy. It allows no more than the link.
alter table stop_link add column return_hash bytea unique check (length(return_hash) = 32);
alter table stop_link add column bulletin_id uuid;

-- An address that mail comes back from, by its keyed hash. Nothing is sent to it until its person says so, or it is gone.
create table returned_address (
  tag bytea primary key check (length(tag) = 32),
  times integer not null check (times >= 1),
  last_as text not null check (last_as in ('gone', 'full', 'refused')),
  last_at timestamptz not null default clock_timestamp(),
  -- From here on nothing is sent.
  silent_since timestamptz
);

alter table person_stop drop constraint person_stop_how_check;
alter table person_stop add constraint person_stop_how_check
  check (how in ('link', 'one-click', 'letter', 'account', 'mailto', 'reply', 'complaint'));
alter table address_stop drop constraint address_stop_how_check;
alter table address_stop add constraint address_stop_how_check
  check (how in ('link', 'one-click', 'letter', 'account', 'mailto', 'reply', 'complaint'));
-- By which bulletin's copy it came, so that its author sees how many stopped.
alter table address_stop add column bulletin_id uuid;
create index address_stop_bulletin on address_stop (bulletin_id) where bulletin_id is not null;

-- What a crash left open is found without reading every copy.
create index bulletin_hand_over_open on bulletin_hand_over (bulletin_id) where outcome is null;
