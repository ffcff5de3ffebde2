-- The day on which a session was last recorded for a look that opened nothing. The day of one that opened values
-- (looked_on) is another: the first value that opens on a day leaves an entry of its own.
alter table session add column glanced_on date;
