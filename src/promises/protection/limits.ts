/** The maximum of what officers type about a case, each with its reason. */

/** The name of an authority, or the number of its document. */
export const CASE_NAME_CHARACTERS_MAX = 300;
/** A reason, or what was asked in the authority's own words: two pages. */
export const CASE_TEXT_CHARACTERS_MAX = 8000;
/** What an instrument orders to be kept is kept so long at a time; longer takes a renewal with its reason. */
export const HOLD_DAYS_MAX = 180;
/** A person hears of a process about their own dealing so long before anything is opened. */
export const PROCESS_NOTICE_DAYS = 3;
/** Officers after the first two wait so long, and in an emergency so long. */
export const OFFICER_WAITING_HOURS = 7 * 24;
export const OFFICER_WAITING_HOURS_IN_EMERGENCY = 4;
/** A reason that says nothing is no finding. */
export const REASON_CHARACTERS_MIN = 20;
/** An identifier as the authority wrote it: the longest is an e-mail address. */
export const IDENTIFIER_CHARACTERS_MAX = 320;
/** Persons whom one request may name: what ten thousand answers can be read by an authority at all. */
export const LEGAL_PERSONS_MAX = 10_000;
/** Persons of one case on one page. */
export const CASE_PAGE_PERSONS = 100;
/** The list of them as a form: ten thousand e-mail addresses. */
export const LEGAL_FORM_BYTES_MAX = 512 * 1024;
