-- An entry costs what its indexes and checks cost, on every act. The insert itself compares the version with the one in
-- force, in the same statement; the foreign key only added a lock on one row that every process shares.
alter table entry drop constraint entry_version_fkey;

-- An entry that waits for its place in the log has none to be unique with.
alter table entry drop constraint entry_log_index_key;
create unique index entry_log_index on entry (log_index) where log_index is not null;
