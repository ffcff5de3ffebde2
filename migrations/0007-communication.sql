-- Informational messages: topics, bulletins, what became of each copy, and who said stop.

create table topic (
  topic text primary key check (topic ~ '^[a-z][a-z0-9-]{0,39}$'),
  name_ru text not null check (length(name_ru) between 1 and 100),
  name_en text not null check (length(name_en) between 1 and 100),
  name_uk text not null check (length(name_uk) between 1 and 100),
  since timestamptz not null default clock_timestamp()
);
insert into topic (topic, name_ru, name_en, name_uk) values ('news', 'Новости', 'News', 'Новини');

create table bulletin (
  bulletin_id uuid primary key,
  topic text not null references topic (topic),
  -- Whom the copies are from: an address of the site, which is no personal value.
  sender_name text not null check (length(sender_name) <= 100),
  sender_address text not null check (length(sender_address) <= 254),
  written_at timestamptz not null default clock_timestamp(),
  confirmed_at timestamptz,
  -- Under which address of the site the links in its copies lead: what was checked is what is sent.
  origin text,
  -- How many persons it was confirmed for.
  audience integer check (audience >= 0),
  ended_at timestamptz,
  check ((confirmed_at is null) = (audience is null)),
  check ((confirmed_at is null) = (origin is null))
);

-- What is written in each language; `html` and `plain` are made at the confirmation and never changed.
create table bulletin_text (
  bulletin_id uuid not null references bulletin (bulletin_id),
  language text not null,
  subject text not null check (length(subject) between 1 and 150),
  markdown text not null check (length(markdown) between 1 and 8000),
  html text,
  plain text,
  primary key (bulletin_id, language),
  check ((html is null) = (plain is null))
);

-- Who a bulletin was confirmed for, and what settled each copy. No address: that is sealed with the person.
create table bulletin_copy (
  person_id uuid not null,
  bulletin_id uuid not null references bulletin (bulletin_id),
  language text not null,
  -- A relay put it off: not before this.
  not_before timestamptz,
  settled_at timestamptz,
  settled_as text check (settled_as in ('accepted', 'refused', 'unknown', 'withheld')),
  primary key (person_id, bulletin_id),
  check ((settled_at is null) = (settled_as is null))
);
create index bulletin_copy_open on bulletin_copy (bulletin_id, person_id) where settled_at is null;
create index bulletin_copy_bulletin on bulletin_copy (bulletin_id, settled_as);

-- "Is being handed over", committed before the first byte leaves.
create table bulletin_hand_over (
  person_id uuid not null,
  bulletin_id uuid not null,
  attempt integer not null check (attempt >= 1),
  -- The entry that recorded it, in the person's chain.
  entry bigint not null,
  version integer not null references policy_version (number),
  at timestamptz not null,
  outcome text check (outcome in ('accepted', 'refused', 'deferred', 'unknown')),
  outcome_at timestamptz,
  primary key (person_id, bulletin_id, attempt),
  foreign key (person_id, bulletin_id) references bulletin_copy (person_id, bulletin_id) on delete cascade,
  check ((outcome is null) = (outcome_at is null))
);

-- The keyed hash of an address a person left: by it a stop is found without opening the address.
create table message_address (
  person_id uuid not null,
  field text not null,
  tag bytea not null check (length(tag) = 32),
  primary key (person_id, field)
);

-- The link that stands in a copy, by its hash; it never ends, and it outlives the person's erasure.
create table stop_link (
  token_hash bytea primary key check (length(token_hash) = 32),
  tag bytea not null check (length(tag) = 32),
  topic text not null,
  -- Null once the person was erased.
  person_id uuid
);
create index stop_link_person on stop_link (person_id) where person_id is not null;

-- The person's stop. A record, not a flag: when, by which way, and when they took it back themselves.
create table person_stop (
  person_id uuid not null,
  stop_id uuid not null,
  -- Null: all informational messages.
  topic text,
  how text not null check (how in ('link', 'one-click', 'letter', 'account')),
  at timestamptz not null default clock_timestamp(),
  undone_at timestamptz,
  primary key (person_id, stop_id)
);
create unique index person_stop_now on person_stop (person_id, coalesce(topic, '')) where undone_at is null;

-- The same stop by the keyed hash of the address alone: it outlives the erasure of the person.
create table address_stop (
  tag bytea not null check (length(tag) = 32),
  stop_id uuid not null,
  topic text,
  how text not null check (how in ('link', 'one-click', 'letter', 'account')),
  at timestamptz not null default clock_timestamp(),
  undone_at timestamptz,
  -- Who may take it back; null once they were erased.
  person_id uuid,
  primary key (tag, stop_id)
);
create index address_stop_person on address_stop (person_id) where person_id is not null;
