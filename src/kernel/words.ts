/** The languages every sentence of the product exists in. The first one of a site's own list is binding. */
export const LANGUAGES = ['ru', 'en', 'uk'] as const;
export type Language = (typeof LANGUAGES)[number];

/** One text in every language. */
export type Words = Readonly<Record<Language, string>>;
