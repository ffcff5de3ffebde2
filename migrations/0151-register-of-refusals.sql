-- How often the policy refused somebody outside, counted from the entries in the order of the public log: a sealed entry is
-- none of them before the ban on telling has ended. No person and no service is named.
create table refusal_count (
  half text not null check (half ~ '^[0-9]{4}-H[12]$'),
  act text not null,
  recipient text not null,
  refused bigint not null check (refused > 0),
  primary key (half, act, recipient)
);

-- Up to which place in the log it is counted.
create table refusal_cursor (
  one boolean primary key default true check (one),
  log_index bigint not null
);
insert into refusal_cursor (log_index) values (-1);
