-- What witnesses signed: that the ledger of this size continues the one that they had seen before.
create table cosignature (
  size bigint not null references checkpoint (size) on delete cascade,
  witness text not null check (length(witness) between 1 and 200),
  -- The signature line of the note, verbatim.
  line text not null,
  at timestamptz not null default clock_timestamp(),
  primary key (size, witness)
);
create index cosignature_by_witness on cosignature (witness, size);

-- As many witnesses as the operator asks for have signed it.
alter table checkpoint add column witnessed boolean not null default false;
create index checkpoint_witnessed on checkpoint (size) where witnessed;
