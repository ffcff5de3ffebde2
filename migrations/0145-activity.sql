-- How often each act was done or refused on a day: what the console draws. No person, no person's number, no instant.
create table activity (
  day date not null,
  act text not null,
  answer text not null check (answer in ('allowed', 'refused', 'undone', 'turned-away', 'broken')),
  times bigint not null check (times > 0),
  primary key (day, act, answer)
);

-- Jobs that were given up, the newest first, without reading those that went well.
create index job_failed on job (failed_at desc) where failed_at is not null;
