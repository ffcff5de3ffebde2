-- When a credential was last used, to the minute: which of two can be ended after a rotation is then seen.
alter table credential add column last_used_at timestamptz;
