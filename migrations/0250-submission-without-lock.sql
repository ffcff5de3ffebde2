-- The entry that stands beside a submission compares with the version in force. This key only locked one row for all who
-- leave a form at the same time.
alter table submission drop constraint submission_version_fkey;
