/** The maximum of everything that comes from outside, each with its reason. */

/** A JSON or form body: the longest declared form is far below; files have their own limit. */
export const BODY_BYTES_MAX = 64 * 1024;
/** One typed value: a postal address of eight lines fits ten times. */
export const VALUE_CHARACTERS_MAX = 2000;
/** A password: argon2 hashes any length, but a longer one is only a way to burn memory (ASVS 6.2.9 asks for 64). */
export const PASSWORD_CHARACTERS_MAX = 256;
/** One page of a list. */
export const PAGE_ROWS_MAX = 100;
/** Receipts in one file: about a megabyte, and a second of reading. */
export const RECEIPTS_MAX = 500;
/** Persons in one act. */
export const BATCH_PERSONS_MAX = 100;
/** A policy folder's single file: fifty times the shipped text. */
export const POLICY_FILE_BYTES_MAX = 1024 * 1024;
/** How long a conflicted moment is tried again before 503. */
export const MOMENT_MILLISECONDS_MAX = 1000;
/** An answer of a provider: more is cut off and counts as unknown. */
export const PROVIDER_ANSWER_BYTES_MAX = 64 * 1024;
/** How long a provider may think before the outcome is unknown. */
export const PROVIDER_MILLISECONDS_MAX = 15_000;
/** How long a service of the site may think over a notice: it is told again, so a slow one waits for the next time. */
export const NOTICE_MILLISECONDS_MAX = 10_000;
/** A password that is the only factor (NIST SP 800-63B-4): a phrase of a few words. */
export const PASSWORD_CHARACTERS_MIN = 15;
/** One beside a second factor (the same): short enough to be typed, long enough not to be guessed through a throttle. */
export const SHORT_PASSWORD_CHARACTERS_MIN = 8;
/** How long a sign-in may wait for its turn to be hashed: longer, and the person has given up. */
export const HASH_MILLISECONDS_MAX = 5_000;
/** The whole policy as one form: fifty texts of the size of the shipped ones, three times over. */
export const POLICY_FORM_BYTES_MAX = 1024 * 1024;
/** Connections to the mail relay at once: relays count them, and few let one sender have more than twenty. */
export const MAIL_CONNECTIONS_MAX = 20;
/** How long one message may take from first command to answer; shorter than a job's lease, or two workers could meet. */
export const MAIL_MILLISECONDS_MAX = 30_000;
/** One message in a conversation: a long letter. */
export const MESSAGE_CHARACTERS_MAX = 4000;
/** Messages of one person in a day: more is no conversation. */
export const MESSAGES_A_DAY_MAX = 100;
/** An uploaded picture of a document: what a phone's camera makes at its best. */
export const PROOF_IMAGE_BYTES_MAX = 15 * 1024 * 1024;
/** Its width times its height: a small file can claim to be a huge picture. */
export const PROOF_IMAGE_PIXELS_MAX = 40_000_000;
/** The longer side of the kept copy, pixels: the small print of a passport is still read at this. */
export const PROOF_IMAGE_SIDE_MAX = 2600;
/** How long decoding may take, seconds. */
export const PROOF_IMAGE_SECONDS_MAX = 20;
/** Pages of a PDF file that is a document: both sides of a card, or a passport's page and the one with the address. */
export const PROOF_PDF_PAGES_MAX = 4;
/** What drawing a PDF file may take of memory, in pages of 64 KiB: 256 MB. */
export const PDF_MEMORY_PAGES_MAX = 4096;
/** How long a virus scanner may think about one file. */
export const SCAN_MILLISECONDS_MAX = 20_000;
/** The machine-readable lines of a document, with what one types around them. */
export const MRZ_CHARACTERS_MAX = 200;
/** Fields one demand may name. */
export const DEMAND_FIELDS_MAX = 10;
/** Proofs a person may give to one demand. */
export const DEMAND_PROOFS_MAX = 20;
/** How long a demand may run, days; the shortest leaves time to find a document. */
export const DEMAND_DAYS_MIN = 7;
export const DEMAND_DAYS_MAX = 365;
/** How long a desk code is good for, days. */
export const DESK_CODE_DAYS_MAX = 14;
/** How long the code of a letter or of a slip is good for, days: post is slow. */
export const LETTER_CODE_DAYS_MAX = 45;
/** Free appointments offered at once: two weeks of a desk at half-hours fit. */
export const DESK_SLOTS_MAX = 400;
/** How long the reviewer who was drawn has before others may check, days. */
export const ASSIGNMENT_DAYS = 3;
/** How long an image that nobody decided on is kept, days. */
export const EVIDENCE_DAYS_MAX = 30;
/** How far back a person's decisions are decided once more by another version, days: the policy's "last year". */
export const REPLAY_DAYS = 365;
/** As many of one person's decisions as are replayed at once: ten a day for a year, and some. */
export const REPLAY_ENTRIES_MAX = 5000;
/** Rows of one table in the copy of one's own data: an account of ten years at three approaches a day. */
export const COPY_ROWS_MAX = 10_000;
/** How long the page of a form may stand open before it is sent, hours. */
export const FORM_HOURS_MAX = 24;
/** Submissions of one form from one network in an hour, unless the form says otherwise: an office, not a robot. */
export const FORM_NETWORK_HOUR_MAX = 60;
/** Submissions of one form in an hour from everywhere together, unless the form says otherwise. */
export const FORM_HOUR_MAX = 20_000;
/** Submissions on one page of the console's inbox. */
export const INBOX_PAGE_ROWS = 50;
/** A file in a conversation or in a declared field: a picture from a phone, a scanned page or two. */
export const ATTACHMENT_BYTES_MAX = 5 * 1024 * 1024;
/** A request over the API that holds a file in base64. */
export const FILE_BODY_BYTES_MAX = Math.ceil(ATTACHMENT_BYTES_MAX / 3) * 4 + BODY_BYTES_MAX;
/** Files of one person in a day. */
export const ATTACHMENTS_A_DAY_MAX = 20;
/** Answers that are kept to be written again. */
export const CANNED_ANSWERS_MAX = 100;
/** A file of people to be brought: a million rows of the usual width. */
export const IMPORT_BYTES_MAX = 500 * 1024 * 1024;

/**
 * For how long a process may answer with the policy's page without asking again which version is in force. A publication
 * waits longer than that between its commit and its acknowledgement.
 */
export const POLICY_KEPT_MILLISECONDS = 30;
