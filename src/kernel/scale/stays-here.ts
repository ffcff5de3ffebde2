/**
 * What the rule cannot place by itself, each with its reason. A table whose uniqueness goes beyond one person, and does not
 * rest on ids that were drawn at random, is named here; one that is forgotten fails the test.
 */
export const STAYS_HERE: Readonly<Record<string, string>> = {
  job: 'a queue, taken with `for update skip locked`, which no distributed table has',
  appointment: 'two people never have one seat at one hour',
  import_row: 'a row of an import makes one person',
  proved_address: 'an address is proved by one person',
  passkey: 'an authenticator belongs to one person',
  person_card: 'a person has one card',
  staff_recovery: 'a number is read out at a desk, so it is short and has to be free',
};

/** Uniqueness that is given up where the table is spread, and what stands in for it. */
export const LOOSENED: Readonly<Record<string, string>> = {
  entry_log_index:
    'the sequencer alone gives numbers, one at a time under a lock, and `ledger fsck` names a doubled one',
};
