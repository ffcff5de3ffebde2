/** A bulletin in one language: some four printed pages, and its form fits into one request. */
export const BULLETIN_CHARACTERS_MAX = 8000;
/** A subject: mail programs show sixty to eighty characters of it. */
export const SUBJECT_CHARACTERS_MAX = 150;
/** How often a relay may put one copy off before it counts as refused. */
export const ATTEMPTS_MAX = 8;
/** Copies offered at once by one bulletin, each over a connection of its own to the relay. */
export const COPIES_AT_ONCE = 20;
/** Of them, so many go on together and share what they read and write, while the others are at the relay. */
export const COPIES_TOGETHER = 10;
/** After this a job lets others have its slot: a slow relay must not keep a transfer waiting. */
export const JOB_MILLISECONDS_MAX = 5_000;
/** Persons whose copies are written down while the confirmation is answered: some tenths of a second. */
export const PERSONS_AT_CONFIRMATION = 5_000;
/** Persons that the worker looks at in one go while copies are written down. */
export const PERSONS_IN_A_SPREAD = 20_000;
/** How far ahead a bulletin may be scheduled. */
export const START_DAYS_MAX = 365;
