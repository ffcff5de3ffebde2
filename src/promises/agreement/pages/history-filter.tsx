import type { Language } from '../../../kernel/words.ts';
import { addresses } from '../../../ui/addresses.ts';
import type { Choice } from '../../../ui/field.tsx';
import { Link } from '../../../ui/link.tsx';
import { wordsOf } from '../../../ui/words/words.ts';

/** What of the history is shown; a name that is absent chooses nothing. */
export type HistoryFilter = Readonly<Partial<Record<FilterName, string>>>;
export const FILTER_NAMES = ['receiver', 'section', 'answer', 'field'] as const;
export type FilterName = (typeof FILTER_NAMES)[number];

/** Only what stands in some entry of this person. */
export type HistoryChoices = Readonly<Record<FilterName, readonly Choice[]>>;

interface HistoryFilterFormProps {
  readonly language: Language;
  readonly month: string;
  readonly chosen: HistoryFilter;
  readonly choices: HistoryChoices;
}

/** Four choices and a button: by GET, so that what is seen has an address. */
export function HistoryFilterForm({ language, month, chosen, choices }: HistoryFilterFormProps) {
  const words = wordsOf(language).agreement.history.filter;
  const all = { receiver: words.anyone, section: words.anySection, answer: words.any, field: words.any };
  return (
    <form class="choosing" method="get" action={addresses.history} aria-label={words.title}>
      <input type="hidden" name="month" value={month} />
      {FILTER_NAMES.map((name) => (
        <div class="field">
          <label for={`choose-${name}`}>{words[name]}</label>
          <select id={`choose-${name}`} name={name}>
            <option value="">{all[name]}</option>
            {choices[name].map(({ id, label }) => (
              <option value={id} selected={id === chosen[name]}>
                {label}
              </option>
            ))}
          </select>
        </div>
      ))}
      <p>
        <button type="submit" class="button quiet">
          {words.show}
        </button>{' '}
        {Object.keys(chosen).length === 0 ? null : <Link href={addresses.historyOf({ month })}>{words.clear}</Link>}
      </p>
    </form>
  );
}
