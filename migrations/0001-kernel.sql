-- The kernel's tables: site, versions of the policy, persons, keyring, values, ledger, jobs.
-- Rows of a person have person_id first in every key, so that a distributed PostgreSQL can carry them.

create table site (
  single boolean primary key default true check (single),
  site_id uuid not null,
  -- The ledger's origin: made with the first entry, never changed.
  origin text not null check (origin ~ '^kristalux/[a-z2-7]{16}$'),
  -- Raised whenever a fact changes that is about no person; checked in the gate's moment like the version.
  facts_number bigint not null default 0,
  created_at timestamptz not null default clock_timestamp()
);

create table policy_version (
  number integer primary key check (number >= 1),
  digest bytea not null check (length(digest) = 32),
  meaning bytea not null check (length(meaning) = 32),
  published_at timestamptz not null default clock_timestamp(),
  published_by text not null,
  -- RFC 8785 JSON of the whole version: words, rules, examples, declarations, vocabulary, translations, dropped examples.
  body text not null
);

create table person (
  person_id uuid primary key,
  -- What the person's entries are published under: random, in no other place.
  chain bytea not null unique check (length(chain) = 16),
  country text check (country ~ '^[A-Z]{2}$'),
  country_how text check (country_how in ('declared', 'verified')),
  language text not null,
  -- Set by the person (pause) or by a dispute: nothing is handed on meanwhile.
  restricted_at timestamptz,
  created_at timestamptz not null default clock_timestamp(),
  check ((country is null) = (country_how is null))
);

-- Keyring: two tables that no data backup holds.
create table person_key (
  person_id uuid primary key,
  epoch integer not null check (epoch >= 1),
  wrapped bytea not null
);

create table value_key (
  person_id uuid not null,
  record_id uuid not null,
  -- The epoch of the person key that wraps it.
  epoch integer not null check (epoch >= 1),
  wrapped bytea not null,
  primary key (person_id, record_id)
);

-- Sealed values. What is in clear here says nothing of the value itself.
create table value (
  person_id uuid not null,
  record_id uuid not null,
  field text not null,
  version integer not null check (version >= 1),
  role text not null check (role in ('value', 'file', 'outbox', 'export')),
  sealed bytea not null,
  -- left-here, left-before, from-elsewhere
  origin text not null check (origin in ('left-here', 'left-before', 'from-elsewhere')),
  verified_at timestamptz,
  verified_how text,
  created_at timestamptz not null default clock_timestamp(),
  primary key (person_id, record_id),
  check ((verified_at is null) = (verified_how is null))
);
create unique index value_current on value (person_id, field) where role = 'value';

create table submission (
  person_id uuid not null,
  submission_id uuid not null,
  form text not null,
  fields text[] not null,
  version integer not null references policy_version (number),
  language text not null,
  at timestamptz not null default clock_timestamp(),
  primary key (person_id, submission_id)
);

-- Blind index: HMAC tags of high-entropy identifiers, never unique (uniqueness would be an oracle).
create table tag (
  tag bytea not null check (length(tag) = 32),
  index_name text not null,
  epoch integer not null,
  person_id uuid not null,
  primary key (tag, index_name, person_id)
);
create index tag_person on tag (person_id);

-- The ledger. (person_id, n) is the compare-and-set of the gate's moment; the site's own chain has the site's id.
create table entry (
  person_id uuid not null,
  n bigint not null check (n >= 1),
  kind text not null,
  at timestamptz not null,
  version integer not null references policy_version (number),
  leaf bytea not null check (length(leaf) = 32),
  -- Body and salt may be deleted at erasure; the leaf stays and proofs still verify.
  salt bytea check (length(salt) = 32),
  body text,
  log_index bigint unique,
  primary key (person_id, n),
  check ((salt is null) = (body is null))
);
create index entry_pending on entry (at, person_id, n) where log_index is null;

-- RFC 6962 tree as tlog-tiles: every tile as far as it is filled (level -1: the entry bundle's leaves).
create table log_tile (
  level smallint not null check (level between -1 and 7),
  number bigint not null,
  hashes bytea not null check (length(hashes) % 32 = 0 and length(hashes) between 32 and 8192),
  primary key (level, number)
);

create table checkpoint (
  size bigint primary key check (size >= 0),
  root bytea not null check (length(root) = 32),
  -- The signed note, verbatim.
  note text not null,
  at timestamptz not null default clock_timestamp()
);

-- Work outside a transaction: holds references, never values.
create table job (
  job_id uuid primary key,
  kind text not null,
  person_id uuid,
  reference uuid,
  run_at timestamptz not null default clock_timestamp(),
  attempts integer not null default 0,
  taken_at timestamptz,
  done_at timestamptz,
  failed_at timestamptz,
  -- A closed word for why it failed, never a text from outside.
  failure text
);
create index job_due on job (run_at) where done_at is null and failed_at is null;
