-- Safekeeping: what must stay forgotten, what was backed up, and which ledgers ended in a loss.

-- Written in the transaction that forgets, and taken from here to the file `tombstones` in KEY_DIR before the answer
-- leaves: empty but for a moment. Without a record it speaks of the whole person.
create table tombstone (
  person_id uuid not null,
  tombstone_id uuid not null default gen_random_uuid(),
  record_id uuid,
  -- Forgotten up to this version of the value.
  version integer check (version >= 1),
  at timestamptz not null default clock_timestamp(),
  primary key (person_id, tombstone_id),
  check ((record_id is null) = (version is null))
);

-- How much of a tombstone file this database knows of. A longer file shows that the database is an older one.
create table tombstone_file (
  file_id uuid primary key,
  bytes bigint not null check (bytes >= 0)
);

-- What an older database that was brought back holds although it was forgotten: forgotten again before anything is served.
create table forgetting_due (
  person_id uuid not null,
  due_id uuid not null default gen_random_uuid(),
  record_id uuid,
  primary key (person_id, due_id)
);

-- Every backup that was written and read back whole. Copies carried elsewhere are not known here.
create table backup (
  backup_id uuid primary key,
  kind text not null check (kind in ('data', 'keys')),
  file_name text not null,
  made_at timestamptz not null,
  bytes bigint not null check (bytes > 0),
  -- SHA-256 of the file.
  digest bytea not null check (length(digest) = 32),
  ledger_size bigint not null check (ledger_size >= 0),
  verified_at timestamptz not null,
  -- Of a key backup: it must be gone by then, or what is erased meanwhile could be opened with it.
  destroy_by timestamptz,
  check ((kind = 'keys') = (destroy_by is not null))
);
create index backup_made on backup (made_at);

-- Every time this database was made from a backup.
create table restoration (
  restored_at timestamptz primary key default clock_timestamp(),
  backup_made_at timestamptz not null,
  values_kept bigint not null,
  values_forgotten bigint not null
);

-- Every time a backup of this site was restored into a place that was thrown away, and found whole.
create table restore_drill (
  at timestamptz primary key default clock_timestamp(),
  backup_made_at timestamptz not null,
  values_opened bigint not null
);

-- Ledgers that were lost in part, under the name they had. The site's ledger went on under a new name.
create table earlier_ledger (
  origin text primary key,
  -- How far the ledger reached that was brought back; what was signed beyond is lost.
  size bigint not null check (size >= 0),
  -- The last checkpoint of the lost ledger that is known, verbatim; its size may be greater.
  note text not null,
  ended_at timestamptz not null default clock_timestamp(),
  -- The site's entry that says so; null until it is written.
  entry bigint
);
