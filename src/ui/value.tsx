import type { Field as Declaration } from '../kernel/policy/declarations.ts';
import type { Language } from '../kernel/words.ts';
import { sayCountry } from './countries.ts';
import { sayDay } from './dates.ts';
import { addressLines, type PostalAddress } from './postal-address.tsx';
import { wordsOf } from './words/words.ts';

/** What a person left in a field: a text, or the parts of an address. */
export type FieldValue = string | PostalAddress | ShownFile;

/** A file as pages tell of it; its bytes are handed out alone. */
export interface ShownFile {
  readonly kind: 'picture' | 'pdf';
  readonly bytes: string;
}

interface ValueProps {
  readonly language: Language;
  readonly type: Declaration['type'];
  readonly value: FieldValue;
}

/** A value as people read it: a country by its name, a day in words, an address in lines. */
export function Value({ language, type, value }: ValueProps) {
  if (typeof value !== 'string' && 'kind' in value) {
    const { kinds, size } = wordsOf(language).inbox.files;
    return (
      <span>
        {kinds[value.kind]}, {size(Math.max(1, Math.round(Number(value.bytes) / 1024)))}
      </span>
    );
  }
  if (typeof value !== 'string') {
    return (
      <span class="lines">
        {addressLines(value, language).map((line) => (
          <span>{line}</span>
        ))}
      </span>
    );
  }
  if (type === 'country') return <span>{sayCountry(value, language)}</span>;
  if (type === 'date' && /^\d{4}-\d{2}-\d{2}$/.test(value)) {
    return <time datetime={value}>{sayDay(value, language)}</time>;
  }
  return <bdi>{value}</bdi>;
}
