import type { Language } from '../kernel/words.ts';
import { linesOf, partsInOrder } from './address-format.ts';
import { sayCountry } from './countries.ts';
import { Field } from './field.tsx';
import type { Problems } from './problems.tsx';
import { wordsOf } from './words/words.ts';

/** The parts of a structured postal address, in the order in which they are asked; banks take no other kind. */
export const ADDRESS_PARTS = ['country', 'street', 'building', 'postcode', 'town', 'region'] as const;
export type AddressPart = (typeof ADDRESS_PARTS)[number];
export type PostalAddress = Readonly<Partial<Record<AddressPart, string>>>;

const AUTOCOMPLETE: Readonly<Record<AddressPart, string>> = {
  street: 'address-line1',
  building: 'address-line2',
  postcode: 'postal-code',
  town: 'address-level2',
  region: 'address-level1',
  country: 'country',
};
/** Villages have addresses without a street; a town and a country always are. */
const OPTIONAL: readonly AddressPart[] = ['street', 'building', 'postcode', 'region'];

interface PostalAddressFieldsProps {
  readonly language: Language;
  /** The inputs are called `<name>.street` … `<name>.country`. */
  readonly name: string;
  readonly label: string;
  readonly hint: string;
  readonly required: boolean;
  readonly values: Readonly<Record<string, string>>;
  readonly problems: Problems;
}

/** The inputs of a postal address as one group. */
export function PostalAddressFields(props: PostalAddressFieldsProps) {
  const { language, name, label, hint, required, values, problems } = props;
  const words = wordsOf(language).forms;
  return (
    <fieldset class="address">
      <legend>
        {label}
        {required ? null : <span class="optional"> {words.optional}</span>}
      </legend>
      <p class="hint">{hint}</p>
      <div class="address-parts">
        {inOrder(values[`${name}.country`]).map((part) => (
          <Field
            language={language}
            name={`${name}.${part}`}
            type={part === 'country' ? 'country' : 'text'}
            label={words.address[part]}
            required={required && !OPTIONAL.includes(part)}
            unmarked={!required}
            autocomplete={AUTOCOMPLETE[part]}
            value={values[`${name}.${part}`]}
            problem={problems[`${name}.${part}`]}
          />
        ))}
      </div>
    </fieldset>
  );
}

/** The country stands first, as what follows depends on it: where one is known, its own order. */
function inOrder(country: string | undefined): readonly AddressPart[] {
  return country === undefined || country === '' ? ADDRESS_PARTS : ['country', ...partsInOrder(country)];
}

/** An address as the lines of an envelope in its own country, without the empty ones. */
export function addressLines(address: PostalAddress, language: Language): readonly string[] {
  const { country } = address;
  return [...linesOf(address), country === undefined || country === '' ? '' : sayCountry(country, language)].filter(
    (line) => line !== '',
  );
}
