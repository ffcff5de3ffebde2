-- Proved addresses, the ways back into an account, and staff who are invited or suspended.

-- What the password of an account is: long enough to stand alone, short beside a second factor, or none at all.
alter table sign_in
  add column password text not null default 'long' check (password in ('long', 'short', 'none'));

-- A code that was asked for in one session, for one address as it then was; the code itself is only in the letter.
create table address_code (
  person_id uuid not null,
  session_id uuid not null,
  field text not null,
  record_id uuid not null,
  -- Both are written when the letter is handed over.
  tag bytea check (length(tag) = 32),
  code_hash bytea check (length(code_hash) = 32),
  expires_at timestamptz not null,
  primary key (person_id, session_id),
  check ((tag is null) = (code_hash is null))
);

-- Whoever holds the mailbox holds the proof: one address is proved by one account at a time.
create table proved_address (
  person_id uuid not null,
  field text not null,
  tag bytea not null unique check (length(tag) = 32),
  record_id uuid not null,
  proved_at timestamptz not null default clock_timestamp(),
  primary key (person_id, field)
);

-- Letters with codes that went to an address, by its blind tag; an address gets few of them in a day.
create table code_letter (
  tag bytea not null check (length(tag) = 32),
  at timestamptz not null default clock_timestamp()
);
create index code_letter_tag on code_letter (tag, at);

-- Somebody asked for a code to an address, known here or not. Only the browser that asked can use it.
create table mailbox_request (
  request_hash bytea primary key check (length(request_hash) = 32),
  -- What the job names it by: the job's own row opens nothing.
  request_id uuid not null unique,
  tags bytea[] not null,
  expires_at timestamptz not null,
  person_id uuid,
  code_hash bytea check (length(code_hash) = 32),
  check ((person_id is null) = (code_hash is null))
);
create index mailbox_request_expires on mailbox_request (expires_at);

-- The way back without mailbox and codes. The browser that asked holds the key; staff only say that its number is a
-- person's, and nothing of it opens anything before its time.
create table staff_recovery (
  key_hash bytea primary key check (length(key_hash) = 32),
  number text not null unique check (number ~ '^[0-9a-z]{4}-[0-9a-z]{4}$'),
  asked_at timestamptz not null default clock_timestamp(),
  person_id uuid,
  checked_how text check (checked_how in ('document', 'in-person', 'conversation')),
  begun_by uuid,
  begun_at timestamptz,
  ready_at timestamptz,
  -- Whether the site had another member of the staff who could look at it too.
  needs_second boolean,
  approved_by uuid,
  approved_at timestamptz,
  ended_at timestamptz,
  check ((person_id is null) = (begun_by is null)),
  check ((person_id is null) = (ready_at is null)),
  check ((person_id is null) = (needs_second is null)),
  check ((approved_by is null) = (approved_at is null)),
  check (approved_by is null or approved_by <> begun_by)
);
create index staff_recovery_person on staff_recovery (person_id) where person_id is not null;

-- A member of the staff who may not act for a while keeps the role.
alter table staff add column suspended_at timestamptz;

-- A link may also invite somebody to another role than that of owner.
alter table owner_link
  add column invitation_id uuid unique,
  add column role text not null default 'owner'
    check (role in ('owner', 'editor', 'verifier', 'legal-officer', 'support'));
