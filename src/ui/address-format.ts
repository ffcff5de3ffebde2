import { formatAddress } from 'localized-address-format';
import type { AddressPart, PostalAddress } from './postal-address.tsx';

/** Signs that stand for the parts, to see where a country puts them. */
const SIGNS = { street: '\u0001', town: '\u0002', region: '\u0003', postcode: '\u0004' } as const;

/** The parts of an address in the order of a country's envelopes; what its addresses have no place for comes last. */
export function partsInOrder(country: string): readonly AddressPart[] {
  const said = linesOf({ ...SIGNS, country }).join('');
  const placed = (Object.keys(SIGNS) as (keyof typeof SIGNS)[])
    .filter((part) => said.includes(SIGNS[part]))
    .sort((a, b) => said.indexOf(SIGNS[a]) - said.indexOf(SIGNS[b]));
  const order = placed.flatMap((part): readonly AddressPart[] => (part === 'street' ? ['street', 'building'] : [part]));
  const rest = (['street', 'building', 'town', 'region', 'postcode'] as const).filter((part) => !order.includes(part));
  return [...order, ...rest];
}

/** An address as the lines of an envelope in its country, without the empty ones and without the country itself. */
export function linesOf(address: PostalAddress): readonly string[] {
  const { street = '', building = '', postcode = '', town = '', region = '', country = '' } = address;
  const lines = [[street, building].filter((part) => part !== '').join(', ')].filter((line) => line !== '');
  const placed = formatAddress({
    postalCountry: country,
    addressLines: lines,
    locality: town,
    administrativeArea: region,
    postalCode: postcode,
  });
  // A country whose envelopes name no region or code may have one here all the same: nothing that was left is hidden.
  const missing = [...lines, town, region, postcode].filter(
    (part) => part !== '' && !placed.some((line) => line.toLowerCase().includes(part.toLowerCase())),
  );
  return [...placed, ...missing];
}
