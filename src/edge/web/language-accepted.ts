import { LANGUAGES, type Language } from '../../kernel/words.ts';

/** The language of a reader who has chosen none: what the browser asks for, else the first that the site offers. */
export function languageAccepted(header: string, offered: readonly Language[]): Language {
  const wanted = header.split(',').map((one) => {
    const [tag = '', ...rest] = one.trim().split(';');
    const quality = Number(/q=([\d.]+)/.exec(rest.join(';'))?.[1] ?? 1);
    return { primary: tag.split('-')[0]?.toLowerCase(), quality };
  });
  wanted.sort((a, b) => b.quality - a.quality);
  return wanted.map(({ primary }) => primary).find(isLanguage) ?? offered[0] ?? 'ru';
}

export function isLanguage(text: string | undefined): text is Language {
  return LANGUAGES.some((language) => language === text);
}
