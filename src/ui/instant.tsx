import type { Language } from '../kernel/words.ts';
import { machineInstant, type Precision, sayInstant } from './dates.ts';

interface InstantProps {
  readonly at: Date;
  readonly language: Language;
  readonly precision?: Precision;
}

/** An instant for people and machines alike. */
export function Instant({ at, language, precision = 'minute' }: InstantProps) {
  return <time datetime={machineInstant(at, precision)}>{sayInstant(at, language, precision)}</time>;
}
