-- Where a service of the site is told that something happened, and what it is still to be told. The secrets by which
-- notices are signed lie sealed among those of the site.
create table service_endpoint (
  service text primary key check (service ~ '^[a-z][a-z0-9-]{0,39}$'),
  address text not null check (length(address) <= 500),
  set_at timestamptz not null default clock_timestamp(),
  -- Until when notices are signed by the secret before the last one, too.
  older_until timestamptz,
  -- After a try that failed: nothing is tried before.
  rests_until timestamptz,
  heard_at timestamptz
);

-- References and closed words, never a value. That somebody was erased is told under the site's own id: nothing but the
-- name by which the service knew them is left of them.
create table service_notice (
  person_id uuid not null,
  notice_id uuid not null,
  service text not null,
  purpose text not null,
  kind text not null check (kind in ('dealing.joined', 'dealing.ended', 'data.changed', 'person.paused',
    'person.resumed', 'person.erased', 'transfer.changed')),
  dealing_id uuid,
  transfer_id uuid,
  fields text[],
  status text,
  pseudonym text,
  at timestamptz not null default clock_timestamp(),
  tries integer not null default 0,
  delivered_at timestamptz,
  given_up_at timestamptz,
  failure text check (failure in ('no-answer', 'refused', 'gone', 'policy')),
  primary key (person_id, notice_id)
);
create index service_notice_service on service_notice (service, at);
