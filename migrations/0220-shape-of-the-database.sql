-- How many migrations made the shape of this database, where every decision reads it: a program that knows fewer was overtaken
-- by a newer one and decides nothing more. The facts of the site are no longer those that anything under way was decided on.
alter table site add column migrations integer not null default 0;

create function count_migrations() returns trigger language plpgsql as $$
begin
  update site set migrations = (select count(*) from migration), facts_number = facts_number + 1;
  return null;
end $$;
create trigger migration_came after insert on migration for each statement execute function count_migrations();
