-- Guarding the account: factors, devices, sessions as the person knows them; the staff and their one-time link.

alter table session
  -- What the person's own pages name it by; the token's hash never leaves the database.
  add column session_id uuid not null default gen_random_uuid(),
  add column how text not null default 'registration'
    check (how in ('registration', 'password', 'one-time-code', 'recovery-code', 'passkey', 'recovery')),
  -- The sealed value that says from where: browser and network.
  add column seen_record uuid,
  add column new_device boolean not null default false;
create unique index session_id on session (session_id);

-- A browser that has signed in before, by the hash of a random cookie: strangers' wrong tries do not slow it down.
create table device (
  person_id uuid not null,
  device_hash bytea not null check (length(device_hash) = 32),
  first_at timestamptz not null default clock_timestamp(),
  last_at timestamptz not null default clock_timestamp(),
  primary key (person_id, device_hash)
);

-- The password was right and a second factor is still missing.
create table sign_in_step (
  step_hash bytea primary key check (length(step_hash) = 32),
  person_id uuid not null,
  expires_at timestamptz not null
);
create index sign_in_step_expires on sign_in_step (expires_at);

create table passkey (
  person_id uuid not null,
  passkey_id uuid not null,
  credential_id bytea not null unique check (length(credential_id) between 1 and 1023),
  public_key bytea not null,
  sign_count bigint not null check (sign_count >= 0),
  transports text[] not null,
  -- Whether the authenticator keeps a copy elsewhere (WebAuthn level 3, §6.1.3).
  backed_up boolean not null,
  -- The sealed value that holds the name the person gave it.
  name_record uuid not null,
  created_at timestamptz not null default clock_timestamp(),
  used_at timestamptz,
  primary key (person_id, passkey_id)
);

-- A challenge carries its own proof and its end; only one that was answered is kept, so that no answer counts twice.
create table spent_challenge (
  challenge_hash bytea primary key check (length(challenge_hash) = 32),
  at timestamptz not null default clock_timestamp()
);
create index spent_challenge_at on spent_challenge (at);

-- One-time codes by a shared secret (RFC 6238); the secret itself is a sealed value of the person.
create table one_time_codes (
  person_id uuid primary key,
  secret_record uuid not null,
  made_at timestamptz not null default clock_timestamp(),
  -- Null until the person has typed a first code: till then it guards nothing.
  confirmed_at timestamptz,
  -- The last time step that was used; every step counts once.
  last_step bigint not null default 0
);

-- SHA-256 is enough for 120 random bits (ASVS 6.5.2).
create table recovery_code (
  code_hash bytea primary key check (length(code_hash) = 32),
  person_id uuid not null,
  made_at timestamptz not null default clock_timestamp(),
  used_at timestamptz
);
create index recovery_code_person on recovery_code (person_id);

-- The one-time link by which an owner claims the console.
create table owner_link (
  link_hash bytea primary key check (length(link_hash) = 32),
  made_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null,
  claimed_at timestamptz
);

-- What the console names a person by: a person's id is in no address.
create table person_card (
  card_id uuid primary key,
  person_id uuid not null unique
);

-- Each unmasking of a value with the entry that records it; the reason is a sealed value of the person.
create table unmasking (
  person_id uuid not null,
  unmasking_id uuid not null,
  n bigint not null,
  field text not null,
  role text not null check (role in ('owner', 'editor', 'verifier', 'legal-officer', 'support')),
  reason_record uuid not null,
  at timestamptz not null,
  primary key (person_id, unmasking_id)
);
