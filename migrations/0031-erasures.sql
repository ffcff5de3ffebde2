-- What a person asked to have erased by others: while it is open, staff and the host may do it, and never without it.
create table erasure_request (
  person_id uuid primary key,
  at timestamptz not null default clock_timestamp()
);
create index erasure_request_at on erasure_request (at);
-- What has been kept as long as the policy says is found by its age.
create index value_age on value (field, created_at) where role = 'value';
