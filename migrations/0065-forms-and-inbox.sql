-- Forms left once, what the administration does with them, and how often a form was refused.

-- A page of a form is left once: its nonce, hashed, leads to what was left by it, so that a repeat is answered and not
-- done again.
create table form_nonce (
  nonce_hash bytea primary key check (length(nonce_hash) = 32),
  person_id uuid not null,
  submission_id uuid not null,
  request_mac bytea not null check (length(request_mac) = 32),
  at timestamptz not null default clock_timestamp()
);
create index form_nonce_person on form_nonce (person_id);

-- What waits in the console: a submission of a form that somebody answers.
create table inbox (
  person_id uuid not null,
  submission_id uuid not null unique,
  form text not null,
  -- Whole milliseconds: the list goes on from an instant that a page has shown.
  left_at timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
  state text not null default 'new' check (state in ('new', 'taken', 'done')),
  taken_by uuid,
  taken_at timestamptz,
  done_at timestamptz,
  primary key (person_id, submission_id),
  check ((state = 'new') = (taken_by is null)),
  check ((taken_by is null) = (taken_at is null)),
  check ((state = 'done') = (done_at is not null))
);
create index inbox_state on inbox (state, left_at, submission_id);

-- Counts of a day, of nobody: how often a form was refused to what looked like a machine.
create table form_refusal (
  form text not null,
  day date not null,
  reason text not null check (reason in ('hidden-field', 'too-often')),
  times bigint not null default 1,
  primary key (form, day, reason)
);
