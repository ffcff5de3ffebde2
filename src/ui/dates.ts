import type { Language } from '../kernel/words.ts';

/** How exactly an instant is told: `minute` for what happened, `day` for what is valid from, `month` for a heading. */
export type Precision = 'minute' | 'day' | 'month';

const OPTIONS: Readonly<Record<Precision, Intl.DateTimeFormatOptions>> = {
  minute: {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
    timeZone: 'UTC',
  },
  day: { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' },
  month: { month: 'long', year: 'numeric', timeZone: 'UTC' },
};

// Made once: making one takes longer than all that it then says on a page.
const INSTANTS: Readonly<Record<Language, Readonly<Record<Precision, Intl.DateTimeFormat>>>> = {
  ru: formatsOf('ru-RU'),
  // British order and clock: the English pages are read outside the United States too.
  en: formatsOf('en-GB'),
  uk: formatsOf('uk-UA'),
};

function formatsOf(locale: string): Readonly<Record<Precision, Intl.DateTimeFormat>> {
  const of = (precision: Precision) => new Intl.DateTimeFormat(locale, OPTIONS[precision]);
  return { minute: of('minute'), day: of('day'), month: of('month') };
}

/** An instant in words. The server knows no one's time zone, so it says UTC. */
export function sayInstant(at: Date, language: Language, precision: Precision = 'minute'): string {
  return INSTANTS[language][precision].format(at);
}

/** An instant as the clock on a wall of a place shows it. */
export function sayDateTimeIn(at: Date, language: Language, zone: string): string {
  return new Intl.DateTimeFormat(language, {
    weekday: 'short',
    day: 'numeric',
    month: 'long',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: zone,
  }).format(at);
}

/** A calendar day as the person left it (`1985-03-09`), in words; it has no time zone. */
export function sayDay(day: string, language: Language): string {
  return sayInstant(new Date(`${day}T00:00:00Z`), language, 'day');
}

/** The `datetime` of an instant: as exact as what is shown, so that nothing finer is given away. */
export function machineInstant(at: Date, precision: Precision): string {
  const iso = at.toISOString();
  if (precision === 'minute') return `${iso.slice(0, 16)}Z`;
  return precision === 'day' ? iso.slice(0, 10) : iso.slice(0, 7);
}
