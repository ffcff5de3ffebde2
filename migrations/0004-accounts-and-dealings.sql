-- Signing in, dealings with services, transfers of funds.

-- One random salt for each tag of an identifier, so that one try is one argon2id however many persons left it.
create table sign_in_salt (
  tag bytea primary key check (length(tag) = 32),
  salt bytea not null check (length(salt) = 16)
);

-- Several persons may have left the same unproved address: the pair with the password tells them apart.
create table sign_in (
  tag bytea not null references sign_in_salt (tag) on delete cascade,
  person_id uuid not null,
  kind text not null check (kind in ('account-name', 'email', 'phone')),
  verifier bytea not null check (length(verifier) = 32),
  created_at timestamptz not null default clock_timestamp(),
  primary key (tag, person_id)
);
create index sign_in_person on sign_in (person_id);

-- Failed tries by a keyed hash of identifier and network; says nothing of either.
create table throttle (
  key_hash bytea primary key check (length(key_hash) = 32),
  failures integer not null check (failures >= 1),
  until timestamptz not null,
  at timestamptz not null default clock_timestamp()
);

create table dealing (
  dealing_id uuid primary key,
  service text not null,
  purpose text not null,
  -- The service's own number for the order or booking.
  reference text not null check (length(reference) between 1 and 100),
  -- A transfer the service proposes: provider, method, amount, currency, payee.
  proposed jsonb,
  opened_at timestamptz not null default clock_timestamp(),
  person_id uuid,
  joined_at timestamptz,
  ended_at timestamptz,
  ended_by text check (ended_by in ('person', 'service')),
  check ((person_id is null) = (joined_at is null)),
  check ((ended_at is null) = (ended_by is null))
);
create index dealing_person on dealing (person_id, joined_at) where person_id is not null;

create table transfer (
  person_id uuid not null,
  transfer_id uuid not null unique,
  dealing_id uuid references dealing (dealing_id),
  provider text not null,
  method text not null,
  -- Minor units (cents, kopecks).
  amount bigint not null check (amount > 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  payee text not null check (length(payee) between 1 and 140),
  started_at timestamptz not null default clock_timestamp(),
  -- What the person saw and confirmed: field, record and version of each value.
  confirmed jsonb,
  confirmed_at timestamptz,
  presence_at timestamptz,
  grant_until timestamptz,
  cancelled_at timestamptz,
  primary key (person_id, transfer_id),
  check ((confirmed_at is null) = (confirmed is null)),
  check ((confirmed_at is null) = (grant_until is null)),
  check ((confirmed_at is null) = (presence_at is null))
);
-- One transfer a dealing, unless the earlier one was cancelled.
create unique index transfer_dealing on transfer (dealing_id) where cancelled_at is null;

create table transfer_hand_over (
  person_id uuid not null,
  transfer_id uuid not null,
  attempt integer not null check (attempt >= 1),
  at timestamptz not null,
  primary key (person_id, transfer_id, attempt)
);

create table transfer_outcome (
  person_id uuid not null,
  transfer_id uuid not null,
  attempt integer not null,
  outcome text not null check (outcome in ('accepted', 'refused', 'unknown')),
  at timestamptz not null,
  primary key (person_id, transfer_id, attempt),
  foreign key (person_id, transfer_id, attempt) references transfer_hand_over (person_id, transfer_id, attempt)
);

-- What a provider says later by webhook: a hint, never the last word.
create table transfer_report (
  person_id uuid not null,
  transfer_id uuid not null,
  report_id uuid not null,
  status text not null check (status in ('paid', 'failed', 'refunded')),
  at timestamptz not null,
  primary key (person_id, transfer_id, report_id)
);
