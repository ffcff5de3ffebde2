-- Over which of the connections to the relay a copy is handed over, named anew by each worker that sends. The next one of a connection is written down together
-- with what became of the last: where a crash leaves both open, only the first can have left.
alter table bulletin_hand_over add column lane uuid;
