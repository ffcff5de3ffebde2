-- Legal requests. What people typed about a case (authority, reasons, identifiers) is sealed as values of the site under
-- names that begin with `legal/`; here are the steps, who took them and when.

create table legal_request (
  legal_request_id uuid primary key,
  -- The id of a declared ground.
  ground text not null,
  -- The authority's age recipient: a public key, and the only one that a production is ever encrypted to.
  authority_key text not null check (authority_key ~ '^age1[0-9a-z]+$' and length(authority_key) <= 2000),
  received_at timestamptz not null default clock_timestamp(),
  received_by uuid not null,
  -- The instrument's own end: nothing is produced or given out after it.
  expires_at timestamptz not null,
  authenticated_at timestamptz,
  authenticated_by uuid,
  scoped_at timestamptz,
  scoped_by uuid,
  -- The fields that were asked for, and those of them that the ground reaches.
  asked_fields text[],
  fields text[],
  -- Only values left in this time.
  left_from timestamptz,
  left_until timestamptz,
  found_at timestamptz,
  found_by uuid,
  approved_at timestamptz,
  approved_by uuid,
  produced_at timestamptz,
  -- What was given, by position and digest; it names no person. Absent where there was nothing to give.
  manifest jsonb,
  digest bytea check (length(digest) = 32),
  -- When the encrypted archive first left for an officer's hands; then, when the authority has it.
  taken_at timestamptz,
  taken_by uuid,
  delivered_at timestamptz,
  delivered_by uuid,
  answered_at timestamptz,
  answered_by uuid,
  answer text check (answer in ('no-data-held', 'refused')),
  check ((authenticated_at is null) = (authenticated_by is null)),
  check ((scoped_at is null) = (scoped_by is null)),
  check ((scoped_at is null) = (asked_fields is null)),
  check ((scoped_at is null) = (fields is null)),
  check ((found_at is null) = (found_by is null)),
  check ((approved_at is null) = (approved_by is null)),
  check ((taken_at is null) = (taken_by is null)),
  check ((delivered_at is null) = (delivered_by is null)),
  check ((answered_at is null) = (answered_by is null)),
  check ((answered_at is null) = (answer is null)),
  check ((manifest is null) = (digest is null)),
  -- Each step stands on the one before, and a release is never one officer's.
  check (scoped_at is null or authenticated_at is not null),
  check (found_at is null or scoped_at is not null),
  check (approved_at is null or (found_by is not null and approved_by <> found_by)),
  check (produced_at is null or approved_at is not null),
  check (manifest is null or produced_at is not null),
  check (taken_at is null or manifest is not null),
  check (delivered_at is null or taken_at is not null),
  -- What has left the site is no longer refused.
  check (answered_at is null or taken_at is null)
);
create index legal_request_received on legal_request (received_at desc, legal_request_id);

-- Whom a request asks about, in the order in which the authority named them, and what of each was opened, once. Nobody
-- where the name leads to nobody; and nobody any more once the person has erased themselves.
create table legal_request_person (
  legal_request_id uuid not null references legal_request (legal_request_id),
  position integer not null check (position between 1 and 100),
  person_id uuid,
  produced_at timestamptz,
  produced_fields text[],
  -- Of the encrypted part, which lies in the vault until the archive is made; absent where nothing was held.
  digest bytea check (length(digest) = 32),
  bytes integer check (bytes > 0),
  primary key (legal_request_id, position),
  check ((produced_at is null) = (produced_fields is null)),
  check ((digest is null) = (bytes is null)),
  check ((digest is not null) = (coalesce(produced_fields, '{}') <> '{}'))
);
-- Once a request, so that nobody is produced twice.
create unique index legal_request_person_of on legal_request_person (person_id, legal_request_id)
  where person_id is not null;

-- The transparency report is made from these entries of the site's own chain.
create index entry_legal on entry (person_id, n)
  where kind in ('receiveLegalRequest', 'deliverLegalRequest', 'answerLegalRequest');
