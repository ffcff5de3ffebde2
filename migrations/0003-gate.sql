-- What the gate checks of an asker, and what makes a repeated request one request.

create table session (
  -- SHA-256 of the token; the token itself is only in the browser.
  token_hash bytea primary key check (length(token_hash) = 32),
  person_id uuid not null,
  created_at timestamptz not null default clock_timestamp(),
  -- The last proof of presence: a password, a passkey.
  authenticated_at timestamptz not null default clock_timestamp(),
  seen_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null,
  ended_at timestamptz,
  -- Two factors stood behind it: a passkey that verified its holder, or a password and a code. Staff act only so.
  strong boolean not null default false,
  -- The day of the last entry about looking at one's own data (recording: session).
  looked_on date
);
create index session_person on session (person_id);

-- Who speaks for the administration. A record for each role and time, never changed but by its end.
create table staff (
  person_id uuid not null,
  role text not null check (role in ('owner', 'editor', 'verifier', 'legal-officer', 'support')),
  since timestamptz not null default clock_timestamp(),
  ended_at timestamptz,
  primary key (person_id, role, since)
);
create unique index staff_now on staff (person_id, role) where ended_at is null;

-- How services and providers authenticate to us. Shown once, stored hashed; a provider's signing secret is a value of
-- the site, sealed like any other.
create table credential (
  credential_id uuid primary key,
  kind text not null check (kind in ('service', 'provider')),
  -- The id in the declarations.
  name text not null,
  secret_hash bytea not null unique check (length(secret_hash) = 32),
  created_at timestamptz not null default clock_timestamp(),
  ended_at timestamptz
);
create index credential_name on credential (kind, name) where ended_at is null;

-- A repeat is recognised by an HMAC of the request and answered from what the first one made; it holds no value.
create table idempotency (
  key_hash bytea primary key check (length(key_hash) = 32),
  request_mac bytea not null check (length(request_mac) = 32),
  reference uuid not null,
  at timestamptz not null default clock_timestamp()
);
create index idempotency_at on idempotency (at);
