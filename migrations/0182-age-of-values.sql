-- An expression, so that nobody takes this index for the way to one person's values: until PostgreSQL has counted a table that
-- is filling, it takes "any of these fields" for fewer rows than "of this person", and reads everybody's.
drop index value_age;
create index value_age on value ((field || ''), created_at) where role = 'value';
