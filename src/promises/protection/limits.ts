/** The maximum of what officers type about a case, each with its reason. */

/** The name of an authority, or the number of its document. */
export const CASE_NAME_CHARACTERS_MAX = 300;
/** A reason, or what was asked in the authority's own words: two pages. */
export const CASE_TEXT_CHARACTERS_MAX = 8000;
/** A reason that says nothing is no finding. */
export const REASON_CHARACTERS_MIN = 20;
/** An identifier as the authority wrote it: the longest is an e-mail address. */
export const IDENTIFIER_CHARACTERS_MAX = 320;
