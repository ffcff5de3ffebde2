-- What each probe showed last: shown beside its section of the policy. No personal value, and nothing of anybody.
create table probe_result (
  section text not null,
  name text not null,
  -- The version of the policy it ran under: another version has to be shown anew.
  version integer not null references policy_version (number),
  passed boolean not null,
  -- Not as shipped, because the operator dropped an example by name.
  changed boolean not null,
  at timestamptz not null default clock_timestamp(),
  primary key (section, name)
);
