-- Keys that sign the ledger, from the first change on: who trusts one of them can follow to the next by the note of the
-- change, which both have signed. The private keys are files in KEY_DIR and never here.
create table ledger_key (
  number integer primary key check (number >= 1),
  -- Ed25519.
  public_key bytea not null check (length(public_key) = 32),
  since timestamptz not null,
  -- The signed note that names this key as the successor of the one before; null for the first.
  change_note text check ((change_note is null) = (number = 1)),
  ended_at timestamptz
);
