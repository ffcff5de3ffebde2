-- The conversation with the administration, demands for proof of identity and their proofs. Texts and images are sealed
-- values; here is who wrote and when, and closed words.

create table conversation (
  person_id uuid not null,
  conversation_id uuid not null unique,
  begun_at timestamptz not null default clock_timestamp(),
  -- The last message, kept here so that what waits for an answer is found without reading messages.
  last_at timestamptz not null default clock_timestamp(),
  last_by text not null check (last_by in ('person', 'administration')),
  primary key (person_id, conversation_id)
);
create index conversation_waiting on conversation (last_at) where last_by = 'person';

create table conversation_message (
  person_id uuid not null,
  -- The sealed value that holds the text; the message has no other name.
  record_id uuid not null,
  conversation_id uuid not null,
  written_by text not null check (written_by in ('person', 'administration')),
  at timestamptz not null default clock_timestamp(),
  primary key (person_id, record_id),
  foreign key (person_id, conversation_id) references conversation (person_id, conversation_id) on delete cascade
);
create index conversation_message_order on conversation_message (person_id, conversation_id, at);

create table demand (
  person_id uuid not null,
  demand_id uuid not null unique,
  fields text[] not null check (cardinality(fields) between 1 and 10),
  reason text not null check (
    reason in ('data-contradicts', 'someone-else-claims', 'large-transfer', 'age-matters', 'law-requires')
  ),
  ways text[] not null check (ways <@ array['online', 'offline'] and cardinality(ways) between 1 and 2),
  held_back text not null check (held_back in ('nothing', 'transfers')),
  -- Who of the administration demanded it: whoever demands does not check.
  demanded_by uuid not null,
  demanded_at timestamptz not null default clock_timestamp(),
  deadline timestamptz not null,
  withdrawn_at timestamptz,
  primary key (person_id, demand_id)
);
create index demand_open on demand (deadline) where withdrawn_at is null;

-- One try of the person, and what was decided on it. The decision stays; the evidence does not.
create table proof (
  person_id uuid not null,
  proof_id uuid not null unique,
  demand_id uuid not null,
  way text not null check (way in ('online', 'offline')),
  made_at timestamptz not null default clock_timestamp(),
  -- Online: the sealed image, until it is forgotten.
  record_id uuid,
  forgotten_at timestamptz,
  -- Offline: a keyed hash of the code that the person was shown once.
  code_hash bytea unique check (length(code_hash) = 32),
  code_until timestamptz,
  -- The person gave another one, or the demand was withdrawn, before anyone decided; or nobody decided in time.
  given_up_at timestamptz,
  decision text check (decision in ('approved', 'again', 'refused')),
  reason text check (
    reason in (
      'unreadable', 'not-whole', 'expired', 'wrong-document', 'field-not-shown', 'shows-another-value', 'not-genuine', 'someone-else'
    )
  ),
  document text check (
    document in ('passport', 'internal-passport', 'id-card', 'driving-licence', 'residence-permit', 'other')
  ),
  decided_by uuid,
  decided_at timestamptz,
  -- Whether who decided was another than who demanded, or the only one there is.
  reviewer text check (reviewer in ('another', 'sole')),
  primary key (person_id, proof_id),
  foreign key (person_id, demand_id) references demand (person_id, demand_id),
  check ((way = 'offline') = (code_hash is not null)),
  check ((code_hash is null) = (code_until is null)),
  check (way = 'online' or record_id is null),
  check ((decided_at is null) = (decision is null)),
  check ((decided_at is null) = (decided_by is null)),
  check ((decided_at is null) = (reviewer is null)),
  check (decision is null or (decision = 'approved') = (reason is null)),
  check (decision is distinct from 'approved' or document is not null),
  check (decided_at is null or given_up_at is null),
  -- A decision takes the evidence along.
  check (decided_at is null or record_id is null)
);
-- One proof at a time is before the reviewers.
create unique index proof_standing on proof (person_id, demand_id) where decided_at is null and given_up_at is null;
create index proof_waiting on proof (made_at) where decided_at is null and given_up_at is null;
