-- How many people there are of each closed category, kept while they come and go, so that an aggregate never reads people.

-- What changed since the counts were last put together: appended, so that nobody who registers waits for somebody else.
create table person_count_change (
  change_id uuid primary key default gen_random_uuid(),
  by text not null,
  value text not null,
  persons integer not null
);
create table person_count (
  by text not null check (by in ('country', 'language', 'month')),
  value text not null,
  persons bigint not null,
  primary key (by, value)
);

-- What was told last, so that two answers never differ by less than a group. The exact number stays here.
create table aggregate_release (
  aggregate text not null,
  by text not null,
  released_at timestamptz not null default clock_timestamp(),
  primary key (aggregate)
);
create table aggregate_group (
  aggregate text not null references aggregate_release (aggregate) on delete cascade,
  value text not null,
  persons bigint not null,
  primary key (aggregate, value)
);

create function count_person() returns trigger language plpgsql as $$
begin
  -- A backup that is brought back has its counts with it.
  if current_setting('kristalux.restoring', true) = 'on' then
    return null;
  end if;
  if tg_op in ('INSERT', 'UPDATE') then
    insert into person_count_change (by, value, persons)
      select by, value, count(*) from came cross join lateral (values
        ('country', country), ('language', language), ('month', to_char(created_at at time zone 'UTC', 'YYYY-MM'))
      ) closed (by, value) where value is not null group by by, value;
  end if;
  if tg_op in ('DELETE', 'UPDATE') then
    insert into person_count_change (by, value, persons)
      select by, value, -count(*) from went cross join lateral (values
        ('country', country), ('language', language), ('month', to_char(created_at at time zone 'UTC', 'YYYY-MM'))
      ) closed (by, value) where value is not null group by by, value;
  end if;
  return null;
end $$;
create trigger person_came after insert on person referencing new table as came
  for each statement execute function count_person();
create trigger person_went after delete on person referencing old table as went
  for each statement execute function count_person();
create trigger person_changed after update on person referencing old table as went new table as came
  for each statement execute function count_person();

insert into person_count (by, value, persons)
  select by, value, count(*) from person cross join lateral (values
    ('country', country), ('language', language), ('month', to_char(created_at at time zone 'UTC', 'YYYY-MM'))
  ) closed (by, value) where value is not null group by by, value;
